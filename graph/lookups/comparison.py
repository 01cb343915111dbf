"""Data sets side by side: what each tells of two actors, by period, and how far any two of them agree."""

import datetime as dt
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from communique.graph.filters import EventFilter
from communique.graph.lookups.known_values import check_known
from communique.graph.lookups.timelines import Granularity
from communique.graph.table.sources import OfPeriod, OfRoot, OnDay, by_day, by_period, by_root
from communique.graph.table.view import View

# Two periods always lie on a line.
_FEWEST_PERIODS = 3


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of events: all, of each quad class, and the sum of Goldstein scores."""

    events: int = 0
    quads: tuple[int, int, int, int] = (0, 0, 0, 0)
    goldstein_sum: float = 0.0

    @property
    def goldstein_mean(self) -> float | None:
        """Give the mean Goldstein score, None where there is no event."""
        return self.goldstein_sum / self.events if self.events else None


@dataclass(frozen=True, slots=True)
class OfDataset:
    """What one data set tells of two actors.

    Attributes
    ----------
    dataset
        Its name; ``communique`` is our own reading.
    total, there, back
        All its events, those from the first actor to the second, and those back.
    roots
        Its events by CAMEO root code, in the order of the codes.
    periods
        Its events by period, in order; undated ones are in none.
    """

    dataset: str
    total: Counts
    there: Counts
    back: Counts
    roots: tuple[tuple[str, int], ...]
    periods: tuple[tuple[str, Counts], ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two data sets agree.

    Attributes
    ----------
    one, other
        The data sets, by name.
    correlation
        Pearson's, of their numbers of events by period, those without an event among them; None where there are fewer
        than three periods, or one data set has as many events in each.
    periods
        How many periods there are.
    shared
        On how many days, in the same direction and of the same CAMEO root, both tell of an event.
    either
        On how many at least one does.
    """

    one: str
    other: str
    correlation: float | None
    periods: int
    shared: int
    either: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Data sets by name, and each pair of them."""

    datasets: tuple[OfDataset, ...]
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class OneWay:
    """The events of one direction by data sets; the days are looked at only where there are several."""

    periods: Sequence[OfPeriod]
    roots: Sequence[OfRoot]
    days: Sequence[OnDay] = ()


NOTHING = OneWay((), ())


class _Collected:
    """What the rows of one data set come to."""

    def __init__(self) -> None:
        self.ways: Counter[tuple[bool, int]] = Counter()
        self.scores: Counter[bool] = Counter()
        self.roots: Counter[str] = Counter()
        self.periods: Counter[tuple[str, int]] = Counter()
        self.period_scores: Counter[str] = Counter()
        self.reported: set[tuple[dt.date, bool, str]] = set()

    def add_period(self, events: OfPeriod, per: Granularity, *, there: bool) -> None:
        """Add some events of a period; scores are kept in thousandths, so that their order does not matter."""
        self.ways[there, events.quad] += events.number
        self.scores[there] += events.score
        if events.date is not None:
            name = per.of(events.date)
            self.periods[name, events.quad] += events.number
            self.period_scores[name] += events.score

    def of(self, dataset: str) -> OfDataset:
        """Give the numbers."""
        there, back = (_counts({q: self.ways[way, q] for q in range(5)}, self.scores[way]) for way in (True, False))
        both = {quad: self.ways[True, quad] + self.ways[False, quad] for quad in range(5)}
        names = sorted(self.period_scores)
        return OfDataset(
            dataset,
            _counts(both, self.scores[True] + self.scores[False]),
            there,
            back,
            tuple(sorted(self.roots.items())),
            tuple(
                (name, _counts({q: self.periods[name, q] for q in range(5)}, self.period_scores[name]))
                for name in names
            ),
        )

    def events_of(self, period: str) -> int:
        """Give the number of events of a period."""
        return sum(self.periods[period, quad] for quad in range(5))


def compare(view: View, first: str, second: str, wanted: EventFilter, per: Granularity) -> Comparison:
    """Give what each data set tells of the events between two actors that meet a filter."""
    ways = [replace(wanted, actor=a, target=b) for a, b in dict.fromkeys(((first, second), (second, first)))]
    check_known(ways[0], view.world)
    found = [OneWay(list(by_period(view, way, per)), list(by_root(view, way))) for way in ways]
    if len({name for way in found for events in way.periods for name in events.datasets}) > 1:
        found = [replace(way, days=list(by_day(view, each))) for way, each in zip(found, ways, strict=True)]
    return compared(found[0], found[1] if len(found) > 1 else NOTHING, per)


def compared(there: OneWay, back: OneWay, per: Granularity) -> Comparison:
    """Give what each data set tells by the events from one actor to another and back."""
    found: defaultdict[str, _Collected] = defaultdict(_Collected)
    for events_of, way in ((there, True), (back, False)):
        for events in events_of.periods:
            for dataset in events.datasets:
                found[dataset].add_period(events, per, there=way)
        for same in events_of.roots:
            for dataset in same.datasets:
                found[dataset].roots[same.root] += same.number
        for on in events_of.days:
            for dataset in on.datasets:
                found[dataset].reported.add((on.date, way, on.root))
    names = sorted(found)
    return Comparison(
        tuple(found[name].of(name) for name in names),
        tuple(_agreement(one, other, found, per) for one, other in combinations(names, 2)),
    )


def _agreement(one: str, other: str, found: Mapping[str, _Collected], per: Granularity) -> Agreement:
    first, second = found[one], found[other]
    either = first.reported | second.reported
    periods = _periods({day for day, _, _ in either}, per)
    series = [[each.events_of(period) for period in periods] for each in (first, second)]
    return Agreement(
        one,
        other,
        _correlation(*series),
        len(periods),
        len(first.reported & second.reported),
        len(either),
    )


def _periods(days: set[dt.date], per: Granularity) -> list[str]:
    """Give the periods from the first to the last of some days, in order."""
    if not days:
        return []
    first, last = min(days).toordinal(), max(days).toordinal()
    return list(dict.fromkeys(per.of(dt.date.fromordinal(day)) for day in range(first, last + 1)))


def _correlation(one: list[int], other: list[int]) -> float | None:
    if len(one) < _FEWEST_PERIODS or len(set(one)) == 1 or len(set(other)) == 1:
        return None
    return round(statistics.correlation(one, other), 4)


def _counts(quads: Mapping[int, int], score: int) -> Counts:
    return Counts(sum(quads.values()), (quads[1], quads[2], quads[3], quads[4]), score / 1000)
