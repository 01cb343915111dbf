"""Both directions between two actors, counted by day, week, month or year."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from enum import StrEnum

from communique.graph.aggregates.tally import Tally
from communique.graph.assembly.events import month_of
from communique.graph.filters import EVERY, EventFilter, is_kept
from communique.graph.lookups.counting import counted_by_date
from communique.graph.lookups.relations import Direction, dyad
from communique.graph.world import World

NOTHING = Tally()


class Period(StrEnum):
    """By what events are counted."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    def of(self, day: dt.date) -> str:
        """Give the name of the period in which a day lies: ``2015-12-14``, ``2015-W51``, ``2015-12``, ``2015``."""
        year, week, _ = day.isocalendar()
        match self:
            case Period.DAY:
                return day.isoformat()
            case Period.WEEK:
                return f"{year:04d}-W{week:02d}"
            case Period.MONTH:
                return month_of(day)
            case Period.YEAR:
                return f"{day.year:04d}"


def between(
    world: World, first: str, second: str, filters: EventFilter = EVERY, per: Period = Period.MONTH
) -> tuple[Direction, Direction]:
    """Give what each of two actors did to the other, with its periods in order (undated events are in none).

    Two sides by month come from the numbers that assembly keeps; all else is counted.
    """
    if per is Period.MONTH and is_kept(world, filters, first, second):
        return dyad(world, first, second)
    return _counted(world, first, second, filters, per), _counted(world, second, first, filters, per)


def _counted(world: World, source: str, target: str, filters: EventFilter, per: Period) -> Direction:
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
