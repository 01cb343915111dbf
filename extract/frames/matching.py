"""Matching action frames against a dependency tree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from spacy.tokens import Doc, Token

from communique.extract.frames.index import FrameIndex, frames_by_token, possible, vocabulary, without_partner
from communique.extract.syntax.clauses import (
    above,
    agents,
    children,
    conjuncts,
    is_noun,
    is_passive,
    is_verb,
    objects,
    subjects,
)
from communique.extract.syntax.lemmas import LemmaOf
from communique.ontology.lexicon import (
    NAMES,
    Element,
    Frame,
    NoObject,
    PartOfSpeech,
    Preposition,
    Slot,
    SlotName,
    Word,
    cues,
)

_PREPOSITIONAL = frozenset(("prep", "prt", "dative", "agent", "advmod", "mark", "aux", "intj"))
_WORDS = frozenset(
    (
        "dobj",
        "attr",
        "acomp",
        "oprd",
        "nsubjpass",
        "advmod",
        "prt",
        "npadvmod",
        "pobj",
        "compound",
        "xcomp",
        "dative",
        "advcl",
        "ccomp",
        "amod",
    )
)
_REACH = 12
_ADJECTIVES = frozenset(("JJ", "JJR", "JJS", "VBN", "VBG", "VBD"))


@dataclass(frozen=True, slots=True)
class Match:
    """A frame found at a trigger: which tokens its words are, and which nouns stand in its slots."""

    frame: Frame
    trigger: Token
    words: tuple[Token, ...]
    slots: Mapping[SlotName, tuple[Token, ...]]

    @property
    def rank(self) -> tuple[float, int]:
        """Give the order in which matches at one trigger are tried, best last."""
        return (self.frame.specificity, len(self.slots))


@dataclass(slots=True)
class _State:
    """How far a frame has been matched."""

    words: list[Token]
    slots: dict[SlotName, list[Token]] = field(default_factory=dict)
    pending: list[Token] = field(default_factory=list)


def matches(doc: Doc, index: FrameIndex, lemma_of: LemmaOf) -> list[list[Match]]:
    """Give, for every trigger of the sentence, the frames that match there, best first."""
    found = []
    words = vocabulary(doc, lemma_of)
    for token, frames in frames_by_token(doc, index, lemma_of):
        found_here = (match_frame(frame, token, lemma_of) for frame in possible(frames, words))
        here = [match for match in found_here if match is not None]
        if here:
            found.append(sorted(here, key=lambda match: (match.rank, match.frame.where), reverse=True))
    return found


def predicate_matches(doc: Doc, index: FrameIndex, lemma_of: LemmaOf) -> Iterator[tuple[Match, bool]]:
    """Give the frames whose fixed words stand at a trigger, and whether something stands in every slot too."""
    for token, frames in frames_by_token(doc, index, lemma_of):
        for frame in (item.frame for item in frames):
            match = match_frame(frame, token, lemma_of)
            if match is not None:
                yield match, True
            elif (match := match_frame(replace(frame, elements=_fixed(frame.elements)), token, lemma_of)) is not None:
                yield match, False


def _fixed(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """Give the words of a frame, with only those prepositions that lead to a word."""
    fixed: list[Element] = []
    for element in elements:
        if isinstance(element, Slot):
            while fixed and isinstance(fixed[-1], Preposition):
                fixed.pop()
        else:
            fixed.append(element)
    return tuple(fixed)


def match_frame(frame: Frame, trigger: Token, lemma_of: LemmaOf) -> Match | None:
    """Give the match of a frame whose predicate is the trigger, or None where a part of it is missing."""
    if not _right_part(frame.part, trigger):
        return None
    state = _State([trigger])
    if not _modified(trigger, frame.modifiers, lemma_of):
        return None
    elements = frame.elements
    if not all(_element(element, state, lemma_of) for element in elements):
        shortened = without_partner(elements)
        state = _State([trigger])
        if shortened is None or not all(_element(element, state, lemma_of) for element in shortened):
            return None
    if _has_other_particle(frame, trigger):
        return None
    slots = {name: tuple(tokens) for name, tokens in state.slots.items()}
    return Match(frame, trigger, tuple(state.words), slots)


def _has_other_particle(frame: Frame, trigger: Token) -> bool:
    """Tell whether a verb has a particle that makes another verb of it ("broke off" is not "broke")."""
    particles = {child.lower_ for child in children(trigger, ("prt",))}
    if not particles or frame.part is not PartOfSpeech.VERB:
        return False
    known = {form for item in frame.elements if isinstance(item, Preposition) for form in item.forms}
    known |= {lemma for item in frame.elements if isinstance(item, Word) for lemma in item.lemmas}
    return not particles & known


def _right_part(part: PartOfSpeech, token: Token) -> bool:
    match part:
        case PartOfSpeech.VERB:
            return is_verb(token) and token.dep_ not in ("aux", "auxpass", "amod", "compound")
        case PartOfSpeech.NOUN:
            return token.tag_ in ("NN", "NNS", "NNP", "NNPS") and token.dep_ not in ("amod",)
        case PartOfSpeech.ADJECTIVE:
            return token.tag_ in _ADJECTIVES


def _element(element: Element, state: _State, lemma_of: LemmaOf) -> bool:
    match element:
        case Preposition(forms=forms):
            prepositions = [token for token in _scope(state) if token.lower_ in forms]
            state.pending = prepositions
            return bool(prepositions)
        case NoObject():
            return not any(is_noun(token) for token in _plain_objects(state.words[0]))
        case Word(lemmas=lemmas, modifiers=modifiers):
            found = [token for token in _candidates(state) if _is_one(token, lemmas, lemma_of)]
            word = next((token for token in found if _modified(token, modifiers, lemma_of)), None)
            if word is None:
                return False
            state.words.append(word)
            state.pending = []
            return True
        case Slot(name=name, heads=heads):
            tokens = _slot(state, heads, lemma_of)
            if not tokens:
                return False
            state.slots[name] = tokens
            state.pending = []
            return True


def _scope(state: _State) -> list[Token]:
    """Give the prepositions and particles in reach: of the words so far, and of the objects among them."""
    anchors = [*state.pending, *reversed(state.words), *[token for slot in state.slots.values() for token in slot]]
    trigger = state.words[0]
    if is_verb(trigger):
        anchors += [item for item in objects(trigger) if item not in anchors and item.i > trigger.i]
    else:
        anchors += children(trigger, ("acl",))
    if not is_verb(trigger) and trigger.dep_ in ("dobj", "nsubj", "nsubjpass", "attr") and is_verb(trigger.head):
        anchors.append(trigger.head)
    direct = [child for anchor in anchors for child in anchor.children if _leads(child)]
    nested = [child for item in direct for noun in children(item, ("pobj",)) for child in children(noun, ("prep",))]
    return direct + nested


def _leads(token: Token) -> bool:
    """Tell whether a token can lead to a frame's next word; after a comma a new thought begins."""
    return token.dep_ in _PREPOSITIONAL and not (
        token.i and token.doc[token.i - 1].text == "," and token.dep_ == "prep"
    )


