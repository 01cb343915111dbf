"""Tension between two actors: how their Goldstein scores move, and when they shift for good."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import fmean
from typing import NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray


class Scored(NamedTuple):
    """The day of an event between two actors, and its Goldstein score."""

    date: dt.date
    goldstein: float


@dataclass(frozen=True, slots=True)
class Tension:
    """The mean Goldstein score of the events in a window that ends on a day, and how many they are."""

    date: dt.date
    goldstein: float
    events: int


@dataclass(frozen=True, slots=True)
class Shift:
    """The first day of a new level of relations, with the mean scores before and from then on."""

    date: dt.date
    before: float
    after: float


def scores(network: "nx.MultiDiGraph[str]", one: str, other: str) -> list[Scored]:
    """Give the dated events between two actors, in both directions, in order.

    Parameters
    ----------
    network
        A network in which every event is an edge, with `date` and `goldstein`.
    one, other
        Two nodes; without events between them, or where one is not in the network, there are no scores.

    Examples
    --------
    >>> import networkx as nx
    >>> network = nx.MultiDiGraph()
    >>> _ = network.add_edge("tur", "rus", date="2015-11-24", goldstein=-10.0)
    >>> _ = network.add_edge("rus", "tur", date="2015-11-30", goldstein=-8.0)
    >>> [(str(each.date), each.goldstein) for each in scores(network, "rus", "tur")]
    [('2015-11-24', -10.0), ('2015-11-30', -8.0)]
    """
    found = []
    for source, target in ((one, other), (other, one)) if one != other else ((one, other),):
        for values in (network.get_edge_data(source, target) or {}).values():
            if values.get("date"):
                found.append(Scored(dt.date.fromisoformat(values["date"]), float(values["goldstein"])))
    return sorted(found)


def tension(found: Sequence[Scored], days: int = 90) -> list[Tension]:
    """Give the rolling mean of scores: on each day with events, of those on it and in the days before.

    Parameters
    ----------
    found
        In the order of their days, as `scores` gives them.
    days
        The length of the window.

    References
    ----------
    Goldstein, J. S. (1992). A conflict-cooperation scale for WEIS events data. Journal of Conflict Resolution 36(2),
    369-385.

    Examples
    --------
    >>> import datetime as dt
    >>> crisis = [Scored(dt.date(2015, 11, 24), -10.0), Scored(dt.date(2015, 11, 30), -8.0)]
    >>> later = Scored(dt.date(2016, 6, 27), 4.0)
    >>> [(str(each.date), each.goldstein, each.events) for each in tension([*crisis, later])]
    [('2015-11-24', -10.0, 1), ('2015-11-30', -9.0, 2), ('2016-06-27', 4.0, 1)]
    """
    if days < 1:
        raise ValueError(f"a window of {days} days has none: give 1 or more")
    rolling: dict[dt.date, Tension] = {}
    start, total = 0, 0.0
    for end, each in enumerate(found):
        total += each.goldstein
        while (each.date - found[start].date).days >= days:
            total -= found[start].goldstein
            start += 1
        number = end - start + 1
        rolling[each.date] = Tension(each.date, round(total / number, 4), number)
    return list(rolling.values())


def change_points(found: Sequence[Scored], *, penalty: float | None = None, least: int = 5) -> list[Shift]:
    """Give the days on which the level of scores shifts: where splitting the series fits it better than chance would.

    Parameters
    ----------
    found
        In the order of their days, as `scores` gives them.
    penalty
        How much better a split must fit, in squared scores; by default twice the variance of the noise times the
        logarithm of the number of days, as in the criterion of Schwarz.
    least
        How many days with events a level has at least.

    Returns
    -------
    list of Shift
        In order; none where there are too few events.

    Raises
    ------
    ValueError
        Where ``ruptures``, which searches, is not installed.

    References
    ----------
    Killick, R., Fearnhead, P. & Eckley, I. A. (2012). Optimal detection of changepoints with a linear computational
    cost. Journal of the American Statistical Association 107(500), 1590-1598.
    Truong, C., Oudre, L. & Vayatis, N. (2020). Selective review of offline change point detection methods. Signal
    Processing 167, 107299.

    Examples
    --------
    >>> import datetime as dt
    >>> day = dt.date(2015, 1, 1)
    >>> quiet = [Scored(day + dt.timedelta(days=number), 3.0 + number % 2) for number in range(20)]
    >>> crisis = [Scored(day + dt.timedelta(days=number), -7.0 + number % 3) for number in range(20, 40)]
    >>> [(str(shift.date), shift.before, shift.after) for shift in change_points(quiet + crisis)]
    [('2015-01-21', 3.5, -6.0)]
    """
    try:
        import ruptures
    except ImportError as error:
        raise ValueError("change points are found by ruptures: pip install 'communique[plots]'") from error
    # The mean of each day: among the events of a day there is no order in which a level could shift.
    by_day = [(day, fmean(each.goldstein for each in some)) for day, some in groupby(found, lambda each: each.date)]
    if len(by_day) < 2 * least:
        return []
    series = np.array([[score] for _, score in by_day])
    searched = ruptures.Pelt(model="l2", min_size=least, jump=1).fit(series)
    ends = searched.predict(pen=_penalty(series[:, 0]) if penalty is None else penalty)
    bounds = [0, *ends]
    means = [round(float(series[start:end].mean()), 4) for start, end in pairwise(bounds)]
    return [
        Shift(by_day[start][0], before, after) for start, (before, after) in zip(ends, pairwise(means), strict=False)
    ]


def _penalty(series: NDArray[np.float64]) -> float:
    """Give twice the variance of the noise, by the steps between events, times the logarithm of their number."""
    noise = float(np.var(np.diff(series))) / 2
    # Where nothing moves, neither does the level.
    return max(2 * noise * float(np.log(len(series))), 1e-9)
