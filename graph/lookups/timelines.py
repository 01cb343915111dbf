"""Events by period: an actor's months, and both directions between two actors by day, week, month or year."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from communique.graph.aggregates.materialized import side_node
from communique.graph.aggregates.tally import Tally, months_of
from communique.graph.filters import EVERY, EventFilter, is_materialized
from communique.graph.lookups.counting import counted_by_date, counted_by_month
from communique.graph.lookups.relations import Direction, dyad
from communique.graph.rdf.values import month_of
from communique.graph.stores.documents import strings
from communique.graph.stores.world import World

NOTHING = Tally()


class Granularity(StrEnum):
    """The calendar unit by which events are counted."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    def of(self, day: dt.date) -> str:
        """Give the name of the period in which a day lies: ``2015-12-14``, ``2015-W51``, ``2015-12``, ``2015``."""
        year, week, _ = day.isocalendar()
        match self:
            case Granularity.DAY:
                return day.isoformat()
            case Granularity.WEEK:
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


def timeline(world: World, actor: str, filters: EventFilter = EVERY) -> list[MonthOfActor]:
    """Give the months in which an actor acted upon another or was acted upon, in order; undated events are left out.

    A side's months are materialized; for any other actor, and with filters, events are counted.
    """
    if is_materialized(world, filters, actor):
        sent, received = (_materialized(world, actor, kind) for kind in ("Sent", "Received"))
    else:
        sent = _counted(world, replace(filters, actor=actor))
        received = _counted(world, replace(filters, target=actor))
    months = sorted(sent.keys() | received.keys())
    return [MonthOfActor(month, sent.get(month, NOTHING), received.get(month, NOTHING)) for month in months]


def between(
    world: World, first: str, second: str, filters: EventFilter = EVERY, per: Granularity = Granularity.MONTH
) -> tuple[Direction, Direction]:
    """Give what each of two actors did to the other, with its periods in order (undated events are in none).

    Two sides by month are materialized; all else is counted.
    """
    if per is Granularity.MONTH and is_materialized(world, filters, first, second):
        return dyad(world, first, second)
    return _direction(world, first, second, filters, per), _direction(world, second, first, filters, per)


def _counted(world: World, wanted: EventFilter) -> dict[str, Tally]:
    return {month: counted.tally for month, counted in counted_by_month(world, wanted).items()}


def _materialized(world: World, actor: str, kind: str) -> Mapping[str, Tally]:
    node = side_node(kind, actor, world.terms)
    return months_of(strings(world.unlimited, node, "series"))


def _direction(world: World, source: str, target: str, filters: EventFilter, per: Granularity) -> Direction:
    total, periods, actions = NOTHING, dict[str, Tally](), Counter[str]()
    for date, counted in counted_by_date(world, replace(filters, actor=source, target=target)).items():
        tally = replace(counted.tally, first=date, last=date)
        total = total.plus(tally)
        actions.update(counted.actions)
        if date is not None:
            name = per.of(date)
            periods[name] = periods.get(name, NOTHING).plus(tally)
    mix = tuple(sorted(actions.items(), key=lambda pair: (-pair[1], pair[0])))
    return Direction(source, target, total, mix, tuple(sorted(periods.items(), key=lambda pair: pair[0])))
