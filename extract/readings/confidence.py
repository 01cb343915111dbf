"""Confidence as a share: how often reports that are as sure as this one were right on the validation sentences."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from communique.ontology.interchange import rows

_LEAST, _MOST = 0.05, 0.99


@cache
def known() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Give the raw confidences for which the table says how often they are right, and that."""
    found = [
        (float(cells["raw"]), float(cells["right"]))
        for _, cells in rows(files("communique.extract") / "data" / "confidence.tsv")
    ]
    return tuple(raw for raw, _ in found), tuple(right for _, right in found)


def calibrated(raw: float) -> float:
    """Give the confidence of a report in hundredths, from what its frame gives it at first."""
    share = between(raw, *known())
    return round(max(_LEAST, min(share, _MOST)), 2)


def between(raw: float, raws: Sequence[float], rights: Sequence[float]) -> float:
    """Give the value at a point of a curve through some points, level beyond its ends."""
    place = bisect_right(raws, raw)
    if place == 0:
        return rights[0]
    if place == len(raws):
        return rights[-1]
    share = (raw - raws[place - 1]) / (raws[place] - raws[place - 1])
    return rights[place - 1] + share * (rights[place] - rights[place - 1])
