"""Numbers kept by assembly, so that no query has to count: of dyads, their months and actions, and of months."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pyoxigraph as ox

import graph.terms as t
from graph.assembly import Triple
from graph.tally import QUADS, Tally, detail_from, detail_triples, month_of
from graph.terms import Node, Terms
from graph.values import Properties, Values
from ontology.action import Action
from ontology.event import Event

Key = tuple[str, ...]
_OF_SIDE = {"Sent": "sentBy", "Received": "receivedBy"}
DETAILED = ("Dyad", *_OF_SIDE)


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that is counted: its node, its class, and what it is the tally of."""

    node: Node
    kind: str
    of: tuple[tuple[Node, t.Object], ...]


def keys(event: Event) -> Iterator[Key]:
    """Give the keys of all tallies in which an event counts: the class, then what it is the tally of."""
    month = None if event.date is None else month_of(event.date)
    source, target = event.actor_side, event.target_side
    if month is not None:
        yield ("Month", month)
    if target is None:
        return
    yield ("Dyad", source, target)
    yield ("DyadAction", source, target, event.action)
    if month is not None:
        yield ("DyadMonth", source, target, month)
    yield ("Sent", source)
    yield ("Received", target)


def counted(key: Key, terms: Terms) -> Counted:
    """Give what a key stands for."""
    kind, *parts = key
    if kind == "Month":
        return Counted(terms.concept("month", parts[0]), kind, (_month(parts[0], terms),))
    if kind in _OF_SIDE:
        return Counted(side_node(kind, parts[0], terms), kind, ((terms.of(_OF_SIDE[kind]), terms.actor(parts[0])),))
    dyad = terms.dyad(parts[0], parts[1])
    if kind == "Dyad":
        sides = (terms.of("fromSide"), terms.actor(parts[0])), (terms.of("toSide"), terms.actor(parts[1]))
        return Counted(dyad, kind, sides)
    node, of_dyad = terms.part(dyad, parts[2]), (terms.of("tallyOf"), dyad)
    if kind == "DyadMonth":
        return Counted(node, kind, (of_dyad, _month(parts[2], terms)))
    # The actions of a dyad are few and often asked for, its months are many: so they are found apart.
    return Counted(node, kind, (of_dyad, (terms.of("actionOf"), dyad), (terms.of("action"), terms.action(parts[2]))))


def _month(month: str, terms: Terms) -> tuple[Node, t.Object]:
    return terms.of("month"), t.month(month)


def side_node(kind: str, side: str, terms: Terms) -> Node:
    """Give the tally of all that a side did to others (``Sent``) or that others did to it (``Received``)."""
    return terms.concept(kind.lower(), side)


def tally_from(properties: Properties, terms: Terms) -> Tally:
    """Give the tally that has these properties."""
    values = Values(properties, terms)
    one, two, three, four = (int(values.number(name)) for name in QUADS)
    sum_of_scores = Decimal(values.number("goldsteinSum"))
    return Tally(
        int(values.number("events")), sum_of_scores, (one, two, three, four), values.day("first"), values.day("last")
    )


def tally_triples(what: Counted, tally: Tally, terms: Terms) -> Iterator[Triple]:
    """Give what the default graph says of a tally; nothing where no event is left."""
    if tally.events == 0:
        return
    yield what.node, t.TYPE, terms.of(what.kind)
    for predicate, value in what.of:
        yield what.node, predicate, value
    yield what.node, terms.of("events"), t.integer(tally.events)
    if what.kind == "DyadAction":
        return
    yield what.node, terms.of("goldsteinSum"), t.decimal(tally.goldstein)
    for name, number in zip(QUADS, tally.quads, strict=True):
        if number:
            yield what.node, terms.of(name), t.integer(number)
    if what.kind == "Dyad":
        yield what.node, terms.of("magnitude"), t.integer(tally.events.bit_length())
        for name, date in (("first", tally.first), ("last", tally.last)):
            if date is not None:
                yield what.node, terms.of(name), t.day(date)


def magnitude_changes(
    levels: Mapping[int, int], terms: Terms, read: Callable[[Node], Properties]
) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """Give the quads of the magnitudes concerned, before and after so many dyads more (or fewer) have each.

    They let the busiest dyads be found without looking at all the others. Level 0 has no dyads.
    """
    before: set[ox.Quad] = set()
    after: set[ox.Quad] = set()
    for level, more in levels.items():
        if level == 0 or more == 0:
            continue
        node = terms.concept("magnitude", str(level))
        stored = read(node)
        before.update(ox.Quad(node, predicate, value) for predicate, values in stored.items() for value in values)
        dyads = int(Values(stored, terms).number("dyads")) + more
        if dyads:
            after.add(ox.Quad(node, t.TYPE, terms.of("Magnitude")))
            after.add(ox.Quad(node, terms.of("level"), t.integer(level)))
            after.add(ox.Quad(node, terms.of("dyads"), t.integer(dyads)))
    return before, after


def recount(
    gone: Iterable[Event],
    come: Iterable[Event],
    actions: Mapping[str, Action],
    terms: Terms,
    read: Callable[[Node], Properties],
    dates: Callable[[Node], Iterable[dt.date]],
) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """Give the quads of all tallies concerned, before and after events went and came.

    `read` gives a tally's stored properties; `dates` those of the events of a dyad that are neither gone nor come.
    """
    concerned: dict[Key, list[tuple[Event, int]]] = {}
    for event, sign in [*((event, -1) for event in gone), *((event, 1) for event in come)]:
        for key in keys(event):
            concerned.setdefault(key, []).append((event, sign))
    before: set[ox.Quad] = set()
    after: set[ox.Quad] = set()
    levels: Counter[int] = Counter()
    for key, changes in concerned.items():
        what = counted(key, terms)
        stored = read(what.node)
        before.update(ox.Quad(what.node, predicate, value) for predicate, values in stored.items() for value in values)
        tally = tally_from(stored, terms)
        levels[tally.events.bit_length()] -= what.kind == "Dyad"
        for event, sign in changes:
            tally = tally.with_event(event, actions.get(event.action), sign)
        if what.kind == "Dyad" and any(sign < 0 and event.date in (tally.first, tally.last) for event, sign in changes):
            tally = _between(tally, dates(what.node), changes)
        levels[tally.events.bit_length()] += what.kind == "Dyad"
        if what.kind in DETAILED and tally.events:
            detail = detail_from(stored, terms)
            for event, sign in changes:
                detail = detail.with_event(event, actions.get(event.action), sign)
            if what.kind != "Dyad":
                # Nobody asks for the actions of a side without a partner or a period.
                detail = replace(detail, actions={})
            after.update(ox.Quad(*triple) for triple in detail_triples(what.node, detail, terms))
        after.update(ox.Quad(*triple) for triple in tally_triples(what, tally, terms))
    left, came = magnitude_changes(levels, terms, read)
    return before | left, after | came


def _between(tally: Tally, kept: Iterable[dt.date], changes: Iterable[tuple[Event, int]]) -> Tally:
    """Give the tally with its first and last date found anew, where events went that may have been these."""
    left = [*kept, *(event.date for event, sign in changes if sign > 0 and event.date is not None)]
    return replace(tally, first=min(left, default=None), last=max(left, default=None))
