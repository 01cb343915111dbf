"""Word pieces: text to the vocabulary items of an encoder, greedily, longest first (as uncased BERT reads it)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

_WORD = re.compile(r"\w+|[^\w\s]")
_LONGEST = 40


def plain(text: str) -> str:
    """Give a text in lower case without accents."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in decomposed if unicodedata.category(char) != "Mn")


def pieces(text: str, vocabulary: Mapping[str, int]) -> list[int]:
    """Give the numbers of a text's word pieces; a word that cannot be put together gives the unknown one."""
    return [number for word in _WORD.findall(plain(text)) for number in _split(word, vocabulary)]


def _split(word: str, vocabulary: Mapping[str, int]) -> Iterator[int]:
    found: list[int] = []
    start = 0
    while start < len(word) and len(word) <= _LONGEST:
        prefix = "##" if start else ""
        end = next((end for end in range(len(word), start, -1) if prefix + word[start:end] in vocabulary), None)
        if end is None:
            break
        found.append(vocabulary[prefix + word[start:end]])
        start = end
    yield from found if found and start == len(word) else [vocabulary["[UNK]"]]
