"""Frames and network together: how probable each relation is, which are believed, and which words say so."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from communique.extract.purpose import Purpose
from communique.extract.relation.network import (
    NOBODY,
    Description,
    Floats,
    Integers,
    MarkedMention,
    Scores,
    description,
)
from communique.ontology.types import Span

# How much a word that speaks for a root counts beside the attention that a pair gives it.
_WORD = 0.5
_LEAST = np.float32(-30.0)


@dataclass(frozen=True, slots=True, order=True)
class FrameEvent:
    """An event that frames found: parties, CAMEO root and status, to be weighed by the network."""

    source: str
    target: str
    root: str
    status: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A relation with its probability, the mentions that stand for its parties, and the characters of its trigger."""

    source: MarkedMention
    target: MarkedMention
    root: str
    status: str
    probability: float
    trigger: Span
    by_frame: bool

    @property
    def event(self) -> FrameEvent:
        """Give the judgement as an event of parties."""
        return FrameEvent(self.source.party, self.target.party, self.root, self.status)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least probabilities: of what a frame says too, of what the network alone says, of the same at a frame's word."""

    frame: float
    network: float
    beside: float


@dataclass(frozen=True, slots=True)
class Decision:
    """Thresholds by purpose, and the line that makes probabilities of the network's logits."""

    thresholds: Mapping[Purpose, Thresholds]
    slope: float
    offset: float


@cache
def decision() -> Decision:
    """Give the shipped thresholds and calibration."""
    table = tomllib.loads((files("communique.extract") / "data" / "relation.toml").read_text(encoding="utf-8"))
    thresholds = {purpose: Thresholds(**table["thresholds"][purpose]) for purpose in Purpose}
    return Decision(thresholds, float(table["slope"]), float(table["offset"]))


def judgements(scores: Scores, frames: Mapping[FrameEvent, Sequence[Span]], least: Thresholds) -> list[Judgement]:
    """Give the relations that are believed, the most probable first.

    Parameters
    ----------
    scores
        What the network says of a sentence.
    frames
        What frames say of it, with the characters of their triggers.
    least
        How probable a relation must be.

    Returns
    -------
    list of Judgement
        Where a frame says pair and root, its status counts. Of two roots that one pair has by the same word in the same
        status the more probable is kept, and nobody as a party only where the same word names none.
    """
    about = description()
    parties, number = parties_of(scores)
    said = _frames(frames, parties, about)
    probable = _probable(scores, number, said, about)
    lowest = min(least.frame, least.network)
    found = [
        _judgement(scores, number, (source, target, label), float(probable[source, target, label]), said, about)
        for source, target, label in np.argwhere(probable >= lowest).tolist()
        if source or target
    ]
    found.sort(key=lambda item: (-item.probability, item.event))
    return list(_with_parties(list(_one_root_a_word(_above(found, frames, least)))))


def _probable(scores: Scores, number: Integers, said: Floats, about: Description) -> Floats:
    """Give the probability of each label for each pair of parties."""
    by = decision()
    logits = pooled(scores.logits, number, len(said)) + _support(said, about)
    probable = 1 / (1 + np.exp(-(by.slope * logits + by.offset)))
    # A frame knows better whether an act is denied or planned; the network, how probable the act is at all.
    shape = (*said.shape[:2], about.statuses, -1)
    highest = np.tile(probable.reshape(shape).max(axis=2), shape[2])
    framed = np.tile(said.reshape(shape).max(axis=2), shape[2])
    return np.asarray(np.where(framed > 0, highest * said, probable), dtype=np.float32)


def _above(
    found: Sequence[Judgement], frames: Mapping[FrameEvent, Sequence[Span]], least: Thresholds
) -> Iterator[Judgement]:
    """Give what is probable enough; where frames speak already, of a word or between two parties, it must be surer."""
    framed = [item.event for item in found if item.by_frame and item.probability >= least.frame]
    words = [span for event in framed for span in frames.get(event, ())]
    pairs = {frozenset((event.source, event.target)) for event in framed}
    for item in found:
        spoken = frozenset((item.source.party, item.target.party)) in pairs
        spoken = spoken or any(start < item.trigger[1] and item.trigger[0] < end for start, end in words)
        wanted = least.frame if item.by_frame else least.beside if spoken else least.network
        if item.probability >= wanted:
            yield item


