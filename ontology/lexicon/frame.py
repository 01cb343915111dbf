"""Action frames: the pattern language that says which words, with which arguments, are which action.

A pattern is base forms and slots: ``lay blame on TARGET``, ``n:criticism of TARGET``,
``TARGET receive aid from ACTOR``, ``expel TARGET:@diplomats``. docs/lexicon.md explains it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, pairwise

PREPOSITIONS = frozenset(
    """about above across after against ahead along alongside amid among around as aside apart at away back before
    behind between beyond by down for forth forward from home in inside into near of off on
    onto open opposite out outside over past
    through throughout to together toward towards under until up upon with within without""".split()
)


# The class of all proper names.
NAMES = "@names"
# What stands in a pattern for "no object".
NO_OBJECT = "-"
# Where a particle's spelling is a noun: "stab in (the) back".
_NOUNS_THERE = frozenset((("in", "back"),))


class PartOfSpeech(StrEnum):
    """What the predicate of a frame is; the values are the prefixes in patterns."""

    VERB = "v"
    NOUN = "n"
    ADJECTIVE = "a"


class SlotName(StrEnum):
    """The argument slots; a PARTNER is both actor and target."""

    ACTOR = "ACTOR"
    TARGET = "TARGET"
    PARTNER = "PARTNER"
    ABOUT = "ABOUT"
    PLACE = "PLACE"


@dataclass(frozen=True, slots=True)
class Slot:
    """An argument; `heads` restricts the head noun of what may fill it (empty: anything)."""

    name: SlotName
    heads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Word:
    """A fixed word: one of these base forms; `modifiers` must stand before it in its noun phrase, one of each."""

    lemmas: frozenset[str]
    modifiers: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Preposition:
    """A fixed preposition or particle: one of these."""

    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class NoObject:
    """The sign that the predicate takes no object here ("returned to Moscow", not "returned the loan to Moscow")."""


Element = Slot | Word | Preposition | NoObject


@dataclass(frozen=True, slots=True)
class Frame:
    """One pattern with the CAMEO code that it stands for.

    Attributes
    ----------
    pattern
        As it is written in the lexicon.
    code
        The CAMEO code.
    part
        The part of speech of the predicate.
    subject
        Which slot the grammatical subject fills.
    heads
        The predicate's base forms.
    elements
        What must go with the predicate, in the order of the pattern.
    modifiers
        What must stand before a predicate noun (``n:drone strike on TARGET``), each as base forms.
    example
        A sentence in which the frame is found.
    where
        File and line, for messages.
    """

    pattern: str
    code: str
    part: PartOfSpeech
    subject: SlotName
    heads: frozenset[str]
    elements: tuple[Element, ...]
    modifiers: tuple[frozenset[str], ...] = ()
    example: str = ""
    where: str = ""

    @property
    def specificity(self) -> float:
        """Give how much of the frame is fixed: the larger wins over frames at the same words."""
        return sum(map(_weight, self.elements), start=1.0 + len(self.modifiers))

    def has(self, name: SlotName) -> bool:
        """Tell whether a slot is written in the frame or its subject."""
        return self.subject is name or any(isinstance(item, Slot) and item.name is name for item in self.elements)


def parse_frame(
    pattern: str, code: str, classes: Mapping[str, frozenset[str]], *, example: str = "", where: str = ""
) -> Frame:
    """Give the frame that a pattern describes.

    Parameters
    ----------
    pattern
        Words, slots and word classes (docs/lexicon.md).
    code
        The CAMEO code that it stands for.
    classes
        Word classes by name (without ``@``).
    example
        A sentence in which the frame is found.
    where
        File and line, for messages.

    Returns
    -------
    Frame
        The frame.

    Raises
    ------
    ValueError
        Names `where` and the word that is wrong.
    """
    prefix, separator, rest = pattern.partition(":")
    part = PartOfSpeech(prefix) if separator and prefix in set(PartOfSpeech) else PartOfSpeech.VERB
    words = (rest if separator and prefix in set(PartOfSpeech) else pattern).split()
    subject = SlotName.ACTOR
    if words and words[0] in set(SlotName):
        subject = SlotName(words.pop(0))
    if not words:
        raise ValueError(f"{where}: the pattern {pattern!r} has no predicate: begin with a base form")
    items = _joined([_element(word, classes, where, before) for before, word in pairwise(words)])
    heads = _alternatives(words[0], classes, where)
    modifiers: tuple[frozenset[str], ...] = ()
    if part is PartOfSpeech.NOUN and items and isinstance(first := items[0], Word):
        heads, modifiers, items = first.lemmas, (heads, *first.modifiers), items[1:]
    return Frame(pattern, code, part, subject, heads, tuple(items), modifiers, example, where)


def _joined(elements: list[Element]) -> list[Element]:
    """Give the elements with every run of words made one: the last word is the head, those before modify it."""
    joined: list[Element] = []
    for element in elements:
        if joined and isinstance(element, Word) and isinstance(last := joined[-1], Word):
            joined[-1] = Word(element.lemmas, (*last.modifiers, last.lemmas))
        else:
            joined.append(element)
    return joined


def _element(word: str, classes: Mapping[str, frozenset[str]], where: str, before: str) -> Element:
    if word == NO_OBJECT:
        return NoObject()
    name, _, heads = word.partition(":")
    if name in set(SlotName):
        return Slot(SlotName(name), _alternatives(heads, classes, where) if heads else frozenset())
    if name.isupper() and name.isalpha():
        raise ValueError(f"{where}: {word!r} is no slot: use {', '.join(SlotName)}")
    alternatives = _alternatives(word, classes, where)
    particle = alternatives <= PREPOSITIONS and (before, word) not in _NOUNS_THERE
    return Preposition(alternatives) if particle else Word(alternatives)


def _alternatives(words: str, classes: Mapping[str, frozenset[str]], where: str) -> frozenset[str]:
    return frozenset(chain.from_iterable(_expanded(word, classes, where) for word in words.split("/") if word))


def _expanded(word: str, classes: Mapping[str, frozenset[str]], where: str) -> frozenset[str]:
    if not word.startswith("@") or word == NAMES:
        return frozenset((word.lower(),))
    if word[1:] not in classes:
        raise ValueError(f"{where}: there is no word class {word}: define it in a classes file of the lexicon")
    return classes[word[1:]]


def _weight(element: Element) -> float:
    match element:
        case Word(lemmas=lemmas, modifiers=modifiers):
            return 1.0 + len(modifiers) + 0.05 / len(lemmas)
        case Preposition():
            return 0.5
        case NoObject():
            return 0.0
        case Slot(heads=heads):
            return 0.9 + 0.05 / len(heads) if heads else 0.2
