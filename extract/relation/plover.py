"""The PLOVER type of what one given party does to another: what the network makes of it, weighed against the frames."""

import math
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from communique.extract.relation.judging import parties_of, pooled
from communique.extract.relation.network import MarkedMention, description, network
from communique.ontology.lexicon import actions, merged_types, plover_types
from communique.ontology.types import Span

RULE = "relation reader"
# No type is ruled out altogether, so that a frame can outweigh the network.
_LEAST = 1e-4
# What is planned, possible or denied counts less, for it is seldom what a sentence is about.
_UNREALISED = 0.5
_SOURCE, _TARGET, _GIVEN = "source", "target", "given"
_COOPERATION, _MATERIAL_CONFLICT = (1, 2), 4


@dataclass(frozen=True, slots=True)
class Weights:
    """How much the network counts, and the first reading of the frames by its kind, and a later one."""

    network: float
    first: Mapping[str, float]
    later: float


@dataclass(frozen=True, slots=True)
class PloverJudgement:
    """A PLOVER type and how probable it is."""

    plover: str
    confidence: float


@cache
def weights() -> Weights:
    """Give the shipped weights."""
    table = tomllib.loads((files("communique.extract") / "data" / "plover.toml").read_text(encoding="utf-8"))
    return Weights(float(table["network"]), table["first"], float(table["later"]))


def opinion(text: str, source: Sequence[Span], target: Sequence[Span]) -> dict[str, float]:
    """Give how much speaks for each merged PLOVER type of what the source does to the target.

    Cooperation that is planned is agreed to, cooperation that is denied rejected, and a planned deed a threat.
    """
    marks = [
        MarkedMention(start, end, _GIVEN, party)
        for party, spans in ((_SOURCE, source), (_TARGET, target))
        for start, end in spans
    ]
    scores = network().scores(text, marks)
    parties, number = parties_of(scores)
    if not {_SOURCE, _TARGET} <= set(parties):
        return dict.fromkeys(merged_types(), 1.0)
    logits = pooled(scores.logits, number, len(parties))[parties.index(_SOURCE), parties.index(_TARGET)]
    probable = 1 / (1 + np.exp(-logits))
    chances: dict[str, float] = defaultdict(float)
    for (status, root), value in zip(description().labels, probable.tolist(), strict=True):
        for plover in _types_of(root):
            chances[_in_status(plover, status)] += value * (1.0 if status == "asserted" else _UNREALISED)
    return {plover: chances[plover] for plover in merged_types()}


@cache
def _types_of(root: str) -> tuple[str, ...]:
    """Give the merged type of a CAMEO root; none for statements, which are no type."""
    found = (action.plover_type for action in actions().values() if action.cameo == f"{root}0")
    return tuple(plover_types()[plover].merged for plover in found if plover)


def _in_status(plover: str, status: str) -> str:
    quad = merged_types()[plover].quad
    if status == "planned" and (quad in _COOPERATION or quad == _MATERIAL_CONFLICT):
        return "AGREE" if quad in _COOPERATION else "THREATEN"
    return "REJECT" if status == "negated" and quad in _COOPERATION else plover


def weigh(opinion: Mapping[str, float], readings: Sequence[tuple[str, str]], by: Weights) -> PloverJudgement:
    """Give the likeliest type by network and frames; readings are (type, kind), best first."""
    chances = judgements(opinion, readings, by)
    best = max(chances, key=lambda plover: (chances[plover], plover))
    return PloverJudgement(best, chances[best])


def judgements(opinion: Mapping[str, float], readings: Sequence[tuple[str, str]], by: Weights) -> dict[str, float]:
    """Give how probable each type is by network and frames."""
    scores = {
        plover: by.network * value + support(plover, readings, by) for plover, value in log_chances(opinion).items()
    }
    highest = max(scores.values())
    raised = {plover: math.exp(score - highest) for plover, score in scores.items()}
    total = sum(raised.values())
    return {plover: value / total for plover, value in raised.items()}


def support(plover: str, readings: Sequence[tuple[str, str]], by: Weights) -> float:
    """Give what the frames' readings add to a type's score."""
    if not readings:
        return 0.0
    if readings[0][0] == plover:
        return by.first[readings[0][1]]
    return by.later if any(found == plover for found, _ in readings) else 0.0


def log_chances(opinion: Mapping[str, float]) -> dict[str, float]:
    """Give the logarithm of each type's chance, given that there is a relation."""
    some = {plover: max(value, _LEAST) for plover, value in opinion.items()}
    total = sum(some.values())
    return {plover: math.log(value / total) for plover, value in some.items()}
