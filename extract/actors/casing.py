"""Lines in capitals, and headlines with a capital for every word, as they are written in running text."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache, cached_property
from importlib.resources import files

from spacy.tokens import Doc

from communique.extract.actors.dictionary import Dictionary
from communique.extract.actors.surnames import Context
from communique.extract.actors.titles import is_title
from communique.extract.actors.trie import Trie, longest_spans
from communique.extract.documents.press import press
from communique.extract.syntax.dates import is_calendar_word
from communique.extract.syntax.english import English
from communique.ontology.actors import is_given_name, naming
from communique.ontology.types import NameKind

_FEWEST_WORDS = 3
_FEWEST_LETTERS = 8
_LONGEST_ABBREVIATION = 4
_APART = frozenset((",", "and", "&", ":", ";", "-"))


class Style(Enum):
    """How the words of a line are written."""

    RUNNING = "running"
    TITLE = "title"
    CAPITALS = "capitals"


@dataclass(frozen=True)
class Casing:
    """What tells names from words: the gazetteer and the words of English."""

    names: Dictionary
    english: English

    def words(self, doc: Doc, day: date | None) -> list[str] | None:
        """Give the words of a line in usual case, each as long as it was; None where they are so already.

        `day` tells who is so well known that a surname which is a word ("Bush") is the surname.
        """
        written = [token.text for token in doc]
        style = self.style(written)
        if style is Style.RUNNING:
            return None
        usual = self._recased(doc, written, style, day)
        return usual if usual != written else None

    def style(self, written: Sequence[str]) -> Style:
        """Tell how the words of a line are written.

        It is in capitals if nearly all words are; it is a title if all are capitalised but function words.
        """
        words = [word for word in written if word.isalpha() or (len(word) > 1 and word[0].isalpha())]
        if len(words) < _FEWEST_WORDS:
            return Style.RUNNING
        capitals = sum(len(word) for word in words if word.isupper())
        letters = sum(len(word) for word in words)
        if letters >= _FEWEST_LETTERS and capitals >= 0.8 * letters:
            return Style.CAPITALS
        small = sum(word[0].islower() and not self.english.is_function_word(word) for word in words)
        return Style.TITLE if small == 0 and not all(word.islower() for word in words[1:]) else Style.RUNNING

    def _recased(self, doc: Doc, written: list[str], style: Style, day: date | None) -> list[str]:
        usual = [self._plain(word, style) for word in written]
        named = self._named(written, style)
        for index in self._persons(doc, written, usual, named, day):
            named[index] = written[index].capitalize() if style is Style.CAPITALS else written[index]
        for index, name in named.items():
            usual[index] = name
        for index in reversed(range(len(usual) - 1)):
            # An office before a name is written like one.
            if is_title(written[index]) and usual[index + 1][0].isupper() and written[index][0].isupper():
                usual[index] = usual[index].capitalize() if usual[index].islower() else usual[index]
        for index in self._of_places(written, named):
            usual[index] = written[index].capitalize()
        first = next((index for index, word in enumerate(usual) if word[0].isalpha()), 0)
        usual[first] = usual[first][0].upper() + usual[first][1:]
        return [word if len(word) == len(old) else old for word, old in zip(usual, written, strict=True)]

    def _of_places(self, written: list[str], named: Mapping[int, str]) -> Iterator[int]:
        """Give the nouns that make a place of a name beside them ("Sea of Japan", "Damascus Airport")."""
        before, after = naming().places_before, naming().places_after
        for index, word in enumerate(written):
            noun = word.capitalize()
            of = index + 2 in named and written[index + 1].lower() == "of" and noun in before | after
            if of or (index + 1 in named and noun in before) or (index - 1 in named and noun in after):
                yield index

    def _plain(self, word: str, style: Style) -> str:
        """Give a word that is no name of the gazetteer: in small letters if it is one of English."""
        lowered = word.lower()
        if is_calendar_word(word) and not self.english.is_function_word(lowered):
            return word.capitalize()
        if not word[0].isalpha():
            return lowered if word[0] in "'\u2019" else word
        if style is Style.TITLE and (word.isupper() and len(word) > 1):
            return word
        if self._is_place(word):
            return word.capitalize()
        if self.english.is_word(lowered):
            return lowered
        if style is Style.TITLE:
            return word
        short = len(word) <= _LONGEST_ABBREVIATION and not set(lowered) & set("aeiouy")
        return word if short or "." in word or any(letter.isdigit() for letter in word) else word.capitalize()

    def _is_place(self, word: str) -> bool:
        return word.lower() in press().cities and not self.english.is_function_word(word.lower())

    def _named(self, written: list[str], style: Style) -> dict[int, str]:
        """Give the words of the gazetteer's names as it writes them, but surnames that are words of English."""
        trie, spellings = self._of_any_case
        lowered = [word.lower() for word in written]
        found: dict[int, str] = {}
        for start, end in longest_spans(trie, lowered):
            here = tuple(written[start:end])
            name = here if " ".join(here) in self.names.names else spellings[" ".join(lowered[start:end])]
            if end - start == 1 and not self._counts(written[start], name[0], style):
                continue
            found.update(zip(range(start, end), name, strict=True))
        return found

    def _counts(self, word: str, name: str, style: Style) -> bool:
        """Tell whether a single word that some name is written with is that name."""
        if style is Style.TITLE and (word[0].islower() or word.isupper() != name.isupper()):
            return False
        if word.upper() in _tables()["words"]:
            return style is Style.TITLE and name.isupper()
        if self.english.is_function_word(word.lower()):
            return word in _tables()["abbreviations"]
        kinds = {item.kind for item in self.names.names.get(name, ())}
        return kinds != {NameKind.SURNAME} or not self.english.is_word(word.lower())

    def _persons(
        self, doc: Doc, written: list[str], usual: list[str], named: dict[int, str], day: date | None
    ) -> Iterator[int]:
        """Give the words of English that are part of a person's name here."""
        for index, word in enumerate(written):
            if index in named or not word.isalpha() or not usual[index].islower():
                continue
            before = written[index - 1].capitalize() if index else ""
            is_verb = self.english.is_finite(word.lower())
            if index and is_given_name(before) and index - 1 not in named and not is_verb:
                yield from (index - 1, index)
            elif not self.english.is_function_word(word.lower()) and self._is_leader(doc, index, usual, day):
                yield index

    def _is_leader(self, doc: Doc, index: int, usual: list[str], day: date | None) -> bool:
        """Tell whether a surname is that of somebody in office, and stands where a person can."""
        word = usual[index].capitalize()
        if all(name.kind is not NameKind.SURNAME for name in self.names.names.get(word, ())):
            return False
        after = usual[index + 1] if index + 1 < len(usual) else ""
        before = usual[index - 1] if index else ""
        acts = (not before or before in _APART) and (
            after in ("'s", "\u2019s", "to", "and") or self.english.is_finite(after)
        )
        suffers = self.english.is_finite(before) or before in ("with", "to", "by", "and", "against")
        titled = is_title(before)
        if not (acts or titled or (suffers and (not after or self.english.is_function_word(after)))):
            return False
        alone = Doc(doc.vocab, words=[before.capitalize(), word] if titled else [word])
        return self.names.mention(alone[len(alone) - 1 :], Context(day, {})) is not None

    @cached_property
    def _of_any_case(self) -> tuple[Trie, dict[str, tuple[str, ...]]]:
        """Give the names by their words in small letters; made when the first line needs it."""
        trie = Trie()
        spellings: dict[str, tuple[str, ...]] = {}
        for words in _sequences(self.names.spellings):
            lowered = tuple(word.lower() for word in words)
            if lowered == words:
                continue
            trie.add(lowered)
            line = " ".join(lowered)
            known = spellings.setdefault(line, words)
            if known is not words:
                # Of several spellings that with the fewest capitals, as in running text.
                spellings[line] = min(known, words, key=lambda each: (_capitals(each), each))
        return trie, spellings


def _capitals(words: Sequence[str]) -> int:
    return sum(letter.isupper() for word in words for letter in word)


def _sequences(trie: Trie, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if trie.complete:
        yield before
    for word, following in trie.following.items():
        yield from _sequences(following, (*before, word))


@cache
def _tables() -> dict[str, frozenset[str]]:
    table = tomllib.loads((files("communique.ontology") / "data" / "casing.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in table.items()}
