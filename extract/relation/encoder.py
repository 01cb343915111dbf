"""A small sentence encoder, run with numpy alone: what a sentence says between two marked parties, in probabilities.

The network is a BERT encoder with one linear layer over three vectors: the mean of all word pieces, and those of the
marks that open source and target. Its numbers come from benchmarks/training/second_opinion.py.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from communique.extract.relation.wordpiece import pieces
from communique.ontology.types import Span

Floats = NDArray[np.float32]

START, END = "[CLS]", "[SEP]"
# Around the source and around the target.
MARKS = (("[", "]"), ("{", "}"))
PLAIN, SOURCE, TARGET = 0, 1, 2
_EPSILON = np.float32(1e-12)
_MOST = 200


@dataclass(frozen=True, slots=True)
class Marked:
    """A text as the encoder reads it: word pieces, to which party each belongs, where each party's mark opens."""

    pieces: tuple[int, ...]
    parties: tuple[int, ...]
    source: int
    target: int


@dataclass(frozen=True)
class Encoder:
    """The network's numbers by name, its labels, vocabulary and how many heads attend.

    The words' vectors, half of all numbers, stay as the bytes that they are in the file, with a scale for each word.
    """

    weights: Mapping[str, Floats]
    words: NDArray[np.int8]
    scales: Floats
    labels: tuple[str, ...]
    vocabulary: Mapping[str, int]
    heads: int

    @cached_property
    def layers(self) -> int:
        """Give the number of the encoder's layers."""
        return sum(name.endswith(".attention.output.dense.bias") for name in self.weights)

    @cached_property
    def _threads(self) -> ThreadpoolController:
        """Give hold of numpy's threads: on matrices as small as these more than one only wait for each other."""
        return ThreadpoolController()

    def probabilities(self, text: str, source: Sequence[Span], target: Sequence[Span]) -> Floats:
        """Give how probable each label is for what the source does to the target (spans by character)."""
        marked = mark(text, source, target, self.vocabulary)
        with self._threads.limit(limits=1):
            hidden = self._hidden(marked)
        pooled = np.concatenate((hidden.mean(axis=0), hidden[marked.source], hidden[marked.target]))
        return _softmax(self._linear("output", pooled))

    def _hidden(self, marked: Marked) -> Floats:
        chosen = list(marked.pieces)
        words = self.words[chosen] * self.scales[chosen, None]
        parties, places = self.weights["parties"][list(marked.parties)], self.weights["positions"][: len(chosen)]
        hidden = self._norm("norm", words + parties + places)
        for number in range(self.layers):
            hidden = self._layer(f"{number}.", hidden)
        return hidden

    def _layer(self, name: str, hidden: Floats) -> Floats:
        attended = self._linear(name + "attention.output.dense", self._attention(name, hidden))
        hidden = self._norm(name + "attention.output.LayerNorm", attended + hidden)
        wide = _gelu(self._linear(name + "intermediate.dense", hidden))
        return self._norm(name + "output.LayerNorm", self._linear(name + "output.dense", wide) + hidden)

    def _attention(self, name: str, hidden: Floats) -> Floats:
        length, width = hidden.shape
        query, key, value = (
            self._linear(f"{name}attention.self.{part}", hidden).reshape(length, self.heads, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scale = np.float32(1 / np.sqrt(width // self.heads))
        seen = _softmax(query @ key.transpose(0, 2, 1) * scale) @ value
        return np.ascontiguousarray(seen.transpose(1, 0, 2)).reshape(length, width)

    def _linear(self, name: str, values: Floats) -> Floats:
        return values @ self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def _norm(self, name: str, values: Floats) -> Floats:
        centred = values - values.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
        scaled: Floats = centred / spread * self.weights[name + ".weight"] + self.weights[name + ".bias"]
        return scaled


def mark(text: str, source: Sequence[Span], target: Sequence[Span], vocabulary: Mapping[str, int]) -> Marked:
    """Give a text with marks around the spans of source and target; a span inside another stays unmarked.

    A text longer than the encoder's reach is cut at its end.
    """
    found, parties = [vocabulary[START]], [PLAIN]
    opened: dict[int, int] = {}
    done = 0

    def add(numbers: Sequence[int], party: int) -> None:
        """Append word pieces that belong to one party."""
        found.extend(numbers)
        parties.extend([party] * len(numbers))

    spans = [(start, end, SOURCE) for start, end in source] + [(start, end, TARGET) for start, end in target]
    for start, end, party in sorted(spans):
        if start < done:
            continue
        add(pieces(text[done:start], vocabulary), PLAIN)
        opened.setdefault(party, len(found))
        before, after = (vocabulary[sign] for sign in MARKS[party - 1])
        add([before, *pieces(text[start:end], vocabulary), after], party)
        done = end
    add(pieces(text[done:], vocabulary), PLAIN)
    places = [place if (place := opened.get(party, 0)) < _MOST else 0 for party in (SOURCE, TARGET)]
    return Marked((*found[:_MOST], vocabulary[END]), (*parties[:_MOST], PLAIN), *places)


def read_encoder(path: Path) -> Encoder:
    """Give the encoder in a file of numbers: matrices as bytes with a scale for each row, the rest as half floats."""
    with np.load(path, allow_pickle=False) as file:
        about = json.loads(bytes(file["about"]).decode("utf-8"))
        words, scales = file["words"], file["words|scale"].astype(np.float32)
        names = [name for name in file.files if name not in ("about", "words") and not name.endswith("|scale")]
        weights = {name: _whole(name, file[name], file.get(f"{name}|scale")) for name in names}
    vocabulary = {piece: number for number, piece in enumerate(about["vocabulary"])}
    return Encoder(weights, words, scales, tuple(about["labels"]), vocabulary, int(about["heads"]))


def _whole(name: str, stored: NDArray[np.generic], scale: NDArray[np.generic] | None) -> Floats:
    values: Floats = stored.astype(np.float32)
    if scale is not None:
        values *= scale.astype(np.float32)[:, None]
    return values.T if name.endswith(".weight") and values.ndim > 1 else values


def _softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _gelu(values: Floats) -> Floats:
    inner = np.float32(0.7978845608) * (values + np.float32(0.044715) * values * values * values)
    bent: Floats = np.multiply(values, np.float32(0.5) * (np.float32(1) + np.tanh(inner)), dtype=np.float32)
    return bent
