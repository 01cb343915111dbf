"""Where a sentence begins behind an abbreviation that ends the one before ("… the U.S. Russia praised …")."""

from dataclasses import dataclass

from spacy.tokens import Doc

from communique.extract.actors.casing import Casing, Style
from communique.extract.actors.titles import is_title
from communique.extract.actors.trie import longest_spans
from communique.ontology.actors import naming
from communique.ontology.types import NameKind

_FEWEST_WORDS = 2
_REACH = 8
# What may stand between the first name of a sentence and its verb.
_POSSESSIVE = frozenset(("'s", "\N{RIGHT SINGLE QUOTATION MARK}s"))
_INSIDE = _POSSESSIVE | {"also", "then", "later", "again", "now"}
# Organs whose members are no force with a name of its own.
_UNARMED = frozenset(("gov", "mfa", "cvl", "opp", "reb", "leg"))
# Behind these the noun goes on.
_JOINING = frozenset(("who", "that", "and", "or"))
_STARTING = frozenset((NameKind.NAME, NameKind.CAPITAL, NameKind.SEAT, NameKind.PERSON, NameKind.ADJECTIVE))


@dataclass(frozen=True)
class Beginnings:
    """What tells the beginning of a sentence from the rest of a name: names, and words of English."""

    casing: Casing

    def begins(self, doc: Doc, index: int, start: int) -> bool:
        """Tell whether a sentence begins at the token behind an abbreviation, in the one that began at `start`.

        What stands before must have a verb and an abbreviation that can end a sentence; what follows begins with a
        function word ("The", "But"), a plural noun for people ("Officials"), or with a name and, soon, a verb.
        """
        if not self._can_end(doc, index - 1, start):
            return False
        word = doc[index].text
        if self.casing.english.is_function_word(word.lower()) or self._is_plural_agent(doc, index):
            line = [token.text for token in doc[start : index + _REACH]]
            return not word.isupper() and self.casing.style(line) is Style.RUNNING
        return self._is_subject([token.text for token in doc[index : index + _REACH]])

    def _can_end(self, doc: Doc, index: int, start: int) -> bool:
        """Tell whether an abbreviation can be the last word of what began at `start`."""
        if index - start < _FEWEST_WORDS or doc[index].text.lower() not in naming().closing:
            return False
        return any(self.casing.english.is_finite(doc[place].lower_) for place in range(start, index))

    def _is_plural_agent(self, doc: Doc, index: int) -> bool:
        """Tell whether a noun for people begins with a capital, and a clause in small letters follows.

        Forces have such names ("the U.S. Marines").
        """
        word, following = doc[index].text, [token.text for token in doc[index + 1 : index + _REACH]]
        organ = self.casing.names.gazetteer.organs.get(word.lower())
        if organ not in _UNARMED or not word.endswith("s") or not following or not following[0].islower():
            return False
        return following[0] not in _JOINING and any(self.casing.english.is_finite(item) for item in following)

    def _is_subject(self, words: list[str]) -> bool:
        """Tell whether words begin with a name and go on with its verb."""
        names = self.casing.names
        spans = longest_spans(names.spellings, words)
        if not spans or spans[0][0] != 0 or is_title(words[0]):
            return False
        end = spans[0][1]
        kinds = {name.kind for name in names.names.get(" ".join(words[:end]), ())}
        if kinds.isdisjoint(_STARTING):
            return False
        # Only the name of an owner has its noun behind it.
        owns = NameKind.ADJECTIVE in kinds
        for word in words[end:]:
            owns = owns or word in _POSSESSIVE
            if word.islower() and self.casing.english.is_finite(word):
                return True
            if not (word in _INSIDE or (owns and (word[0].isupper() or self.casing.english.is_word(word)))):
                return False
        return False