def _with_parties(found: Sequence[Judgement]) -> Iterator[Judgement]:
    """Leave out what has nobody as a party where the same word gives that act a party."""
    named = {(item.trigger, item.root, item.status, item.source.party) for item in found if not is_nobody(item.target)}
    named |= {(item.trigger, item.root, item.status, item.target.party) for item in found if not is_nobody(item.source)}
    for item in found:
        known = item.source if is_nobody(item.target) else item.target
        open_ended = is_nobody(item.target) or is_nobody(item.source)
        if not (open_ended and (item.trigger, item.root, item.status, known.party) in named):
            yield item


def parties_of(scores: Scores) -> tuple[list[str], Integers]:
    """Give the parties of a sentence, nobody first, and the number of each mention's."""
    parties = list(dict.fromkeys(mention.party for mention in scores.mentions))
    return parties, np.array([parties.index(mention.party) for mention in scores.mentions], dtype=np.int64)


def pooled(logits: Floats, number: Integers, parties: int) -> Floats:
    """Give the logits of pairs of parties: the logarithm of the sum over the pairs of their mentions."""
    labels = logits.shape[-1]
    pairs = (number[:, None] * parties + number[None]).reshape(-1)
    flat = logits.reshape(-1, labels)
    highest = np.full((parties * parties, labels), _LEAST, dtype=np.float32)
    np.maximum.at(highest, pairs, flat)
    total = np.zeros_like(highest)
    np.add.at(total, pairs, np.exp(flat - highest[pairs]))
    return np.asarray((highest + np.log(total + 1e-9)).reshape(parties, parties, labels), dtype=np.float32)


def _frames(frames: Iterable[FrameEvent], parties: Sequence[str], about: Description) -> Floats:
    said = np.zeros((len(parties), len(parties), len(about.labels)), dtype=np.float32)
    for event in frames:
        if event.source in parties and event.target in parties:
            place = parties.index(event.source), parties.index(event.target)
            said[(*place, about.number[event.status, event.root])] = 1
    return said


def _support(said: Floats, about: Description) -> Floats:
    """Give what the frames add: by the same root and status, by the root, by any event, by the same turned round."""
    statuses = about.statuses
    roots = said.reshape(*said.shape[:2], statuses, -1).max(axis=2)
    weights = about.weights
    support = said * weights["same"] + np.tile(roots, statuses) * weights["root"]
    support += said.max(axis=-1, keepdims=True) * weights["pair"] + said.transpose(1, 0, 2) * weights["turned"]
    return np.asarray(support, dtype=np.float32)


def _judgement(
    scores: Scores,
    number: Integers,
    cell: Sequence[int],
    probability: float,
    said: Floats,
    about: Description,
) -> Judgement:
    source, target, label = cell
    sources, targets = np.flatnonzero(number == source), np.flatnonzero(number == target)
    inside = scores.logits[np.ix_(sources, targets)][:, :, label]
    one, other = np.unravel_index(int(inside.argmax()), inside.shape)
    first, second = int(sources[one]), int(targets[other])
    piece = int((scores.attention[first, second] + _WORD * scores.words[:, label]).argmax())
    status, root = about.labels[label]
    by_frame = bool(said[source, target, label])
    mentions = scores.mentions[first], scores.mentions[second]
    return Judgement(*mentions, root, status, probability, scores.pieces[piece], by_frame)


def _one_root_a_word(found: Iterable[Judgement]) -> Iterator[Judgement]:
    seen: set[tuple[str, str, str, Span]] = set()
    for item in found:
        key = (item.source.party, item.target.party, item.status, item.trigger)
        if key not in seen:
            seen.add(key)
            yield item


def is_nobody(mention: MarkedMention) -> bool:
    """Tell whether a judgement leaves a party open."""
    return mention.party == NOBODY
