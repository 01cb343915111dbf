"""What evidence is worth: how often each frame's reports are right, and the lines that make probabilities of logits.

``benchmarks/training/calibration.py`` learns both from labelled sentences and writes them to `extract/data`.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from communique.extract.relation.codes import other_words
from communique.ontology.interchange import rows
from communique.ontology.lexicon import frames

_DATA = files("communique.extract") / "data"
# From so many other words on frames are alike.
MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class FrameLine:
    """How probable what a frame says is.

    Attributes
    ----------
    offset, slope
        The line over the network's logit.
    weight
        What the weight of the frame's rule counts.
    rival
        What is taken off, times the probability of what the network says of other parties by the same word.
    floor
        Below it the logit says no more: of what it has never read the network knows least.
    """

    offset: float
    slope: float
    weight: float
    rival: float
    floor: float

    def probability(self, logit: float, weight: float, rival: float = 0.0) -> float:
        """Give how probable what a rule of some weight says is, beside a rival that is so probable."""
        supported = self.offset + self.slope * max(logit, self.floor) + self.weight * weight
        return _share(supported - self.rival * rival)


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """How probable what the network alone says is.

    Attributes
    ----------
    offset, slope
        The line over its logit.
    rival
        What is taken off, times the probability of what is said of other parties by the same word.
    """

    offset: float
    slope: float
    rival: float

    def probability(self, logit: float, rival: float = 0.0) -> float:
        """Give how probable a relation is, beside a rival that is so probable."""
        return _share(self.offset + self.slope * logit - self.rival * rival)

    def lowest(self, probability: float) -> float:
        """Give the logit below which nothing is so probable."""
        return (math.log(probability / (1 - probability)) - self.offset) / self.slope


@dataclass(frozen=True, slots=True)
class Calibration:
    """The lines for what frames say and for what the network alone says."""

    frame: FrameLine
    network: NetworkLine


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


@cache
def calibration() -> Calibration:
    """Give the shipped calibration."""
    table = tomllib.loads((_DATA / "calibration.toml").read_text(encoding="utf-8"))
    return Calibration(FrameLine(**table["frame"]), NetworkLine(**table["network"]))


def weight_of(rule: str) -> float:
    """Give the weight of a report's rule: the logarithm of how much likelier it is to be right than the average.

    A rule that was seen too seldom has the weight of its kind.
    """
    known = weights_of_rules()
    return known.get(rule, known.get(kind_of(rule), 0.0))


def kind_of(rule: str) -> str:
    """Give the kind of a rule: the operator that made it of a frame, else how many other words its frame asks for."""
    words = _other_words().get(rule)
    if words is not None:
        return f"={min(words, MOST_WORDS)}"
    operator, plus, _ = rule.partition("+")
    return f"{operator}+" if plus else ""


@cache
def weights_of_rules() -> Mapping[str, float]:
    """Give the shipped weights of rules and kinds of rule."""
    return {cells["rule"]: float(cells["weight"]) for _, cells in rows(_DATA / "frame-weights.tsv")}


@cache
def _other_words() -> Mapping[str, int]:
    return {frame.pattern: other_words(frame) for frame in frames()}
