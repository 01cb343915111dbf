"""Conditions on events in SQL: every value is a number, so nothing that is asked for is ever part of the text."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import communique.graph.rdf.terms as t
from communique.graph.filters import EventFilter, own_side
from communique.graph.stores.rows import rows
from communique.graph.stores.world import World
from communique.graph.table.layout import NO_DAY, first_of_day
from communique.graph.table.names import number_of
from communique.ontology.types import Action


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions on the rows `e` of events: all must hold."""

    terms: tuple[str, ...]

    def __str__(self) -> str:
        """Give the conditions after WHERE."""
        return " AND ".join(self.terms) or "1"


def conditions(wanted: EventFilter, world: World, database: sqlite3.Connection) -> Where:
    """Give the conditions of a filter that is known to be for what exists."""
    return Where(tuple(_conditions(wanted, world, database)))


def actions_of(wanted: EventFilter, actions: Mapping[str, Action]) -> list[str] | None:
    """Give the ids of the actions that a filter lets through, None for all."""
    if (wanted.action, wanted.root, wanted.plover, wanted.quad) == (None, None, None, None):
        return None
    return sorted(
        action.id
        for action in actions.values()
        if (wanted.action is None or wanted.action in _upwards(action, actions))
        and wanted.root in (None, action.root)
        and wanted.plover in (None, action.plover_type)
        and wanted.quad in (None, action.quad)
    )


def at_end(end: str, name: str, world: World, database: sqlite3.Connection) -> str:
    """Give the condition for an actor at one end: as a side where it is one, as named where it acts for another."""
    own, number = own_side(name, world), number_of(database, name)
    side = {"actors": "source", "targets": "target"}[end]
    named = f"e.{end} IN ({_with(number)})"
    if own is None:
        return f"(e.{side} = {number} OR {named})"
    return f"e.{side} = {number}" if own else named


def _conditions(wanted: EventFilter, world: World, database: sqlite3.Connection) -> Iterator[str]:
    for end, name in (("actors", wanted.actor), ("targets", wanted.target)):
        if name is not None:
            yield at_end(end, name, world, database)
    if wanted.either is not None:
        ways = (("actors", "targets"), ("targets", "actors"))
        both = (_both(ends, wanted.either, wanted.other, world, database) for ends in ways)
        yield f"({' OR '.join(both)})"
    for end, sector in (("actors", wanted.role), ("targets", wanted.target_role)):
        if sector is not None:
            yield f"e.{end} IN ({_with(*_of_sector(sector, world, database))})"
    allowed = actions_of(wanted, world.actions)
    if allowed is not None:
        yield f"e.action IN ({_listed(number_of(database, name) for name in allowed)})"
    if wanted.start is not None:
        yield f"e.id >= {first_of_day(wanted.start.toordinal())}"
    if wanted.end is not None:
        yield f"e.id < {first_of_day(wanted.end.toordinal() + 1)}"
    elif wanted.start is not None:
        yield f"e.id < {first_of_day(NO_DAY)}"
    if wanted.min_reports > 1:
        yield f"e.reports >= {int(wanted.min_reports)}"
    if wanted.disputed is not None:
        yield "e.disputed" if wanted.disputed else "NOT e.disputed"
    for column, name in (("places", wanted.place), ("publishers", wanted.publisher), ("datasets", wanted.dataset)):
        if name is not None:
            yield f"e.{column} IN ({_with(number_of(database, name))})"


def _both(ends: tuple[str, str], here: str, there: str | None, world: World, database: sqlite3.Connection) -> str:
    first = at_end(ends[0], here, world, database)
    return first if there is None else f"({first} AND {at_end(ends[1], there, world, database)})"


def _with(*numbers: int) -> str:
    """Give the query for the bundles that hold one of some names."""
    return f"SELECT bundle FROM member WHERE name IN ({_listed(numbers)})"


def _of_sector(sector: str, world: World, database: sqlite3.Connection) -> list[int]:
    found = rows(world.unlimited, f"SELECT ?a WHERE {{ ?a dip:sector {t.text(sector)} }}")
    return [number for row in found if (number := number_of(database, t.name_of(row["a"]))) > 0]


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers)) or "-1"


def _upwards(action: Action, actions: Mapping[str, Action]) -> set[str]:
    seen: set[str] = set()
    at: Action | None = action
    while at is not None and at.id not in seen:
        seen.add(at.id)
        at = actions.get(at.parent) if at.parent else None
    return seen
