"""The second opinion: what an encoder makes of a source and a target, weighed against what the frames say."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

from communique.extract.relation.encoder import Encoder, read_encoder
from communique.ontology.types import Span

RULE = "second opinion"
# What the encoder says where it sees no relation.
NONE = "NONE"
# No type is ruled out altogether, so that a frame can outweigh the encoder.
_LEAST = 1e-4
_DATA = files("communique.extract") / "data"


@dataclass(frozen=True, slots=True)
class Weights:
    """How much the encoder counts, and the first reading of the frames by its kind, and a later one."""

    encoder: float
    first: Mapping[str, float]
    later: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """A PLOVER type and how probable it is."""

    plover: str
    confidence: float


@cache
def encoder() -> Encoder:
    """Give the shipped encoder."""
    with as_file(_DATA / "second_opinion.npz") as path:
        return read_encoder(path)


@cache
def weights() -> Weights:
    """Give the shipped weights."""
    table = tomllib.loads((_DATA / "second_opinion.toml").read_text(encoding="utf-8"))
    return Weights(float(table["encoder"]), table["first"], float(table["later"]))


def opinion(text: str, source: Sequence[Span], target: Sequence[Span]) -> dict[str, float]:
    """Give how probable each PLOVER type, or none, is for what the source does to the target."""
    known = encoder()
    return dict(zip(known.labels, known.probabilities(text, source, target).tolist(), strict=True))


def weigh(opinion: Mapping[str, float], readings: Sequence[tuple[str, str]], by: Weights) -> Judgement:
    """Give the likeliest type by encoder and frames; readings are (type, kind), best first."""
    chances = judgements(opinion, readings, by)
    best = max(chances, key=lambda plover: (chances[plover], plover))
    return Judgement(best, chances[best])


def judgements(opinion: Mapping[str, float], readings: Sequence[tuple[str, str]], by: Weights) -> dict[str, float]:
    """Give how probable each type is by encoder and frames."""
    scores = {
        plover: by.encoder * value + support(plover, readings, by) for plover, value in log_chances(opinion).items()
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
    some = {plover: max(value, _LEAST) for plover, value in opinion.items() if plover != NONE}
    total = sum(some.values())
    return {plover: math.log(value / total) for plover, value in some.items()}
