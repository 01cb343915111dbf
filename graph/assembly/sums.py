"""Numbers that are added up while many events are stored, to be written once at the end."""

import datetime as dt
from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from communique.graph.aggregates.newest import MOST, Recent, recent
from communique.graph.aggregates.tallies import Key, keys
from communique.graph.aggregates.tally import Detail, Kept, Tally
from communique.graph.assembly.events import month_of
from communique.ontology.types import Event

_NOTHING = Decimal(0)


@dataclass(slots=True)
class Sum:
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
class SumInDetail:
    """A sum with those of its months; of a dyad also the events of each action, first and last day, latest events."""

    whole: Sum = field(default_factory=Sum)
    first: dt.date | None = None
    last: dt.date | None = None
    actions: dict[str, int] = field(default_factory=dict)
    months: dict[str, Sum] = field(default_factory=dict)
    newest: list[Recent] = field(default_factory=list)

    def dated(self, date: dt.date, key: str) -> None:
        """Note the date of an event."""
        insort(self.newest, recent(date, key))
        del self.newest[MOST:]
        self.first = date if self.first is None else min(self.first, date)
        self.last = date if self.last is None else max(self.last, date)

    @property
    def kept(self) -> Kept:
        """Give what is to be kept of it."""
        months = {month: of_month.tally() for month, of_month in self.months.items()}
        return Kept(self.whole.tally(self.first, self.last), Detail(self.actions, months, tuple(self.newest)))


class Sums:
    """The sums of new events by the key of each tally in which they count; `len` tells how many numbers are kept."""

    def __init__(self) -> None:
        self._sums: dict[Key, SumInDetail] = {}
        self._months = 0

    def __len__(self) -> int:
        return len(self._sums) + self._months

    def __iter__(self) -> Iterator[Key]:
        return iter(self._sums)

    def kept(self, key: Key) -> Kept:
        """Give what is to be kept of a key."""
        return self._sums[key].kept

    def add(self, event: Event, quad: int, score: Decimal) -> None:
        """Count an event of a quad class (0: of none), with its Goldstein score."""
        month = None if event.date is None else month_of(event.date)
        for key in keys(event):
            found = self._sums.get(key)
            if found is None:
                found = self._sums[key] = SumInDetail()
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
        self._sums.clear()
        self._months = 0

    def _month(self, whole: SumInDetail, month: str) -> Sum:
        found = whole.months.get(month)
        if found is None:
            found = whole.months[month] = Sum()
            self._months += 1
        return found
