"""Cues: words of a sentence by which a name in it means somebody else, or no actor at all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from communique.extract.actors.trie import Trie, longest_spans, trie_of
from communique.extract.syntax.words import words_of
from communique.ontology.actors import Ambiguity


@dataclass(frozen=True, slots=True)
class IdleWords:
    """Words by which a sentence means no actors: as they are written, in any case, and as patterns."""

    exact: Trie
    loose: Trie
    patterns: tuple[re.Pattern[str], ...]

    def longest(self, doc: Doc) -> str:
        """Give the longest of them that stands in a sentence, empty if none does."""
        words = words_of(doc)
        exact, loose = longest_spans(self.exact, words.written), longest_spans(self.loose, words.lowered)
        found = [doc[start:end].text for start, end in (*exact, *loose)]
        found += [match.group() for pattern in self.patterns if (match := pattern.search(words.text))]
        return max(found, key=len, default="")


def idle_words(nlp: Language, items: Iterable[Ambiguity]) -> IdleWords:
    """Give the words of cues that need no name: small ones in any case, those between slashes as patterns."""
    every = [cue for item in items for cue in item.cues]
    return IdleWords(
        trie_of(nlp, (cue for cue in every if not _is_pattern(cue) and not cue.islower())),
        trie_of(nlp, (cue for cue in every if not _is_pattern(cue) and cue.islower())),
        tuple(re.compile(cue[1:-1], re.IGNORECASE) for cue in every if _is_pattern(cue)),
    )


def _is_pattern(cue: str) -> bool:
    return len(cue) > 2 and cue[0] == cue[-1] == "/"


def is_near(cue: str, span: Span, text: str) -> bool:
    """Tell whether a cue stands in the sentence, whose text is given; with ``_`` it must stand right at the name."""
    if not cue:
        return True
    before, name, after = cue.partition("_")
    if not name:
        return _stands(cue, text)
    start, end = span.start_char, span.end_char
    left, right = text[max(0, start - len(before)) : start], text[end : end + len(after)]
    open_ended = not after or not after[-1].isalpha()
    following = text[end + len(after) : end + len(after) + 1]
    return left == before and right == after and (open_ended or not following.isalpha())


def _stands(cue: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(cue)}\b", text, re.IGNORECASE if cue.islower() else 0) is not None
