"""Typed look-ups: an actor's relations by partner, and a dyad in both directions."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from communique.graph.filters import EVERY, EventFilter, Level, is_plain
from communique.graph.lookups.known_values import check_known
from communique.graph.table import counting
from communique.graph.table.counting import Counted
from communique.graph.table.event_table import View
from communique.graph.tally import Tally, commonest

NOTHING = Tally()
Months = tuple[tuple[str, Tally], ...]
Actions = tuple[tuple[str, int], ...]
# The number of events and the partner of a relation, by which relations are in order.
Rank = tuple[int, str]


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
    if level is Level.SIDE and is_plain(view.world, filters, actor):
        sent, received = (counting.dyads_of(view, actor, received=way) for way in (False, True))
        if other is not None:
            sent, received = ({other: some[other]} if other in some else {} for some in (sent, received))
        page = _page(_relations(actor, sent, received, {}), after, limit)
        actions = counting.commonest_actions(view, actor, [each.partner for each in page])
        return [replace(each, commonest_action=actions[each.partner]) for each in page]
    counted = [
        counting.counted_by_partner(view, replace(filters, actor=one, target=two), end, level)
        for one, two, end in ((actor, other, "target"), (other, actor, "source"))
    ]
    there, back = counted
    sent, received = ({name: each.tally for name, each in some.items()} for some in counted)
    mixes = {name: _mix(name == actor, there.get(name), back.get(name)) for name in there.keys() | back.keys()}
    return _page(_relations(actor, sent, received, mixes), after, limit)


def dyad(view: View, first: str, second: str) -> tuple[Direction, Direction]:
    """Give both directions between two sides: events by month and by action, first to second and back."""
    return _direction(view, first, second), _direction(view, second, first)


def actions_in_order(counted: Mapping[str, int]) -> Actions:
    """Give actions by number of events, of equals by id."""
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _relations(
    actor: str, sent: Mapping[str, Tally], received: Mapping[str, Tally], actions: Mapping[str, str]
) -> list[Relation]:
    found: list[Relation] = []
    for partner in sent.keys() | received.keys():
        there, back = sent.get(partner, NOTHING), received.get(partner, NOTHING)
        # What goes on within one side is sent and received at once, and counts once.
        back = NOTHING if partner == actor and there.events else back
        found.append(Relation(actor, partner, there, back, actions.get(partner, "")))
    return found


def _mix(within: bool, there: Counted | None, back: Counted | None) -> str:
    some = [each.actions for each in (there, back) if each is not None]
    return commonest(*(some[:1] if within else some))


def _page(found: list[Relation], after: Rank | None, limit: int | None) -> list[Relation]:
    """Give the relations of a page: those of most events first, of equals by partner."""
    places = sorted((((-each.events, each.partner), each) for each in found), key=lambda pair: pair[0])
    start = None if after is None else (-after[0], after[1])
    return [each for place, each in places if start is None or place > start][:limit]


def _direction(view: View, source: str, target: str) -> Direction:
    counted = counting.dyad_tally(view, source, target)
    months = tuple(counting.dyad_months(view, source, target).items())
    return Direction(source, target, counted.tally, actions_in_order(counted.actions), months)
