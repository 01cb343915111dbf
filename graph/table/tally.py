"""Tallies: how many events, of which quad classes, with which Goldstein scores, from when to when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from communique.graph.table.layout import SCALE
from communique.ontology.types import Action, Event

QUADS = ("verbalCooperation", "materialCooperation", "verbalConflict", "materialConflict")
Four = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events, the sum of their Goldstein scores, how many of each quad class, from when to when."""

    events: int = 0
    goldstein: Decimal = Decimal(0)
    quads: Four = (0, 0, 0, 0)
    first: dt.date | None = None
    last: dt.date | None = None

    def with_event(self, event: Event, action: Action | None) -> "Tally":
        """Give the tally with one event more."""
        quad, score = (action.quad, action.goldstein) if action else (0, 0.0)
        one, two, three, four = (int(quad == place) for place in (1, 2, 3, 4))
        return self.plus(Tally(1, Decimal(str(score)), (one, two, three, four), event.date, event.date))

    def plus(self, other: "Tally") -> "Tally":
        """Give the tally of both."""
        one, two, three, four = (mine + more for mine, more in zip(self.quads, other.quads, strict=True))
        return Tally(
            events=self.events + other.events,
            goldstein=self.goldstein + other.goldstein,
            quads=(one, two, three, four),
            first=min((date for date in (self.first, other.first) if date), default=None),
            last=max((date for date in (self.last, other.last) if date), default=None),
        )


def tally_of(numbers: Sequence[int], first: dt.date | None = None, last: dt.date | None = None) -> Tally:
    """Give the tally of a row's numbers: events, the four quad classes, and the sum of scores as the table keeps it."""
    events, one, two, three, four, score = numbers
    return Tally(events, Decimal(score) / SCALE, (one, two, three, four), first, last)
