"""Events counted by their data sets, and by period, action or day, for who compares what data sets report."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from communique.graph.filters import EventFilter
from communique.graph.table.conditions import SCORED, selected
from communique.graph.table.layout import day_of
from communique.graph.table.periods import PERIODS
from communique.graph.table.view import View

Datasets = tuple[str, ...]


class OfPeriod(NamedTuple):
    """So many events of one calendar unit (None: undated) and quad class, with the same data sets.

    `date` is the first of their days, `score` the sum of their Goldstein scores in thousandths.
    """

    date: dt.date | None
    quad: int
    score: int
    number: int
    datasets: Datasets


class OfRoot(NamedTuple):
    """So many events of one CAMEO root, with the same data sets."""

    root: str
    number: int
    datasets: Datasets


class OnDay(NamedTuple):
    """That there is an event of a root on a day, with the same data sets."""

    date: dt.date
    root: str
    datasets: Datasets


def by_period(view: View, wanted: EventFilter, unit: str) -> Iterator[OfPeriod]:
    """Give the events that meet a filter by calendar unit, quad class and data sets."""
    with view.reading() as database:
        rows = selected(wanted, view, database, joined=SCORED)
        counted = "SELECT MIN(e.id), a.quad, SUM(a.score), COUNT(*), e.datasets"
        query = f"{counted} FROM {rows} GROUP BY {PERIODS[unit]}, a.quad, e.datasets ORDER BY 1"
        for first, quad, score, number, datasets in database.execute(query):
            yield OfPeriod(day_of(first), quad, score, number, view.names.bundle(database, datasets))


def by_root(view: View, wanted: EventFilter) -> Iterator[OfRoot]:
    """Give the events that meet a filter by action, which has a root, and data sets."""
    with view.reading() as database:
        rows = selected(wanted, view, database)
        query = f"SELECT e.action, COUNT(*), e.datasets FROM {rows} GROUP BY e.action, e.datasets"
        for action, number, datasets in database.execute(query):
            root = _root(view, view.names.of(database, action))
            yield OfRoot(root, number, view.names.bundle(database, datasets))


def by_day(view: View, wanted: EventFilter) -> Iterator[OnDay]:
    """Give on which days there are events of each action, which has a root, that meet a filter."""
    with view.reading() as database:
        rows = selected(wanted, view, database)
        query = f"SELECT MIN(e.id), e.action, e.datasets FROM {rows} GROUP BY {PERIODS['day']}, e.action, e.datasets"
        for first, action, datasets in database.execute(query):
            day = day_of(first)
            if day is not None:
                yield OnDay(day, _root(view, view.names.of(database, action)), view.names.bundle(database, datasets))


def _root(view: View, action: str) -> str:
    """Give the root of an action, the empty text where it is not known."""
    found = view.world.actions.get(action)
    return "" if found is None else found.root
