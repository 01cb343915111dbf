"""Counting events from the numbers that are held, and those that one needs of all."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from communique.graph.filters import EVERY, EventFilter
from communique.graph.table.conditions import selected
from communique.graph.table.layout import NO_DAY, SCALE, date_of, day_of, first_of_day, month_name, month_of
from communique.graph.table.names import number_of
from communique.graph.table.view import View
from communique.graph.tally import Four, Tally

NUMBERS = "events, one, two, three, four, score"
# Events of each quad class, by year.
Years = dict[int, Four]
_MONTHS = 12
_DAY = dt.timedelta(days=1)
_QUADS = tuple(enumerate(("one", "two", "three", "four"), start=1))


@dataclass(frozen=True, slots=True)
class HeldMonths:
    """Which of the numbers that are held of dyads by month: from a month to another, of a quad class or of all."""

    first: int = 0
    last: int = month_of(dt.date.max)
    quad: int | None = None


@dataclass(slots=True)
class Counted:
    """The tally of a group of events, and how many there are of each action."""

    tally: Tally = field(default_factory=Tally)
    actions: dict[str, int] = field(default_factory=dict)


def held_months(wanted: EventFilter) -> HeldMonths | None:
    """Give the numbers that answer a filter, None where it asks for more than whole months and a quad class."""
    start, end = wanted.start, wanted.end
    if replace(wanted, quad=None, start=None, end=None) != EVERY:
        return None
    if (start is not None and start.day > 1) or (end is not None and end != dt.date.max and (end + _DAY).day > 1):
        return None
    every = HeldMonths()
    return HeldMonths(
        every.first if start is None else month_of(start), every.last if end is None else month_of(end), wanted.quad
    )


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


def dyad_years(view: View, source: str, target: str, held: HeldMonths) -> Years:
    """Give what one side did to another by year and quad class."""
    with view.reading() as database:
        ends = number_of(database, source), number_of(database, target)
        sums = ", ".join(f"SUM({name})" if held.quad in (None, quad) else "0" for quad, name in _QUADS)
        query = (
            f"SELECT month / {_MONTHS}, {sums} FROM dyad_month WHERE source = ? AND target = ? "
            "AND month BETWEEN ? AND ? GROUP BY 1"
        )
        found = database.execute(query, (*ends, held.first, held.last))
        return {year: (one, two, three, four) for year, one, two, three, four in found if one + two + three + four}


def side_months(view: View, side: str, held: HeldMonths, *, received: bool) -> dict[str, Tally]:
    """Give what a side did to others, or what others did to it, by month, in order; of all quad classes together."""
    with view.reading() as database:
        query = (
            f"SELECT month, {NUMBERS} FROM side_month WHERE side = ? AND way = ? AND month BETWEEN ? AND ? "
            "ORDER BY month"
        )
        found = database.execute(query, (number_of(database, side), int(received), held.first, held.last))
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


def tally_of(numbers: Sequence[int], first: dt.date | None = None, last: dt.date | None = None) -> Tally:
    """Give the tally of a row's numbers: events, the four quad classes, and the sum of scores as the table keeps it."""
    events, one, two, three, four, score = numbers
    return Tally(events, Decimal(score) / SCALE, (one, two, three, four), first, last)
