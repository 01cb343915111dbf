"""Frames and network together: how probable each relation is, and which words say so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from communique.extract.relation.calibration import calibration
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
class Evidence:
    """The words (characters) by which frames say an event, operators included, and the weight of the best frame."""

    words: tuple[Span, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """A relation with its probability, the mentions that stand for its parties, and the characters of its trigger.

    `logit` is the network's, with what frames add to it.
    """

    source: MarkedMention
    target: MarkedMention
    root: str
    status: str
    probability: float
    trigger: Span
    by_frame: bool
    logit: float

    @property
    def event(self) -> FrameEvent:
        """Give the judgement as an event of parties."""
        return FrameEvent(self.source.party, self.target.party, self.root, self.status)


def candidates(scores: Scores, frames: Mapping[FrameEvent, Evidence], least: float) -> list[Judgement]:
    """Give all relations that are at least so probable, each for itself."""
    about = description()
    parties, number = parties_of(scores)
    said = _frames(frames, parties, about)
    logits = pooled(scores.logits, number, len(said)) + _support(said, about)
    # A frame knows better whether an act is denied or planned; the network, how probable the act is at all.
    by_root = (*said.shape[:2], about.statuses, -1)
    framed = np.tile(said.reshape(by_root).max(axis=2), about.statuses) > 0
    logits = np.where(framed, np.tile(logits.reshape(by_root).max(axis=2), about.statuses), logits)
    cells = np.where(framed, said > 0, logits >= calibration().network.lowest(least))
    found = (
        _judgement(scores, number, (source, target, label), float(logits[source, target, label]), frames)
        for source, target, label in np.argwhere(cells).tolist()
        if source or target
    )
    return [item for item in found if item.probability >= least]


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
    cell: tuple[int, int, int],
    logit: float,
    frames: Mapping[FrameEvent, Evidence],
) -> Judgement:
    source, target, label = cell
    sources, targets = np.flatnonzero(number == source), np.flatnonzero(number == target)
    inside = scores.logits[np.ix_(sources, targets)][:, :, label]
    one, other = np.unravel_index(int(inside.argmax()), inside.shape)
    first, second = int(sources[one]), int(targets[other])
    piece = int((scores.attention[first, second] + _WORD * scores.words[:, label]).argmax())
    status, root = description().labels[label]
    mentions = scores.mentions[first], scores.mentions[second]
    said = frames.get(FrameEvent(mentions[0].party, mentions[1].party, root, status))
    by = calibration()
    probable = by.network.probability(logit) if said is None else by.frame.probability(logit, said.weight)
    return Judgement(*mentions, root, status, probable, scores.pieces[piece], said is not None, logit)


def is_nobody(mention: MarkedMention) -> bool:
    """Tell whether a judgement leaves a party open."""
    return mention.party == NOBODY
