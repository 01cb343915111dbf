"""Events counted by period, by action and by partner and year: the engine sums them up under any conditions."""

from collections.abc import Iterable, Mapping

import communique.graph.table.layout as layout
from communique.graph.filters import EventFilter
from communique.graph.table.conditions import SCORED, listed, selected
from communique.graph.table.counting import Years, tally_of
from communique.graph.table.names import number_of
from communique.graph.table.view import View
from communique.graph.tally import Tally

# By what events are grouped for each calendar unit; the first of January of the year 1 was a Monday.
PERIODS: Mapping[str, str] = {
    "day": f"e.id >> {layout.KEY_BITS}",
    "week": f"((e.id >> {layout.KEY_BITS}) + 6) / 7",
    "month": "e.month",
    "year": "e.month / 12",
}
_QUADS = "SUM(a.quad = 1), SUM(a.quad = 2), SUM(a.quad = 3), SUM(a.quad = 4)"
_SUMS = f"COUNT(*), {_QUADS}, SUM(a.score)"
_DATED = f"e.id < {layout.first_of_day(layout.NO_DAY)}"
_ENDS = f"MIN(e.id), MAX(IIF({_DATED}, e.id, NULL))"


def by_period(view: View, wanted: EventFilter, unit: str, *, upon_somebody: bool = False) -> list[Tally]:
    """Give the dated events that meet a filter by calendar unit, in order, with the first and the last day of each."""
    with view.reading() as database:
        rows = selected(wanted, view, database, joined=SCORED)
        upon = " AND e.target" if upon_somebody else ""
        grouped = f"{rows} AND {_DATED}{upon} GROUP BY {PERIODS[unit]}"
        query = f"SELECT MIN(e.id), MAX(e.id), {_SUMS} FROM {grouped} ORDER BY 1"
        return [
            tally_of(numbers, layout.day_of(first), layout.day_of(last))
            for first, last, *numbers in database.execute(query)
        ]


def by_action(view: View, wanted: EventFilter) -> tuple[Tally, dict[str, int]]:
    """Give the tally of the events that meet a filter, and how many there are of each action."""
    total, actions = Tally(), dict[str, int]()
    with view.reading() as database:
        rows = selected(wanted, view, database, joined=SCORED)
        query = f"SELECT e.action, {_ENDS}, {_SUMS} FROM {rows} GROUP BY e.action"
        for action, first, last, *numbers in database.execute(query):
            actions[view.names.of(database, action)] = numbers[0]
            total = total.plus(tally_of(numbers, layout.day_of(first), None if last is None else layout.day_of(last)))
    return total, actions


def events_by_action(view: View, wanted: EventFilter) -> dict[str, int]:
    """Give how many of the events that meet a filter are of each action: of all an index tells it."""
    with view.reading() as database:
        query = f"SELECT e.action, COUNT(*) FROM {selected(wanted, view, database)} GROUP BY e.action"
        return {view.names.of(database, action): events for action, events in database.execute(query)}


def years_by_partner(view: View, wanted: EventFilter, end: str, partners: Iterable[str]) -> dict[str, Years]:
    """Give the dated events that meet a filter by the side at an end, one of some, and by year and quad class."""
    found: dict[str, Years] = {}
    with view.reading() as database:
        some = listed(number_of(database, partner) for partner in partners)
        rows = f"{selected(wanted, view, database, joined=SCORED, by_day=False)} AND e.month NOT NULL"
        query = f"SELECT e.{end}, {PERIODS['year']}, {_QUADS} FROM {rows} AND +e.{end} IN ({some}) GROUP BY 1, 2"
        for side, year, one, two, three, four in database.execute(query):
            found.setdefault(view.names.of(database, side), {})[year] = one, two, three, four
    return found
