"""Headlines: the parser, trained on running text, often takes their verb for a noun; we help it to see the verb."""

from collections.abc import Iterable, Iterator, Mapping

from spacy.tokens import Doc, Token

from communique.extract.actors.mention import Mention
from communique.extract.frames.index import FrameIndex
from communique.extract.syntax.clauses import SUBJECTS, children
from communique.ontology.lexicon import PartOfSpeech, cues

# An everyday transitive verb in the past tense, which no parser takes for a noun.
_PLAIN_VERB = "criticized"
_ENDS = frozenset((".", "!", "?"))
_POSSESSIVE = frozenset(("'s", "\N{RIGHT SINGLE QUOTATION MARK}s"))
_ENDINGS = ("s", "es", "ed", "d")


def misread_verb(
    doc: Doc, mentions: tuple[Mention, ...], agents: Iterable[tuple[int, int]], index: FrameIndex
) -> int | None:
    """Give the token that must be the verb though the parser has it otherwise, if there is one.

    In a headline it follows an actor's name (or a noun after it), looks like a verb, and is the predicate of a verb
    frame; elsewhere it is a verb whose object, an actor, the parser takes for an adverb ("visits Turkey"). `agents`
    are the spans of common nouns for organs ("jets", "foreign minister"), none of which is a verb behind a name.
    """
    if not mentions or len(doc) < 3:
        return None
    is_headline = doc[-1].text not in _ENDS | cues().closing_marks
    for place in _after_first_actors(doc, mentions, dict(agents)):
        token = doc[place]
        if token.tag_.startswith("VB") and children(token, tuple(SUBJECTS)):
            return place if _has_adverb_for_object(token, mentions) else None
        # Behind "to" stands what is only planned, which the parser sees.
        infinitive = place > 0 and doc[place - 1].lower_ == "to"
        if is_headline and not infinitive and token.text.islower() and _is_predicate(token.lower_, index):
            return place
    return None


def _has_adverb_for_object(verb: Token, mentions: tuple[Mention, ...]) -> bool:
    following = children(verb, ("npadvmod",))
    return any(item.start == verb.i + 1 and item.covers(child.i) for child in following for item in mentions)


def with_plain_verb(doc: Doc, place: int) -> Doc:
    """Give the words of a sentence, without a parse, with a plain verb at `place`."""
    words = [_PLAIN_VERB if token.i == place else token.text for token in doc]
    return Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])


def with_parse(doc: Doc, parsed: Doc) -> Doc:
    """Give a sentence with the parse of another one that has as many words."""
    return Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in parsed],
        heads=[token.head.i for token in parsed],
        deps=[token.dep_ for token in parsed],
    )


def _after_first_actors(doc: Doc, mentions: tuple[Mention, ...], agents: Mapping[int, int]) -> Iterator[int]:
    """Give the places right after the actors that open a headline, and after one noun more."""
    end = 0
    for mention in mentions:
        if doc[end : mention.start].text not in ("", ",", "and", "&", "-"):
            break
        end = mention.end
        noun = end + 1 if end < len(doc) and doc[end].text in _POSSESSIVE else end
        end = agents.get(noun, end)
    if end:
        yield from range(end, min(end + 2, len(doc) - 1))


def _is_predicate(word: str, index: FrameIndex) -> bool:
    stems = {word, *(word.removesuffix(ending) for ending in _ENDINGS), word.removesuffix("ies") + "y"}
    return any(item.frame.part is PartOfSpeech.VERB for stem in stems for item in index.get(stem, ()))