def _candidates(state: _State) -> list[Token]:
    """Give the words that can be the next fixed word: dependents of what is matched, with parts and coordinates."""
    trigger = state.words[0]
    found = [noun for item in state.pending for noun in children(item, ("pobj", "pcomp"))]
    if not found:
        anchors = [*state.pending, *reversed(state.words)]
        found = [child for anchor in anchors for child in anchor.children if child.dep_ in _WORDS]
        found = [child for child in found if child.dep_ != "npadvmod" or child.i > trigger.i]
        if is_verb(trigger):
            found += [noun for item in objects(trigger) for noun in _noun_and_governors(item, trigger)]
    parts = [noun for item in found for of in children(item, ("prep",)) for noun in children(of, ("pobj",))]
    joined = [other for item in [*found, *parts] for other in conjuncts(item)]
    return [token for token in joined if token not in state.words]


def _noun_and_governors(noun: Token, verb: Token) -> list[Token]:
    """Give an object and, where a relative clause may hang too low, the nouns over its antecedent."""
    if verb.dep_ != "relcl" or noun != verb.head:
        return [noun]
    before = noun.doc[max(0, noun.i - _REACH) : noun.i]
    return [noun, *[token for token in (*islice(above(noun), 4), *reversed(list(before))) if is_noun(token)]]


