"""Conditions on events in SQL: every value is a number, so nothing that is asked for is ever part of the text.

A filter becomes ways: one or more sets of conditions, of which an event must meet one. The first condition of a way is
the one by which its events are found, through an index in the order of their ids; a plus sign before a column keeps the
engine from taking another.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from communique.graph.filters import EventFilter, own_side
from communique.graph.stores.world import World
from communique.graph.table.layout import NO_DAY, first_of_day
from communique.graph.table.names import number_of
from communique.graph.table.view import View
from communique.ontology.lexicon import ancestors
from communique.ontology.types import Action

# What is known of events in all indexes by which they are counted.
COUNTED = "id, source, target, action, month, reports, disputed, actors, targets, places, publishers, datasets"
# A publisher of so few documents is where to begin.
_FEW_DOCUMENTS = 2000
_SIDE = {"actors": "source", "targets": "target"}


# Joins the quad class and the score of its action to each event.
SCORED = " CROSS JOIN action a ON a.id = e.action"


def ways(wanted: EventFilter, view: View, database: sqlite3.Connection, *, by_day: bool = True) -> list[str]:
    """Give the conditions on the rows `e` of events, of which one must be met.

    Where events are not found `by_day`, the engine is free to read them in an order in which it need not sort them.
    """
    rest = [*_others(wanted, view, database), *_between(wanted, "" if by_day else "+")]
    parties = [" AND ".join(each) for each in _parties(wanted, view.world, database)]
    if parties == [""]:
        parties = [_without_parties(wanted, database)]
    return [" AND ".join(filter(None, (each, *rest))) or "1" for each in parties]


def any_way(wanted: EventFilter, view: View, database: sqlite3.Connection) -> str:
    """Give the conditions on the rows `e` of events as one."""
    found = ways(wanted, view, database)
    return found[0] if len(found) == 1 else f"({' OR '.join(f'({way})' for way in found)})"


def selected(
    wanted: EventFilter, view: View, database: sqlite3.Connection, *, joined: str = "", by_day: bool = True
) -> str:
    """Give the rows `e` of all events that meet a filter, for after FROM, up to the last condition."""
    found = ways(wanted, view, database, by_day=by_day)
    if len(found) == 1:
        return f"event e{joined} WHERE {found[0]}"
    # Each way without the events of those before: to find out which are the same takes the engine ten times as long.
    apart = (" AND ".join([way, *(f"NOT ({other})" for other in found[:at])]) for at, way in enumerate(found))
    return f"({' UNION ALL '.join(f'SELECT {COUNTED} FROM event e WHERE {each}' for each in apart)}) e{joined} WHERE 1"


def actions_of(wanted: EventFilter, actions: Mapping[str, Action]) -> list[str] | None:
    """Give the ids of the actions that a filter lets through, None for all."""
    if (wanted.action, wanted.root, wanted.plover, wanted.quad) == (None, None, None, None):
        return None
    return sorted(
        action.id
        for action in actions.values()
        if (wanted.action is None or any(wanted.action == each.id for each in (action, *ancestors(action, actions))))
        and wanted.root in (None, action.root)
        and wanted.plover in (None, action.plover_type)
        and wanted.quad in (None, action.quad)
    )


def _parties(wanted: EventFilter, world: World, database: sqlite3.Connection) -> Iterator[tuple[str, ...]]:
    """Give the ways of who acts and who is acted upon."""
    ends = [(end, name) for end, name in (("actors", wanted.actor), ("targets", wanted.target)) if name is not None]
    fixed = [_at(end, name, world, database) for end, name in ends]
    if wanted.either is None:
        yield from product(*fixed)
        return
    for here, there in (("actors", "targets"), ("targets", "actors")):
        both = [_at(here, wanted.either, world, database)]
        if wanted.other is not None:
            both.append(_at(there, wanted.other, world, database))
        yield from product(*both, *fixed)


def _at(end: str, name: str, world: World, database: sqlite3.Connection) -> list[str]:
    """Give the ways of an actor at one end: as a side where it is one, as named where it acts for another."""
    own, number = own_side(name, world), number_of(database, name)
    side, named = f"e.{_SIDE[end]} = {number}", f"e.{end} IN ({_with(number)})"
    if own is None:
        return [side, named]
    return [side] if own else [named]


def _without_parties(wanted: EventFilter, database: sqlite3.Connection) -> str:
    """Give the condition to begin with where nobody is named; none where the first events of all are soon found."""
    if wanted.disputed:
        return "e.disputed"
    if wanted.place is not None:
        return f"e.places IN ({_with(number_of(database, wanted.place))})"
    if wanted.publisher is not None:
        number = number_of(database, wanted.publisher)
        some = f"SELECT COUNT(*) FROM (SELECT 1 FROM document WHERE source = {number} LIMIT {_FEW_DOCUMENTS})"
        if database.execute(some).fetchone()[0] < _FEW_DOCUMENTS:
            keys = f"SELECT event FROM report r JOIN document d ON d.id = r.document WHERE d.source = {number}"
            return f"e.id IN (SELECT id FROM event WHERE key IN ({keys}))"
    return ""


def _others(wanted: EventFilter, view: View, database: sqlite3.Connection) -> Iterator[str]:
    for end, sector in (("actors", wanted.role), ("targets", wanted.target_role)):
        if sector is not None:
            yield f"+e.{end} IN ({_with(*view.members.of_sector(sector, database))})"
    allowed = actions_of(wanted, view.world.actions)
    if allowed is not None:
        yield f"+e.action IN ({listed(number_of(database, name) for name in allowed)})"
    if wanted.min_reports > 1:
        yield f"+e.reports >= {int(wanted.min_reports)}"
    if wanted.disputed is not None:
        yield "e.disputed" if wanted.disputed else "NOT e.disputed"
    if wanted.region is not None:
        yield _in_region(wanted, view.members.of_region(wanted.region, database), view.world, database)
    for column, name in (("places", wanted.place), ("publishers", wanted.publisher), ("datasets", wanted.dataset)):
        if name is not None:
            yield f"+e.{column} IN ({_with(number_of(database, name))})"


def _between(wanted: EventFilter, plus: str) -> Iterator[str]:
    """Give the conditions on the day; what has none is not between days."""
    if wanted.start is not None:
        yield f"{plus}e.id >= {first_of_day(wanted.start.toordinal())}"
    if wanted.end is not None:
        yield f"{plus}e.id < {first_of_day(wanted.end.toordinal() + 1)}"
    elif wanted.start is not None:
        yield f"{plus}e.id < {first_of_day(NO_DAY)}"


def _with(*numbers: int) -> str:
    """Give the query for the bundles that hold one of some names."""
    return f"SELECT bundle FROM member WHERE name IN ({listed(numbers)})"


def _in_region(wanted: EventFilter, sides: Sequence[int], world: World, database: sqlite3.Connection) -> str:
    """Give the condition that a side is one of some: empty where the filter names one, which is not looked at again."""
    named = {"source": wanted.actor, "target": wanted.target}
    known = {end: number_of(database, name) for end, name in named.items() if name and own_side(name, world)}
    if not set(sides).isdisjoint(known.values()):
        return ""
    ways = [f"+e.{end} IN ({listed(sides)})" for end in named if end not in known]
    return f"({' OR '.join(ways) or 0})"


def listed(numbers: Iterable[int]) -> str:
    """Give numbers for between the brackets of IN; of none one that nothing has."""
    return ", ".join(map(str, numbers)) or "-1"
