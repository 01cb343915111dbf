"""The relation reader's network: one pass over a sentence with its mentions marked, run by onnxruntime.

A BERT encoder reads the word pieces, each of which also says of which kind of mention it is a part. For
every ordered pair of mentions (and for each alone, with nobody beside it) a head gives the logit of each label, a CAMEO
root with its status, and attends to the words that say so. ``benchmarks/training/relation.py`` makes the file.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from itertools import groupby

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from communique.ontology.types import Span

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
NOBODY = "---"
_DATA = files("communique.extract") / "data"
# As the network was trained: longer sentences are cut, further mentions are left out.
MOST_PIECES, MOST_MENTIONS = 140, 16
# Distances between mentions in logarithmic steps.
BUCKETS, _STRETCH = 12, 1.6
# Sentences of one length, filled up to a multiple of so many pieces, are read together, at most so many: no bit of one
# then depends on what stands beside it.
_STEP, _TOGETHER = 8, 8


@dataclass(frozen=True, slots=True)
class MarkedMention:
    """A mention as the network sees it: where it stands (characters), of which kind, and whose party it is."""

    start: int
    end: int
    kind: str
    party: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """A sentence as numbers: `mentions` begins with nobody; `pieces` are the characters of the word pieces.

    `places` are the mentions' first and last pieces; `feed` holds the arrays by the names of the network's inputs.
    """

    mentions: tuple[MarkedMention, ...]
    pieces: tuple[Span, ...]
    places: tuple[Span, ...]
    feed: Mapping[str, Floats | Integers]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of a sentence.

    `mentions` begins with nobody. `logits` has the shape (mentions, mentions, labels), `attention` (mentions, mentions,
    pieces) in logarithms, and `words` (pieces, labels): how much a piece alone speaks for a label.
    """

    mentions: tuple[MarkedMention, ...]
    logits: Floats
    attention: Floats
    words: Floats
    pieces: tuple[Span, ...]


@dataclass(frozen=True)
class Network:
    """The session, the tokeniser, and the numbers of the kinds of mention."""

    session: ort.InferenceSession
    tokenizer: Tokenizer
    kinds: Mapping[str, int]

    @cached_property
    def reads_together(self) -> bool:
        """Tell whether the network takes several sentences at once; else it has scales that each run makes anew."""
        return len(self.session.get_inputs()[0].shape) > 1

    def scores(self, text: str, mentions: Sequence[MarkedMention]) -> Scores:
        """Give what the network says of a sentence and its mentions."""
        return self.scores_of([(text, mentions)])[0]

    def scores_of(self, asked: Sequence[tuple[str, Sequence[MarkedMention]]]) -> list[Scores]:
        """Give what the network says of each of some sentences and their mentions, the same as of each alone."""
        inputs = [inputs_of(text, mentions, self.tokenizer, self.kinds) for text, mentions in asked]
        if not self.reads_together:
            return [self._read_alone(item) for item in inputs]
        found = dict(pair for group in alike(inputs) for pair in self._read(group))
        return [found[number] for number in range(len(inputs))]

    def _read_alone(self, item: Inputs) -> Scores:
        logits, attention, words = self.session.run(None, dict(item.feed))
        return Scores(item.mentions, logits, attention, words, item.pieces)

    def _read(self, group: Sequence[tuple[int, Inputs]]) -> Iterator[tuple[int, Scores]]:
        logits, attention, words = self.session.run(None, together([item for _, item in group]))
        for place, (number, item) in enumerate(group):
            pieces, own = len(item.pieces), len(item.mentions)
            looks = attention[place, :own, :own, :pieces]
            yield number, Scores(item.mentions, logits[place, :own, :own], looks, words[place, :pieces], item.pieces)


@dataclass(frozen=True)
class Description:
    """What belongs to the network's file: labels (status and root), kinds of mention, what frames add to a logit."""

    labels: tuple[tuple[str, str], ...]
    kinds: Mapping[str, int]
    frames: Mapping[str, Sequence[float]]

    @cached_property
    def number(self) -> dict[tuple[str, str], int]:
        """Give the number of each label."""
        return {label: number for number, label in enumerate(self.labels)}

    @cached_property
    def weights(self) -> dict[str, Floats]:
        """Give what frames add to a logit, by label."""
        return {name: np.array(numbers, dtype=np.float32) for name, numbers in self.frames.items()}

    @cached_property
    def statuses(self) -> int:
        """Give how many statuses there are: labels are ordered by status, then by root."""
        return len({status for status, _ in self.labels})


@cache
def network() -> Network:
    """Give the shipped network."""
    options = ort.SessionOptions()
    # One thread: documents are read side by side by processes, and results must not depend on how work is shared out.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Processors without products of bytes (VNNI) else add up in 16 bits and cut what is too large: up to a seventh of
    # the sums of a layer are then wrong, and a text has other events than on other machines.
    options.add_session_config_entry("session.x64quantprecision", "1")
    with as_file(_DATA / "relation.onnx") as path:
        session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return Network(session, tokenizer_from((_DATA / "relation-tokenizer.json").read_text("utf-8")), description().kinds)


def tokenizer_from(text: str) -> Tokenizer:
    """Give a tokeniser that neither pads nor cuts, from its JSON."""
    tokenizer = Tokenizer.from_str(text)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@cache
