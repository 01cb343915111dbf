"""Tallies: how many events, of which quad classes, with which Goldstein scores, from when to when."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

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

    def with_event(self, event: Event, action: Action | None, sign: int = 1) -> "Tally":
        """Give the tally with one event more, or one less where sign is -1 (its dates stay)."""
        quad = action.quad if action else 0
        one, two, three, four = (number + sign * (quad == place) for place, number in enumerate(self.quads, start=1))
        dates = [date for date in (self.first, self.last, event.date if sign > 0 else None) if date is not None]
        return Tally(
            events=self.events + sign,
            goldstein=self.goldstein + sign * Decimal(str(action.goldstein if action else 0)),
            quads=(one, two, three, four),
            first=min(dates, default=None),
            last=max(dates, default=None),
        )

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
