"""Periods as views show them: both directions together, each with the query that keeps a page to it."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from communique.api.http import schemas as s
from communique.api.http.explorer.showing import query_with
from communique.api.http.pages.summary import RelationPeriod
from communique.api.http.pages.wording import period_name


@dataclass(frozen=True, slots=True)
class ShownPeriod:
    """A period, and the query that keeps the page to it."""

    period: str
    name: str
    quads: tuple[int, int, int, int]
    goldstein: float | None
    query: str


def together(name: str, numbers: Iterable[s.Numbers]) -> RelationPeriod:
    """Give a period of several tallies together."""
    found = list(numbers)
    quads = (
        sum(each.verbal_cooperation for each in found),
        sum(each.material_cooperation for each in found),
        sum(each.verbal_conflict for each in found),
        sum(each.material_conflict for each in found),
    )
    return RelationPeriod(name, quads, sum(each.goldstein_sum for each in found))


def shown_period(period: RelationPeriod, chosen: Mapping[str, str]) -> ShownPeriod:
    """Give a period as a page shows it, whose choices it keeps but for the days."""
    first, last = days_of(period.period)
    query = query_with(chosen, from_=first, to_=last)
    return ShownPeriod(period.period, period_name(period.period), period.quads, period.goldstein_mean, query)


def days_of(period: str) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of a period by its name: a day, a week, a month, a year."""
    year, _, rest = period.partition("-")
    if not rest:
        return dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)
    if rest.startswith("W"):
        monday = dt.date.fromisocalendar(int(year), int(rest[1:]), 1)
        return monday, monday + dt.timedelta(days=6)
    if "-" in rest:
        day = dt.date.fromisoformat(period)
        return day, day
    return dt.date(int(year), int(rest), 1), dt.date(int(year), int(rest), monthrange(int(year), int(rest))[1])