def _modified(token: Token, modifiers: tuple[frozenset[str], ...], lemma_of: LemmaOf) -> bool:
    """Tell whether a noun has each of these modifiers among the words before it in its phrase."""
    before = [item for item in token.lefts if item.dep_ not in ("det", "poss", "nsubj")] if modifiers else []
    words = [item for left in before for item in left.subtree]
    return all(any(_is_one(word, wanted, lemma_of) for word in words) for wanted in modifiers)


def _is_one(token: Token, lemmas: frozenset[str], lemma_of: LemmaOf) -> bool:
    if lemma_of(token) in lemmas or token.lower_ in lemmas:
        return True
    before = token.doc[token.i - 1].lower_ if token.i else ""
    return f"{before} {lemma_of(token)}" in lemmas or f"{before} {token.lower_}" in lemmas


def _whole(token: Token) -> Token:
    """Give what a word for a part is part of ("the last of the prisoners", "dozens of reporters")."""
    if token.lower_ not in cues().parts:
        return token
    return next(
        (noun for of in children(token, ("prep",)) if of.lower_ == "of" for noun in children(of, ("pobj",))), token
    )


def _plain_objects(verb: Token) -> list[Token]:
    """Give the object of an active verb that measures no way or time."""
    return [] if is_passive(verb) else [token for token in children(verb, ("dobj",)) if token.i > verb.i]


def _slot(state: _State, heads: frozenset[str], lemma_of: LemmaOf) -> list[Token]:
    if state.pending:
        found = [noun for item in state.pending for noun in children(item, ("pobj", "pcomp"))][:1]
        if not found and is_verb(state.words[0]):
            found = _direct(state)
    elif is_verb(state.words[0]):
        found = _direct(state)
    else:
        found = []
    found = [_whole(token) for token in found]
    if not heads:
        return found
    return [token for token in found if any(_fits(item, heads, lemma_of) for item in conjuncts(token))]


def _fits(token: Token, heads: frozenset[str], lemma_of: LemmaOf) -> bool:
    """Tell whether a noun is in a class, by itself or by the office before it ("Prime Minister Boris Johnson").

    A plural proper noun ("Canadians") is in every class of people.
    """
    if _is_one(token, heads, lemma_of) or (token.tag_ == "NNPS" and bool(heads & cues().people)):
        return True
    following = token.doc[token.i + 1 : token.i + 2]
    if following and following[0].tag_ == "VBG" and following[0].lower_ in heads and token.tag_.startswith("NN"):
        return True  # "in Israeli tank shelling", where the tagger takes the noun for a verb
    if not token.tag_.startswith("NNP"):
        return False
    titles = [child for child in token.lefts if child.dep_ == "compound" and child.tag_.startswith("NN")]
    return NAMES in heads or any(_is_one(title, heads, lemma_of) for title in titles)


def _direct(state: _State) -> list[Token]:
    """Give the object of the predicate that is no fixed word: the indirect one where there are two."""
    found = [token for token in objects(state.words[0]) if token not in state.words]
    indirect = [token for token in found if token.dep_ == "dative" and is_noun(token)]
    passive = [token for token in found if token.dep_ == "nsubjpass"]
    return indirect or passive[-1:] or [token for token in found if token.tag_ != "IN"][:1]


def actor_tokens(match: Match) -> list[Token]:
    """Give the tokens of the subject: who acts for most frames, who is acted upon for reversed ones."""
    trigger = match.trigger
    if match.frame.part is PartOfSpeech.VERB:
        return subjects(trigger)
    if match.frame.part is PartOfSpeech.ADJECTIVE:
        return adjective_subjects(trigger)
    return []


def adjective_subjects(trigger: Token) -> list[Token]:
    """Give of whom an adjective says something: the subject of its verb, its own, or the noun that it modifies."""
    if trigger.dep_ in ("acomp", "oprd", "attr", "advcl", "conj", "xcomp") and is_verb(trigger.head):
        return subjects(trigger.head)
    if is_verb(trigger):
        return agents(trigger) if is_passive(trigger) and agents(trigger) else children(trigger, ("nsubj", "nsubjpass"))
    own = children(trigger, ("nsubj",))
    return own or ([trigger.head] if trigger.dep_ == "amod" else [])
