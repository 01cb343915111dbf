"""Frames and network together: how probable each relation is, and which words say so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.extract.relation.calibration import calibration
from communique.extract.relation.network import (
    NOBODY,
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
    """What frames say an event by.

    Attributes
    ----------
    words
        Their words (characters), operators included.
    weight
        The weight of the best frame.
    taken
        Of the words, those that a trigger takes to itself ("is holding up *aid*").
    mutual
        Whether they say the same of both sides ("exchanged fire").
    """

    words: tuple[Span, ...]
    weight: float
    taken: tuple[Span, ...] = ()
    mutual: bool = False


@dataclass(frozen=True, slots=True)
class JudgedRelation:
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


def candidates(scores: Scores, frames: Mapping[FrameEvent, Evidence], least: float) -> list[JudgedRelation]:
    """Give all relations that are at least so probable, each for itself."""
    parties, number = parties_of(scores)
    logits = pooled(scores.logits, number, len(parties))
    said = _frames(frames, parties)
    lowest = calibration().network.lowest(least)
    if said is None:
        cells = logits >= lowest
    else:
        logits, framed = _framed(logits + _support(said), said)
        cells = np.where(framed, said > 0, logits >= lowest)
    numbers = number.tolist()
    members = [[place for place, party in enumerate(numbers) if party == one] for one in range(len(parties))]
    found = [cell for cell in np.argwhere(cells).tolist() if cell[0] or cell[1]]
    likeliest = [_likeliest(scores, members[source], members[target], label) for source, target, label in found]
    pieces = _pieces(scores, likeliest, [label for *_, label in found])
    judged = (
        _judgement(scores, (*pair, cell[2]), piece, float(logits[tuple(cell)]), frames)
        for cell, pair, piece in zip(found, likeliest, pieces, strict=True)
    )
    return [item for item in judged if item.probability >= least]


def _likeliest(scores: Scores, sources: Sequence[int], targets: Sequence[int], label: int) -> tuple[int, int]:
    """Give those mentions of two parties of which a label is most probable."""
    pairs = [(source, target) for source in sources for target in targets]
    return max(pairs, key=lambda pair: scores.logits[(*pair, label)]) if len(pairs) > 1 else pairs[0]


def _pieces(scores: Scores, pairs: Sequence[tuple[int, int]], labels: Sequence[int]) -> list[int]:
    """Give the piece that says most for each pair of mentions and label."""
    if not pairs:
        return []
    sources, targets = zip(*pairs, strict=True)
    spoken = scores.attention[list(sources), list(targets)] + _WORD * scores.words[:, list(labels)].T
    found: list[int] = spoken.argmax(axis=1).tolist()
    return found


def parties_of(scores: Scores) -> tuple[list[str], Integers]:
    """Give the parties of a sentence, nobody first, and the number of each mention's."""
    parties = list(dict.fromkeys(mention.party for mention in scores.mentions))
    places = {party: place for place, party in enumerate(parties)}
    return parties, np.array([places[mention.party] for mention in scores.mentions], dtype=np.int64)


def pooled(logits: Floats, number: Integers, parties: int) -> Floats:
    """Give the logits of pairs of parties: the logarithm of the sum over the pairs of their mentions."""
    labels = logits.shape[-1]
    pairs = (number[:, None] * parties + number[None]).reshape(-1)
    flat = logits.reshape(-1, labels)
    highest = np.full((parties * parties, labels), _LEAST, dtype=np.float32)
    total = np.zeros_like(highest)
    if len(number) == parties:
        # Each mention is a party of its own, and mentions and parties are in one order.
        np.maximum(highest, flat, out=highest)
        total += np.exp(flat - highest)
    else:
        np.maximum.at(highest, pairs, flat)
        np.add.at(total, pairs, np.exp(flat - highest[pairs]))
    return np.asarray((highest + np.log(total + 1e-9)).reshape(parties, parties, labels), dtype=np.float32)


def _frames(frames: Iterable[FrameEvent], parties: Sequence[str]) -> Floats | None:
    """Give 1 for each label that frames say of two parties, None where they say nothing."""
    about = description()
    cells = [
        (parties.index(event.source), parties.index(event.target), about.number[event.status, event.root])
        for event in frames
        if event.source in parties and event.target in parties
    ]
    if not cells:
        return None
    said = np.zeros((len(parties), len(parties), len(about.labels)), dtype=np.float32)
    for cell in cells:
        said[cell] = 1
    return said


def _by_root(labels: Floats) -> Floats:
    """Give the most that any status of a root has, by status and root."""
    shape = labels.shape
    by_status = labels.reshape(*shape[:2], description().statuses, -1)
    return np.broadcast_to(by_status.max(axis=2, keepdims=True), by_status.shape).reshape(shape)


def _framed(logits: Floats, said: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Give the logits, and where frames say a root of two parties.

    A frame knows better whether an act is denied or planned; the network, how probable the act is at all.
    """
    framed = _by_root(said) > 0
    return np.where(framed, _by_root(logits), logits), framed


def _support(said: Floats) -> Floats:
    """Give what the frames add: by the same root and status, by the root, by any event, by the same turned round."""
    weights = description().weights
    support = said * weights["same"] + _by_root(said) * weights["root"]
    support += said.max(axis=-1, keepdims=True) * weights["pair"] + said.transpose(1, 0, 2) * weights["turned"]
    return np.asarray(support, dtype=np.float32)


def _judgement(
    scores: Scores, cell: tuple[int, int, int], piece: int, logit: float, frames: Mapping[FrameEvent, Evidence]
) -> JudgedRelation:
    """Give the judgement of a label between two mentions, with the piece that says so."""
    source, target, label = cell
    status, root = description().labels[label]
    mentions = scores.mentions[source], scores.mentions[target]
    said = frames.get(FrameEvent(mentions[0].party, mentions[1].party, root, status))
    by = calibration()
    probable = by.network.probability(logit) if said is None else by.frame.probability(logit, said.weight)
    return JudgedRelation(*mentions, root, status, probable, scores.pieces[piece], said is not None, logit)


def is_nobody(mention: MarkedMention) -> bool:
    """Tell whether a judgement leaves a party open."""
    return mention.party == NOBODY