def description() -> Description:
    """Give the description of the shipped network."""
    table = json.loads((_DATA / "relation.json").read_text(encoding="utf-8"))
    labels = tuple((str(status), str(root)) for status, root in table["labels"])
    return Description(labels, table["kinds"], table["frames"])


def inputs_of(text: str, mentions: Sequence[MarkedMention], tokenizer: Tokenizer, kinds: Mapping[str, int]) -> Inputs:
    """Give a sentence with its mentions as the network takes it; what goes beyond its reach is left out."""
    encoded = tokenizer.encode(text)
    pieces = tuple(encoded.offsets[:MOST_PIECES])
    marked = [(MarkedMention(0, 0, "none", NOBODY), (0, 1))]
    for mention in mentions:
        place = _pieces_of(mention, pieces)
        if place is not None and len(marked) <= MOST_MENTIONS:
            marked.append((mention, place))
    places = tuple(place for _, place in marked)
    parties = [mention.party for mention, _ in marked]
    numbers = [kinds.get(mention.kind, 1) for mention, _ in marked]
    feed: dict[str, Floats | Integers] = {
        "ids": np.array(encoded.ids[:MOST_PIECES], dtype=np.int64),
        "types": _types(places, numbers, len(pieces)),
        "pool": _pool(places, len(pieces)),
        "kind": np.array(numbers, dtype=np.int64),
        "bucket": _distances(places, parties),
        "rel": _relations(parties),
    }
    return Inputs(tuple(mention for mention, _ in marked), pieces, places, feed)


def filled(pieces: int) -> int:
    """Give to how many pieces a sentence of so many is filled up."""
    return -(-pieces // _STEP) * _STEP


def alike(inputs: Sequence[Inputs]) -> Iterator[list[tuple[int, Inputs]]]:
    """Give the sentences that are read together, each with its number: those of one length, by number of mentions."""
    sizes = [(filled(len(item.pieces)), len(item.mentions)) for item in inputs]
    order = sorted(range(len(inputs)), key=sizes.__getitem__)
    for _, numbers in groupby(order, key=lambda number: sizes[number][0]):
        same = [(number, inputs[number]) for number in numbers]
        yield from (same[start : start + _TOGETHER] for start in range(0, len(same), _TOGETHER))


def together(inputs: Sequence[Inputs]) -> dict[str, Floats | Integers]:
    """Give sentences of one length side by side, filled up with zeros; `seen` is 1 where there is a piece."""
    pieces, mentions = (max(len(part) for part in parts) for parts in zip(*_sizes(inputs), strict=True))
    sizes = {"ids": (filled(pieces),), "types": (filled(pieces),), "pool": (mentions, filled(pieces))}
    sizes |= {"kind": (mentions,), "bucket": (mentions, mentions), "rel": (mentions, mentions)}
    feed = {name: np.zeros((len(inputs), *size), inputs[0].feed[name].dtype) for name, size in sizes.items()}
    feed["seen"] = np.zeros((len(inputs), filled(pieces)), dtype=np.float32)
    for place, item in enumerate(inputs):
        for name, part in item.feed.items():
            own = tuple(slice(size) for size in part.shape)
            feed[name][place][own] = part
        feed["seen"][place, : len(item.pieces)] = 1
    return feed


def _sizes(inputs: Sequence[Inputs]) -> Iterator[tuple[Sequence[Span], Sequence[MarkedMention]]]:
    return ((item.pieces, item.mentions) for item in inputs)


def _pieces_of(mention: MarkedMention, pieces: Sequence[Span]) -> Span | None:
    inside = [
        number
        for number, (start, end) in enumerate(pieces)
        if start < mention.end and end > mention.start and end > start
    ]
    return (inside[0], inside[-1] + 1) if inside else None


def _types(places: Sequence[Span], kinds: Sequence[int], length: int) -> Integers:
    """Give the kind of mention that each piece is part of; the first where several overlap, 0 for none."""
    types = np.zeros(length, dtype=np.int64)
    for (start, end), kind in zip(places[1:], kinds[1:], strict=True):
        part = types[start:end]
        part[part == 0] = kind
    return types


def _pool(places: Sequence[Span], length: int) -> Floats:
    """Give the weights that make the mean of a mention's pieces."""
    pool = np.zeros((len(places), length), dtype=np.float32)
    for number, (start, end) in enumerate(places[1:], start=1):
        pool[number, start:end] = 1 / (end - start)
    return pool


def _distances(places: Sequence[Span], parties: Sequence[str]) -> Integers:
    """Give the bucket of each pair's signed distance; the middle one where nobody is one of the two."""
    first = np.array([start for start, _ in places])
    apart = first[None] - first[:, None]
    size = np.minimum(np.log2(np.abs(apart) + 1.0) * _STRETCH, BUCKETS - 1)
    bucket = np.sign(apart) * size.astype(np.int64) + BUCKETS
    nobody = np.array([party == NOBODY for party in parties])
    bucket[nobody[:, None] | nobody[None]] = BUCKETS
    return np.asarray(bucket, dtype=np.int64)


def _relations(parties: Sequence[str]) -> Integers:
    """Give 1 where the source is nobody, 2 where the target is, 3 where both are one party, else 0."""
    names = np.array(parties)
    nobody = names == NOBODY
    same = (names[:, None] == names[None]).astype(np.int64) * 3
    return np.asarray(np.where(nobody[:, None], 1, np.where(nobody[None], 2, same)), dtype=np.int64)
