"""The narrowest CAMEO code that a word and a root allow: the lexicon knows which code "bombs" has."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from communique.ontology.lexicon import (
    Element,
    Frame,
    NoObject,
    PartOfSpeech,
    Slot,
    SlotName,
    Word,
    construction_code,
    cues,
    frames,
    implication,
)

# The families of operators that make an intent of an act, by the root of the intent.
_FAMILIES = {"03": "agree", "13": "threaten"}
INTENTS = frozenset(_FAMILIES)
_CONSULT = "04"


def code_of(lemmas: Iterable[str], root: str) -> str:
    """Give the CAMEO code for a root that the first of some words with a frame of this root has, else the root's own.

    Of a word's codes that counts which its shortest frames have: those that ask for the fewest other words. Who only
    says that another did wrong accuses.
    """
    known, words = _codes(), list(lemmas)
    wrong = construction_code("wrong")
    said = wrong if wrong and wrong[:2] == root and not cues().speech.isdisjoint(words) else f"{root}0"
    return next((known[lemma, root] for lemma in words if (lemma, root) in known), said)


def intent_code(root: str, planned: str) -> str:
    """Give the CAMEO code for the intent (root 03 or 13) to do what has a code, as if one had agreed or threatened."""
    meant = implication(_FAMILIES[root], negated=False, same_agent=True, code=planned)
    return meant.code if meant is not None and meant.code is not None and meant.code[:2] == root else f"{root}0"


def other_words(frame: Frame) -> int:
    """Give how many words a frame asks for besides its predicate: fixed ones, prepositions, classes of nouns."""
    fixed = (bool(item.heads) if isinstance(item, Slot) else not isinstance(item, NoObject) for item in frame.elements)
    return len(frame.modifiers) + sum(fixed)


def takes_target(lemma: str, root: str) -> bool:
    """Tell whether a verb's object is whom the act of a root is done to: who is expelled, not an envoy recalled."""
    return (lemma, root) in _transitive()


def is_mutual(lemma: str, root: str, part: PartOfSpeech) -> bool:
    """Tell whether a word alone says of both sides that they consult: "talks", "met", not "visited" or "host"."""
    return root == _CONSULT and (lemma, part) in _shared()


@cache
def _shared() -> frozenset[tuple[str, PartOfSpeech]]:
    """Give the words for consulting of which a frame asks for partners and for no other word."""
    found = (frame for frame in frames() if frame.code.startswith(_CONSULT) and frame.has(SlotName.PARTNER))
    alone = (frame for frame in found if not any(isinstance(item, Word) for item in frame.elements))
    return frozenset((head, frame.part) for frame in alone for head in frame.heads)


@cache
def _transitive() -> frozenset[tuple[str, str]]:
    """Give the verbs with a root of which a frame begins with its target."""
    found = (frame for frame in frames() if frame.part is PartOfSpeech.VERB and frame.subject is SlotName.ACTOR)
    direct = [item for item in found if item.elements and _is_target(item.elements[0])]
    return frozenset((head, frame.code[:2]) for frame in direct for head in frame.heads)


def _is_target(item: Element) -> bool:
    return isinstance(item, Slot) and item.name is SlotName.TARGET


@cache
def _codes() -> Mapping[tuple[str, str], str]:
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    shortest: dict[tuple[str, str], int] = {}
    for frame in frames():
        length = other_words(frame)
        for head in frame.heads:
            key = head, frame.code[:2]
            if length < shortest.get(key, length + 1):
                shortest[key] = length
                seen[key].clear()
            if length == shortest[key]:
                seen[key][frame.code] += 1
    return {key: min(codes, key=lambda code: (-codes[code], code)) for key, codes in seen.items()}
