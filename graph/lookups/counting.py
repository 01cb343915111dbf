"""Counting events in the engine: by partner, month or date and action, where no aggregates are materialized."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pyoxigraph as ox

from communique.graph.aggregates.tally import Tally
from communique.graph.filters import EventFilter, is_side_pair
from communique.graph.lookups.patterns import pattern
from communique.graph.rdf import terms as t
from communique.graph.stores.rows import rows
from communique.graph.stores.world import World

Named = Callable[[ox.NamedNode | ox.Literal | None], str]


@dataclass(slots=True)
class Counted:
    """The tally of a group of events, and how many there are of each action."""

    tally: Tally = field(default_factory=Tally)
    actions: dict[str, int] = field(default_factory=dict)


def counted_by(world: World, wanted: EventFilter, end: str) -> dict[str, Counted]:
    """Give the events that meet a filter by whoever stands at an end: ``actorSide``, ``target``; with their dates."""
    found = _grouped(world, wanted, f"?e dip:{end} ?group .", t.name_of)
    where = f"{pattern(wanted, world)} ?e dip:{end} ?group ; dip:date ?date ."
    query = f"SELECT ?group (MIN(?date) AS ?first) (MAX(?date) AS ?last) WHERE {{ {where} }} GROUP BY ?group"
    for row in rows(world, query):
        group = found[t.name_of(row["group"])]
        first, last = (dt.date.fromisoformat(row[name].value) for name in ("first", "last"))
        group.tally = replace(group.tally, first=first, last=last)
    return found


def count_events(world: World, wanted: EventFilter) -> int:
    """Give the number of events that meet a filter."""
    if is_side_pair(world, replace(wanted, disputed=None)):
        # Found through their dyad, they are quick to count.
        world = world.unlimited
    (row,) = rows(world, f"SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE {{ {pattern(wanted, world)} }}")
    return int(row["n"].value)


def counted_by_month(world: World, wanted: EventFilter) -> dict[str, Counted]:
    """Give the dated events upon somebody that meet a filter by month, as in ``2004-03``."""
    return _grouped(world, wanted, "?e dip:month ?group ; dip:targetSide ?side .", _written)


def counted_by_date(world: World, wanted: EventFilter) -> dict[dt.date | None, Counted]:
    """Give the events that meet a filter by date, without first and last day; None stands for those without a date."""
    found = _grouped(world, wanted, "OPTIONAL { ?e dip:date ?group }", _written)
    return {dt.date.fromisoformat(date) if date else None: counted for date, counted in found.items()}


def _grouped(world: World, wanted: EventFilter, group: str, name: Named) -> dict[str, Counted]:
    # Somebody may be found in two ways, so an event counts once however often it comes.
    query = (
        "SELECT ?group ?action (COUNT(DISTINCT ?e) AS ?n) WHERE "
        f"{{ {pattern(wanted, world)} {group} ?e dip:action ?action }} GROUP BY ?group ?action"
    )
    found: dict[str, Counted] = {}
    for row in rows(world, query):
        counted = found.setdefault(name(row["group"]), Counted())
        action, number = t.name_of(row["action"]), int(row["n"].value)
        counted.actions[action] = number
        counted.tally = _with(counted.tally, world, action, number)
    return found


def _written(group: ox.NamedNode | ox.Literal | None) -> str:
    return group.value if group is not None else ""


def _with(tally: Tally, world: World, name: str, number: int) -> Tally:
    action = world.actions.get(name)
    quad = action.quad if action else 0
    one, two, three, four = (n + number * (quad == place) for place, n in enumerate(tally.quads, start=1))
    score = number * Decimal(str(action.goldstein if action else 0))
    return replace(
        tally, events=tally.events + number, goldstein=tally.goldstein + score, quads=(one, two, three, four)
    )
