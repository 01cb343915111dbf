"""An actor's events month by month: what he did to others and what others did to him."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from graph.assembly import month_of
from graph.filters import EVERY, EventFilter, own_side
from graph.reading import events, select
from graph.tallies import QUADS, Tally
from graph.world import World
from ontology.event import Event

NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class MonthOfActor:
    """A calendar month of an actor: the tally of what he did, and of what was done to him."""

    month: str
    sent: Tally = NOTHING
    received: Tally = NOTHING


def timeline(world: World, actor: str, filters: EventFilter = EVERY) -> list[MonthOfActor]:
    """Give the months in which an actor acted upon another or was acted upon, in order; undated events are left out.

    A side's months come from the numbers that assembly keeps; for any other actor, and with filters, events are
    counted.
    """
    if filters == EVERY and own_side(actor, world) is True:
        sent, received = (_kept(world, actor, end) for end in ("fromSide", "toSide"))
    else:
        found = list(events(world, filters))
        ends = ((_actors(event), _targets(event), event) for event in found)
        pairs = [(actor in here, actor in there, event) for here, there, event in ends]
        sent = _counted(world, (event for acts, _, event in pairs if acts and event.target_side is not None))
        received = _counted(world, (event for _, suffers, event in pairs if suffers))
    months = sorted(sent.keys() | received.keys())
    return [MonthOfActor(month, sent.get(month, NOTHING), received.get(month, NOTHING)) for month in months]


def _actors(event: Event) -> set[str]:
    return {*event.actors, event.actor_side}


def _targets(event: Event) -> set[str]:
    return {*event.targets, *([event.target_side] if event.target_side else [])}


def _counted(world: World, found: Iterable[Event]) -> dict[str, Tally]:
    tallies: dict[str, Tally] = {}
    for event in found:
        if event.date is not None:
            month = month_of(event.date)
            tallies[month] = tallies.get(month, NOTHING).with_event(event, world.actions.get(event.action))
    return tallies


def _kept(world: World, actor: str, end: str) -> dict[str, Tally]:
    sums = " ".join(f"(SUM(COALESCE(?{name}, 0)) AS ?n{name})" for name in QUADS)
    parts = " ".join(f"OPTIONAL {{ ?tally dip:{name} ?{name} }}" for name in QUADS)
    rows = select(
        world,
        f"SELECT ?month (SUM(?events) AS ?n) (SUM(?score) AS ?sum) {sums} WHERE {{ ?dyad dip:{end} "
        f"{world.terms.actor(actor)} . ?tally dip:dyad ?dyad ; a dip:DyadMonth ; dip:month ?month ; "
        f"dip:events ?events ; dip:goldsteinSum ?score . {parts} }} GROUP BY ?month",
    )
    return {row["month"].value: _tally(row) for row in rows}


def _tally(row: ox.QuerySolution) -> Tally:
    one, two, three, four = (int(row[f"n{name}"].value) for name in QUADS)
    return Tally(int(row["n"].value), Decimal(row["sum"].value), (one, two, three, four))
