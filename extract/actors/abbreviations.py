"""Abbreviations that a text defines in brackets: "the Southern Rivers Alliance (SRA)"."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from communique.extract.actors.mention import Mention, MentionKind
from communique.extract.syntax.words import words_of

_SMALL = frozenset("of the for and de du des la le el los del al on in to y e & - to".split())
_LONGEST = 14
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form, and the tokens of the long form before it."""

    short: str
    start: int
    end: int


def definitions(doc: Doc) -> Iterator[Definition]:
    """Give the abbreviations in brackets whose letters are the initials of the capitalised words before them."""
    words = words_of(doc).written
    for index in range(2, len(words) - 1):
        short = words[index]
        if words[index - 1] == "(" and words[index + 1] == ")" and is_abbreviation(short):
            before = words[max(0, index - 1 - _LONGEST) : index - 1]
            length = _spelled([letter for letter in short if letter.isupper()], before)
            yield Definition(short, index - 1 - length, index - 1)


def is_abbreviation(text: str) -> bool:
    """Tell whether a word is at least two capitals with nothing but letters and digits."""
    return text.isalnum() and sum(letter.isupper() for letter in text) >= _SHORTEST and text[0].isupper()


def defined(definition: Definition, mentions: Iterable[Mention]) -> Mention | None:
    """Give the mention of a known actor that the long form is, if it is one."""
    for item in mentions:
        if item.end == definition.end and item.kind is MentionKind.NAME:
            spelled = definition.end > definition.start and item.start <= definition.start + 1
            if spelled or item.end - item.start > 1:
                return item
    return None


def _spelled(letters: Sequence[str], words: Sequence[str]) -> int:
    """Give how many of the last words have these initials, small words counting or not; 0 if none do."""
    for length in range(1, len(words) + 1):
        tail = words[-length:]
        if tail[0][:1].upper() == letters[0] and tail[0][0].isupper() and _matches(letters, tail):
            return length
    return 0


def _matches(letters: Sequence[str], words: Sequence[str]) -> bool:
    if not words:
        return not letters
    word, rest = words[0], words[1:]
    if letters and word[:1].upper() == letters[0] and _matches(letters[1:], rest):
        return word[0].isupper() or word.lower() in _SMALL
    return word.lower() in _SMALL and _matches(letters, rest)
