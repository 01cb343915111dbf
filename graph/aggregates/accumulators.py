"""Accumulators: numbers that are added up while many events are stored, to be written once at the end."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from communique.graph.aggregates.aggregate import Aggregate, AggregateKey, keys
from communique.graph.tally import Tally
from communique.ontology.types import Event

_NOTHING = Decimal(0)


@dataclass(slots=True)
class Accumulator:
    """An aggregate that grows: how many events of no quad class and of each, their scores, reports and ends."""

    quads: list[int] = field(default_factory=lambda: [0, 0, 0, 0, 0])
    score: Decimal = _NOTHING
    reports: int = 0
    first: dt.date | None = None
    last: dt.date | None = None

    def count(self, event: Event, quad: int, score: Decimal) -> None:
        """Count an event of a quad class (0: of none), with its Goldstein score."""
        self.quads[quad] += 1
        self.score += score
        self.reports += event.reports
        date = event.date
        if date is not None:
            if self.first is None or date < self.first:
                self.first = date
            if self.last is None or date > self.last:
                self.last = date

    @property
    def aggregate(self) -> Aggregate:
        """Give what has come together."""
        _, one, two, three, four = self.quads
        tally = Tally(sum(self.quads), self.score, (one, two, three, four), self.first, self.last)
        return Aggregate(tally, self.reports)


class Accumulators:
    """The accumulators of new events, and of new reports of others, by key; `len` is how many there are."""

    def __init__(self) -> None:
        self._accumulators: dict[AggregateKey, Accumulator] = {}

    def __len__(self) -> int:
        return len(self._accumulators)

    def __iter__(self) -> Iterator[AggregateKey]:
        return iter(self._accumulators)

    def aggregate(self, key: AggregateKey) -> Aggregate:
        """Give what is to be added to what is stored of a key."""
        return self._accumulators[key].aggregate

    def add(self, event: Event, quad: int, score: Decimal) -> None:
        """Count an event of a quad class (0: of none), with its Goldstein score."""
        for key in keys(event):
            self._of(key).count(event, quad, score)

    def add_reports(self, event: Event, number: int) -> None:
        """Count more reports of an event that is counted already."""
        for key in keys(event):
            self._of(key).reports += number

    def clear(self) -> None:
        """Begin at nothing."""
        self._accumulators.clear()

    def _of(self, key: AggregateKey) -> Accumulator:
        found = self._accumulators.get(key)
        if found is None:
            found = self._accumulators[key] = Accumulator()
        return found
