"""Word tries: sequences of words, and the longest of them that stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.language import Language

_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*\Z")


@dataclass(slots=True)
class Trie:
    """The words that can follow, and whether a sequence may end here."""

    following: dict[str, Trie] = field(default_factory=dict)
    complete: bool = False

    def add(self, words: Iterable[str]) -> None:
        """Add a sequence of words."""
        node = self
        for word in words:
            node = node.following.setdefault(word, Trie())
        node.complete = True

    def longest(self, words: Sequence[str], start: int) -> int:
        """Give the end of the longest sequence that begins at a word; its own index if none does."""
        node, end = self, start
        for index in range(start, len(words)):
            following = node.following.get(words[index])
            if following is None:
                break
            node = following
            if node.complete:
                end = index + 1
        return end


def longest_spans(trie: Trie, words: Sequence[str]) -> list[tuple[int, int]]:
    """Give start and end of the sequences in a text: longer ones first take their words, then those to the left."""
    first = trie.following
    ends = [(start, trie.longest(words, start)) for start, word in enumerate(words) if word in first]
    if len(ends) < 2:
        return [span for span in ends if span[1] > span[0]]
    found: list[tuple[int, int]] = []
    taken: set[int] = set()
    for start, end in sorted(ends, key=lambda span: (span[0] - span[1], span[0])):
        if end > start and taken.isdisjoint((start, end - 1)):
            found.append((start, end))
            taken.update(range(start, end))
    return sorted(found)


def trie_of(nlp: Language, texts: Iterable[str]) -> Trie:
    """Give the trie of texts, split as the pipeline splits them (plain words need no tokeniser for that)."""
    trie = Trie()
    for text in texts:
        trie.add(text.split() if _PLAIN.match(text) else [token.text for token in nlp.make_doc(text)])
    return trie
