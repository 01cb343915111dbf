"""Counting events from the numbers that are held, and those that one needs of all."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from communique.graph.filters import EVERY, EventFilter
from communique.graph.table.conditions import selected
from communique.graph.table.event_table import View
from communique.graph.table.layout import NO_DAY, SCALE, date_of, day_of, first_of_day, month_name
from communique.graph.table.names import number_of
from communique.graph.tally import Four, Tally

NUMBERS = "events, one, two, three, four, score"
# Events of each quad class, by year.
Years = dict[int, Four]
_MONTHS = 12


@dataclass(slots=True)
class Counted:
    """The tally of a group of events, and how many there are of each action."""

    tally: Tally = field(default_factory=Tally)
    actions: dict[str, int] = field(default_factory=dict)


def count_events(view: View, wanted: EventFilter) -> int:
    """Give the number of events that meet a filter."""
    with view.reading() as database:
        if wanted == EVERY:
            return _total(database, "events")
        query = f"SELECT COUNT(*) FROM {selected(wanted, view, database)}"
        return int(database.execute(query).fetchone()[0])


def totals(view: View) -> Mapping[str, int]:
    """Give the numbers of documents, reports, events, disputed events and dyads."""
    with view.reading() as database:
        return dict(database.execute("SELECT name, number FROM total"))


def reach(view: View) -> tuple[dt.date | None, dt.date | None]:
    """Give the first and the last day of an event."""
    with view.reading() as database:
        dated = f"FROM event WHERE id < {first_of_day(NO_DAY)}"
        ends = [database.execute(f"SELECT {end}(id) {dated}").fetchone()[0] for end in ("MIN", "MAX")]
    first, last = (None if end is None else day_of(end) for end in ends)
    return first, last


def dyad_tally(view: View, source: str, target: str) -> Counted:
    """Give all that one side did to another, with its dates and actions."""
    with view.reading() as database:
        ends = number_of(database, source), number_of(database, target)
        query = f"SELECT {NUMBERS}, first, last FROM dyad WHERE source = ? AND target = ?"
        row = database.execute(query, ends).fetchone()
        if row is None:
            return Counted()
        *numbers, first, last = row
        mix = "SELECT action, events FROM dyad_action WHERE source = ? AND target = ?"
        actions = {view.names.of(database, action): events for action, events in database.execute(mix, ends)}
        return Counted(tally_of(numbers, date_of(first), date_of(last)), actions)


def dyad_months(view: View, source: str, target: str) -> dict[str, Tally]:
    """Give what one side did to another by month, in order."""
    with view.reading() as database:
        ends = number_of(database, source), number_of(database, target)
        query = f"SELECT month, {NUMBERS} FROM dyad_month WHERE source = ? AND target = ? ORDER BY month"
        return {month_name(month): tally_of(numbers) for month, *numbers in database.execute(query, ends)}


def dyad_years(view: View, source: str, target: str) -> Years:
    """Give what one side did to another by year and quad class."""
    with view.reading() as database:
        ends = number_of(database, source), number_of(database, target)
        query = (
            f"SELECT month / {_MONTHS}, SUM(one), SUM(two), SUM(three), SUM(four) FROM dyad_month "
            "WHERE source = ? AND target = ? GROUP BY 1"
        )
        return {year: (one, two, three, four) for year, one, two, three, four in database.execute(query, ends)}


def side_months(view: View, side: str, *, received: bool) -> dict[str, Tally]:
    """Give what a side did to others, or what others did to it, by month, in order."""
    with view.reading() as database:
        query = f"SELECT month, {NUMBERS} FROM side_month WHERE side = ? AND way = ? ORDER BY month"
        found = database.execute(query, (number_of(database, side), int(received)))
        return {month_name(month): tally_of(numbers) for month, *numbers in found}


def partners_of(view: View, side: str) -> dict[str, int]:
    """Give the number of events, both ways, between a side and each other."""
    found: dict[str, int] = {}
    with view.reading() as database:
        there = "SELECT target, events FROM dyad WHERE source = ?1"
        query = f"{there} UNION ALL SELECT source, events FROM dyad WHERE target = ?1"
        for other, events in database.execute(query, (number_of(database, side),)):
            name = view.names.of(database, other)
            found[name] = found.get(name, 0) + events
    return found


# By month each side stands once for each, in order; pairs would have to be sorted by target. Undated events are few.
_BY_SIDE = f"""
SELECT side, SUM(events) FROM side_month GROUP BY side
UNION ALL SELECT source, COUNT(*) FROM event NOT INDEXED WHERE id >= {first_of_day(NO_DAY)} AND target GROUP BY source
UNION ALL SELECT target, COUNT(*) FROM event NOT INDEXED WHERE id >= {first_of_day(NO_DAY)} AND target GROUP BY target
"""


def events_by_side(view: View) -> dict[str, int]:
    """Give for every side the number of events in which it acts upon another or is acted upon."""
    found: dict[str, int] = {}
    with view.reading() as database:
        for side, events in database.execute(_BY_SIDE):
            name = view.names.of(database, side)
            found[name] = found.get(name, 0) + events
    return found


def events_naming(view: View, actors: Iterable[str]) -> dict[str, int]:
    """Give the number of events that name each of some actors; those of none are left out."""
    bundles = "SELECT bundle FROM member WHERE name = ?1"
    query = (
        f"SELECT COUNT(*) FROM (SELECT id FROM event WHERE actors IN ({bundles}) UNION "
        f"SELECT id FROM event WHERE targets IN ({bundles}))"
    )
    with view.reading() as database:
        found = {name: database.execute(query, (number_of(database, name),)).fetchone()[0] for name in actors}
    return {name: number for name, number in found.items() if number}


def _total(database: sqlite3.Connection, name: str) -> int:
    return int(database.execute("SELECT number FROM total WHERE name = ?", (name,)).fetchone()[0])


def _day(number: int | None) -> dt.date | None:
    return None if number is None else day_of(number)


def tally_of(numbers: Sequence[int], first: dt.date | None = None, last: dt.date | None = None) -> Tally:
    """Give the tally of a row's numbers: events, the four quad classes, and the sum of scores as the table keeps it."""
    events, one, two, three, four, score = numbers
    return Tally(events, Decimal(score) / SCALE, (one, two, three, four), first, last)
