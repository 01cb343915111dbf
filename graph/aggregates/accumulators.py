"""Accumulators: numbers that are added up while many events are stored, to be written once at the end."""

import datetime as dt
from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from communique.graph.aggregates.materialized import Key, keys
from communique.graph.aggregates.tally import MOST, Aggregate, Detail, Recent, recent
from communique.graph.rdf.values import month_of
from communique.graph.tally import Tally
from communique.ontology.types import Event

_NOTHING = Decimal(0)


@dataclass(slots=True)
class Accumulator:
    """A tally that grows: how many events of no quad class and of each, and their Goldstein scores."""

    quads: list[int] = field(default_factory=lambda: [0, 0, 0, 0, 0])
    score: Decimal = _NOTHING

    def count(self, quad: int, score: Decimal) -> None:
        """Count an event."""
        self.quads[quad] += 1
        self.score += score

    def tally(self, first: dt.date | None = None, last: dt.date | None = None) -> Tally:
        """Give its numbers, with a first and last day."""
        _, one, two, three, four = self.quads
        return Tally(sum(self.quads), self.score, (one, two, three, four), first, last)


@dataclass(slots=True)
class DetailAccumulator:
    """An accumulator with those of its months; of a dyad also actions, first and last day, latest events."""

    whole: Accumulator = field(default_factory=Accumulator)
    first: dt.date | None = None
    last: dt.date | None = None
    actions: dict[str, int] = field(default_factory=dict)
    months: dict[str, Accumulator] = field(default_factory=dict)
    newest: list[Recent] = field(default_factory=list)

    def dated(self, date: dt.date, key: str) -> None:
        """Note the date of an event."""
        insort(self.newest, recent(date, key))
        del self.newest[MOST:]
        self.first = date if self.first is None else min(self.first, date)
        self.last = date if self.last is None else max(self.last, date)

    @property
    def aggregate(self) -> Aggregate:
        """Give what is to be stored of it."""
        months = {month: of_month.tally() for month, of_month in self.months.items()}
        return Aggregate(self.whole.tally(self.first, self.last), Detail(self.actions, months, tuple(self.newest)))


class Accumulators:
    """The accumulators of new events by the key of each tally in which they count; `len` is the number of numbers."""

    def __init__(self) -> None:
        self._accumulators: dict[Key, DetailAccumulator] = {}
        self._months = 0

    def __len__(self) -> int:
        return len(self._accumulators) + self._months

    def __iter__(self) -> Iterator[Key]:
        return iter(self._accumulators)

    def aggregate(self, key: Key) -> Aggregate:
        """Give what is to be stored of a key."""
        return self._accumulators[key].aggregate

    def add(self, event: Event, quad: int, score: Decimal) -> None:
        """Count an event of a quad class (0: of none), with its Goldstein score."""
        month = None if event.date is None else month_of(event.date)
        for key in keys(event):
            found = self._accumulators.get(key)
            if found is None:
                found = self._accumulators[key] = DetailAccumulator()
            found.whole.count(quad, score)
            if key[0] == "Month":
                continue
            if month is not None:
                self._month(found, month).count(quad, score)
            if key[0] == "Dyad":
                found.actions[event.action] = found.actions.get(event.action, 0) + 1
                if event.date is not None:
                    found.dated(event.date, event.key)

    def clear(self) -> None:
        """Begin at nothing."""
        self._accumulators.clear()
        self._months = 0

    def _month(self, whole: DetailAccumulator, month: str) -> Accumulator:
        found = whole.months.get(month)
        if found is None:
            found = whole.months[month] = Accumulator()
            self._months += 1
        return found
