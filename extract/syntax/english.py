"""The words of English: which there are and which can be a finite verb, from the tables of the model's lemmatiser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.language import Language

from communique.extract.syntax.lemmas import tables_of

_PARTS = ("verb", "noun", "adj", "adv")
_AUXILIARIES = frozenset(
    "is are was were be been has have had do does did will would can could may might must should".split()
)
_FINITE = ("s", "ed")


@dataclass(frozen=True, slots=True)
class English:
    """Base forms, irregular forms and endings by part of speech, and the function words."""

    bases: Mapping[str, frozenset[str]]
    irregular: Mapping[str, frozenset[str]]
    endings: Mapping[str, Sequence[tuple[str, str]]]
    function_words: frozenset[str]

    def is_word(self, word: str) -> bool:
        """Tell whether a word in small letters is one of English; proper names may be words, too."""
        return self.is_function_word(word) or any(self._has(word, part) for part in _PARTS)

    def is_function_word(self, word: str) -> bool:
        """Tell whether a word in small letters is an article, preposition, pronoun or the like."""
        return word in self.function_words or word in _AUXILIARIES

    def is_finite(self, word: str) -> bool:
        """Tell whether a word in small letters can be a verb in the third person, in the past, or an auxiliary."""
        if word in _AUXILIARIES or word in self.irregular["verb"]:
            return True
        return word.endswith(_FINITE) and word not in self.bases["verb"] and self._has(word, "verb")

    def _has(self, word: str, part: str) -> bool:
        bases = self.bases[part]
        if word in bases or word in self.irregular[part]:
            return True
        return any(
            word.endswith(old) and word[: len(word) - len(old)] + new in bases for old, new in self.endings[part] if old
        )


def english(nlp: Language) -> English:
    """Give the words that a pipeline's rule lemmatiser knows; ValueError where it has none."""
    tables = tables_of(nlp)
    return English(
        bases={part: frozenset(_strings(tables["lemma_index"].get(part))) for part in _PARTS},
        irregular={part: frozenset(_strings(tables["lemma_exc"].get(part))) for part in _PARTS},
        endings={part: tuple(_pairs(tables["lemma_rules"].get(part))) for part in _PARTS},
        function_words=frozenset(nlp.Defaults.stop_words),
    )


def _strings(words: object) -> Sequence[str]:
    return [str(word) for word in words] if isinstance(words, list | Mapping | set | tuple) else ()


def _pairs(rules: object) -> Sequence[tuple[str, str]]:
    return [(str(old), str(new)) for old, new in rules] if isinstance(rules, list) else ()
