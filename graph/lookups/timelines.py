"""Events by period: an actor's months, and both directions between two actors by day, week, month or year."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from communique.graph.filters import EVERY, EventFilter, is_plain
from communique.graph.lookups.known_values import check_known
from communique.graph.lookups.relations import Direction, actions_in_order, dyad
from communique.graph.rdf.values import month_of
from communique.graph.table.counting import dyad_tally, held_months, side_months
from communique.graph.table.periods import by_action, by_period
from communique.graph.table.view import View
from communique.graph.tally import Tally

NOTHING = Tally()


class Granularity(StrEnum):
    """The calendar unit by which events are counted."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    def of(self, day: dt.date) -> str:
        """Give the name of the period in which a day lies: ``2015-12-14``, ``2015-W51``, ``2015-12``, ``2015``."""
        match self:
            case Granularity.DAY:
                return day.isoformat()
            case Granularity.WEEK:
                year, week, _ = day.isocalendar()
                return f"{year:04d}-W{week:02d}"
            case Granularity.MONTH:
                return month_of(day)
            case Granularity.YEAR:
                return f"{day.year:04d}"


@dataclass(frozen=True, slots=True)
class MonthOfActor:
    """A calendar month of an actor: the tally of what it did, and of what was done to it."""

    month: str
    sent: Tally = NOTHING
    received: Tally = NOTHING


def timeline(view: View, actor: str, filters: EventFilter = EVERY) -> list[MonthOfActor]:
    """Give the months in which an actor acted upon another or was acted upon, in order; undated events are left out."""
    check_known(replace(filters, actor=actor), view.world)
    held = held_months(filters)
    if held is not None and held.quad is None and is_plain(view.world, EVERY, actor):
        sent, received = (side_months(view, actor, held, received=way) for way in (False, True))
    else:
        sent, received = _months(view, replace(filters, actor=actor)), _months(view, replace(filters, target=actor))
    months = sorted(sent.keys() | received.keys())
    return [MonthOfActor(month, sent.get(month, NOTHING), received.get(month, NOTHING)) for month in months]


def between(
    view: View, first: str, second: str, filters: EventFilter = EVERY, per: Granularity = Granularity.MONTH
) -> tuple[Direction, Direction]:
    """Give what each of two actors did to the other, with its periods in order (undated events are in none)."""
    check_known(replace(filters, actor=first, target=second), view.world)
    if per is Granularity.MONTH and is_plain(view.world, filters, first, second):
        return dyad(view, first, second)
    return _direction(view, first, second, filters, per), _direction(view, second, first, filters, per)


def _direction(view: View, source: str, target: str, filters: EventFilter, per: Granularity) -> Direction:
    wanted = replace(filters, actor=source, target=target)
    if is_plain(view.world, filters, source, target):
        # Only their periods have to be counted.
        counted = dyad_tally(view, source, target)
        total, actions = counted.tally, counted.actions
    else:
        total, actions = by_action(view, wanted)
    periods = tuple((per.of(each.first), each) for each in by_period(view, wanted, per) if each.first is not None)
    return Direction(source, target, total, actions_in_order(actions), periods)


def _months(view: View, wanted: EventFilter) -> dict[str, Tally]:
    """Give the events upon somebody by month, as the numbers of sides are: without days."""
    found = by_period(view, wanted, Granularity.MONTH, upon_somebody=True)
    return {month_of(each.first): replace(each, first=None, last=None) for each in found if each.first is not None}
