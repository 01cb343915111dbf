"""Typed look-ups: an actor's relations by partner, and a dyad in both directions."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.lookups.known_values import check_known
from communique.graph.table import counting
from communique.graph.table.partners import Rank, partners
from communique.graph.table.view import View
from communique.graph.tally import Tally

NOTHING = Tally()
Months = tuple[tuple[str, Tally], ...]
Actions = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """What there is between an actor and a partner: `sent` to it, `received` from it, the commonest action."""

    actor: str
    partner: str
    sent: Tally
    received: Tally
    commonest_action: str

    @property
    def events(self) -> int:
        """Give the number of events in both directions."""
        return self.sent.events + self.received.events

    @property
    def quads(self) -> tuple[int, int, int, int]:
        """Give the number of events of each quad class in both directions."""
        one, two, three, four = (a + b for a, b in zip(self.sent.quads, self.received.quads, strict=True))
        return one, two, three, four

    @property
    def goldstein_sum(self) -> float:
        """Give the sum of the Goldstein scores in both directions."""
        return float(self.sent.goldstein + self.received.goldstein)

    @property
    def goldstein_mean(self) -> float:
        """Give the mean Goldstein score in both directions."""
        return self.goldstein_sum / self.events

    @property
    def first(self) -> dt.date | None:
        """Give the date of the earliest event."""
        return min((date for date in (self.sent.first, self.received.first) if date), default=None)

    @property
    def last(self) -> dt.date | None:
        """Give the date of the latest event."""
        return max((date for date in (self.sent.last, self.received.last) if date), default=None)


@dataclass(frozen=True, slots=True)
class Direction:
    """All that one side did to another: the tally, the actions by number of events, the months in order."""

    source: str
    target: str
    tally: Tally = NOTHING
    actions: Actions = ()
    months: Months = ()


def relations(
    view: View,
    actor: str,
    other: str | None = None,
    *,
    filters: EventFilter = EVERY,
    level: Level = Level.SIDE,
    after: Rank | None = None,
    limit: int | None = None,
) -> list[Relation]:
    """Give an actor's relations by partner, those of most events first; `other` keeps only that partner.

    Partners are sides, or at actor level whoever is named, so that an event counts with each of these. `after` is the
    rank of the last relation of the page before.
    """
    check_known(replace(filters, actor=actor, target=other), view.world)
    found = partners(view, actor, other, filters, level, after, limit)
    return [Relation(actor, each.partner, each.sent, each.received, each.action) for each in found]


def dyad(view: View, first: str, second: str) -> tuple[Direction, Direction]:
    """Give both directions between two sides: events by month and by action, first to second and back."""
    return _direction(view, first, second), _direction(view, second, first)


def actions_in_order(counted: Mapping[str, int]) -> Actions:
    """Give actions by number of events, of equals by id."""
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _direction(view: View, source: str, target: str) -> Direction:
    counted = counting.dyad_tally(view, source, target)
    months = tuple(counting.dyad_months(view, source, target).items())
    return Direction(source, target, counted.tally, actions_in_order(counted.actions), months)
