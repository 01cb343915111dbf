"""The numbers of dyads, sides and months after some events went, came, or are asserted by other reports."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import communique.graph.rdf.terms as t
from communique.graph.aggregates.aggregate import Aggregate, AggregateKey, aggregate_from, keys, lines, node_of
from communique.graph.rdf.terms import Node
from communique.graph.stores.documents import properties_of
from communique.graph.stores.rows import rows
from communique.graph.stores.world import World
from communique.ontology.types import Event

Ends = tuple[dt.date | None, dt.date | None]
_NO_ENDS: Ends = (None, None)
# Who acts, or is acted upon, in the dyads that make up what a side sent or received.
_SIDE_OF = {"Sent": ("fromSide", 1), "Received": ("toSide", 2)}


@dataclass(frozen=True, slots=True)
class EventChange:
    """An event that came (1), went (-1) or stays (0), and how many reports more assert it."""

    event: Event
    events: int
    reports: int


def recount(changes: Iterable[EventChange], world: World) -> tuple[set[str], set[str]]:
    """Give the lines of all aggregates concerned before and after some changes, which the store does not say yet."""
    concerned: dict[AggregateKey, list[EventChange]] = {}
    for change in changes:
        for key in keys(change.event):
            concerned.setdefault(key, []).append(change)
    terms = world.terms
    before = {key: aggregate_from(properties_of(world, node_of(key, terms)), terms) for key in concerned}
    after: dict[AggregateKey, Aggregate] = {}
    # The ends of a side are those of its dyads, which come first.
    for key in sorted(concerned, key=lambda key: key[0] != "Dyad"):
        after[key] = _changed(before[key], concerned[key], world)
        if _may_have_moved(before[key], concerned[key]):
            ends = _ends_of_dyad(key, concerned[key], world) if key[0] == "Dyad" else _ends_of_side(key, after, world)
            after[key] = _with_ends(after[key], ends)
    return lines(before, terms), lines(after, terms)


def _changed(aggregate: Aggregate, changes: Iterable[EventChange], world: World) -> Aggregate:
    tally, reports = aggregate.tally, aggregate.reports
    for change in changes:
        tally = tally.with_event(change.event, world.actions.get(change.event.action), change.events)
        reports += change.reports
    return Aggregate(tally, reports)


def _may_have_moved(before: Aggregate, changes: Iterable[EventChange]) -> bool:
    """Tell whether the first or last day may be another, for an event of it went."""
    ends = {before.tally.first, before.tally.last} - {None}
    return any(change.events < 0 and change.event.date in ends for change in changes)


def _ends_of_dyad(key: AggregateKey, changes: Iterable[EventChange], world: World) -> Ends:
    """Give the first and last day of the events of a dyad that are left or come."""
    gone = ", ".join(str(world.terms.event(change.event.key)) for change in changes if change.events < 0)
    left = rows(
        world,
        f"SELECT (MIN(?date) AS ?first) (MAX(?date) AS ?last) WHERE {{ ?e dip:dyad {node_of(key, world.terms)} ; "
        f"dip:date ?date FILTER (?e NOT IN ({gone})) }}",
    )
    days = [change.event.date for change in changes if change.events > 0]
    return _between(days + [_day(row[name]) for row in left for name in ("first", "last")])


def _ends_of_side(key: AggregateKey, after: Mapping[AggregateKey, Aggregate], world: World) -> Ends:
    """Give the first and last day of the dyads in which a side acts, or is acted upon."""
    kind, side = key
    end, place = _SIDE_OF[kind]
    known = {node_of(each, world.terms): of for each, of in after.items() if each[0] == "Dyad"}
    found = rows(
        world,
        f"SELECT ?dyad ?first ?last WHERE {{ ?dyad dip:{end} {world.terms.actor(side)} ; "
        "dip:first ?first ; dip:last ?last }",
    )
    days = [_day(row[name]) for row in found if row["dyad"] not in known for name in ("first", "last")]
    for each, of in after.items():
        if each[0] == "Dyad" and each[place] == side:
            days += [of.tally.first, of.tally.last]
    return _between(days)


def _between(days: Iterable[dt.date | None]) -> Ends:
    there = [day for day in days if day is not None]
    return (min(there), max(there)) if there else _NO_ENDS


def _with_ends(aggregate: Aggregate, ends: Ends) -> Aggregate:
    return replace(aggregate, tally=replace(aggregate.tally, first=ends[0], last=ends[1]))


def _day(term: t.Object | None) -> dt.date | None:
    return None if term is None or isinstance(term, Node) else dt.date.fromisoformat(term.value)
