"""Headlines: the parser, trained on running text, takes their verb for a noun or an active one; we help it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import dropwhile

from spacy.tokens import Doc, Token

from communique.extract.actors.mention import Mention
from communique.extract.frames.index import FrameIndex
from communique.extract.syntax.clauses import SUBJECTS, children, is_noun
from communique.extract.syntax.tree import kept_without_tree
from communique.ontology.lexicon import Element, Frame, PartOfSpeech, Preposition, Slot, SlotName, Word, cues

# An everyday transitive verb in the past tense, which no parser takes for a noun.
_PLAIN_VERB = "criticized"
_ENDS = frozenset((".", "!", "?"))
_POSSESSIVE = frozenset(("'s", "\N{RIGHT SINGLE QUOTATION MARK}s"))
_ENDINGS = ("s", "es", "ed", "d")
# What shows that a verb is no passive without its auxiliary.
_ACTIVE = ("dobj", "dative", "attr", "oprd", "acomp", "ccomp", "xcomp", "aux", "auxpass", "agent", "npadvmod")


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
    is_headline = _lacks_stop(doc)
    for place in _after_first_actors(doc, mentions, dict(agents)):
        token = doc[place]
        if token.tag_.startswith("VB") and children(token, tuple(SUBJECTS)):
            return place if _has_adverb_for_object(token, mentions) else None
        # Behind "to" stands what is only planned, which the parser sees.
        infinitive = place > 0 and doc[place - 1].lower_ == "to"
        if is_headline and not infinitive and token.text.islower() and _is_predicate(token.lower_, index):
            return place
    return None


def bare_passive(doc: Doc, index: FrameIndex) -> int | None:
    """Give the verb of a headline that leaves out its auxiliary ("Talks called off", "Envoy summoned"), if it has one.

    A participle is one; a past tense is, if its verb takes an object in all frames.
    """
    if len(doc) < 3 or not _lacks_stop(doc):
        return None
    root = next(token for token in doc if token.head == token)
    verb = next(iter(children(root, ("acl",)) if is_noun(root) else ()), root)
    if verb.tag_ not in ("VBN", "VBD") or not (children(verb, ("nsubj",)) or verb != root) or children(verb, _ACTIVE):
        return None
    return verb.i if verb.tag_ == "VBN" or _takes_object(verb, index) else None


def with_passive(doc: Doc, place: int) -> Doc:
    """Give a parsed sentence in which the verb at `place` is a passive."""
    subjects = {token.i for token in children(doc[place], ("nsubj",))}
    tags = ["VBN" if token.i == place else token.tag_ for token in doc]
    labels = ["nsubjpass" if token.i in subjects else token.dep_ for token in doc]
    return reparsed(doc, tags, [token.head.i for token in doc], labels)


def reparsed(doc: Doc, tags: list[str], heads: list[int], labels: list[str]) -> Doc:
    """Give the words of a sentence in another parse, with what was found out about them."""
    return Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=tags,
        heads=heads,
        deps=labels,
        user_data=kept_without_tree(doc),
    )


def _lacks_stop(doc: Doc) -> bool:
    return doc[-1].text not in _ENDS | cues().closing_marks


def _takes_object(verb: Token, index: FrameIndex) -> bool:
    """Tell whether all frames of a verb, with its particle if it has one, begin with an object."""
    particles = frozenset(child.lower_ for child in children(verb, ("prt",)))
    found = [frame for frame in _verb_frames(verb.lower_, index) if not particles or particles & _forms(frame)]
    return bool(found) and all(_has_object(frame, particles) for frame in found)


def _forms(frame: Frame) -> frozenset[str]:
    return frozenset(form for item in frame.elements if isinstance(item, Preposition) for form in item.forms)


def _has_object(frame: Frame, particles: frozenset[str]) -> bool:
    def leads(item: Element) -> bool:
        """Tell whether an element is the verb's particle."""
        return isinstance(item, Preposition) and bool(particles & frozenset(item.forms))

    first = next(dropwhile(leads, frame.elements), None)
    together = isinstance(first, Slot) and first.name is SlotName.PARTNER
    return isinstance(first, Slot | Word) and not together


def _has_adverb_for_object(verb: Token, mentions: tuple[Mention, ...]) -> bool:
    following = children(verb, ("npadvmod",))
    return any(item.start == verb.i + 1 and item.covers(child.i) for child in following for item in mentions)


def with_plain_verb(doc: Doc, place: int) -> Doc:
    """Give the words of a headline, without a parse, with a plain verb at `place` and "and" for commas before it.

    For else "Chad, Niger" may be one and its apposition.
    """
    listing = {token.i for token in doc[:place] if token.text == ","}
    words = ["and" if token.i in listing else token.text for token in doc]
    words[place] = _PLAIN_VERB
    spaces = [bool(token.whitespace_) or token.i + 1 in listing for token in doc]
    return Doc(doc.vocab, words=words, spaces=spaces)


def with_parse(doc: Doc, parsed: Doc) -> Doc:
    """Give a sentence with the parse of another one that has as many words."""
    tags, labels = [token.tag_ for token in parsed], [token.dep_ for token in parsed]
    return reparsed(doc, tags, [token.head.i for token in parsed], labels)


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
    return bool(_verb_frames(word, index))


def _verb_frames(word: str, index: FrameIndex) -> list[Frame]:
    """Give the frames of the verbs of which a word can be a form."""
    stems = {word, *(word.removesuffix(ending) for ending in _ENDINGS), word.removesuffix("ies") + "y"}
    found = [item.frame for stem in sorted(stems) for item in index.get(stem, ())]
    return [frame for frame in found if frame.part is PartOfSpeech.VERB]
