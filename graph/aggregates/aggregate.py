"""The numbers that the graph says of dyads, of sides and of months, as RDF and back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import communique.graph.rdf.trig as w
from communique.graph.rdf.terms import Node, Terms
from communique.graph.rdf.values import Properties, Values, month_of
from communique.graph.tally import QUADS, Tally
from communique.ontology.types import Event

# The class of what has the numbers, then what it is: two sides, one side, a month.
AggregateKey = tuple[str, ...]
_OF_SIDE = {"Sent": "sentBy", "Received": "receivedBy"}
_NO_EVENTS = Tally()


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The tally of some events, and how many reports assert them."""

    tally: Tally = _NO_EVENTS
    reports: int = 0

    def plus(self, other: "Aggregate") -> "Aggregate":
        """Give the aggregate of both."""
        return Aggregate(self.tally.plus(other.tally), self.reports + other.reports)


NOTHING = Aggregate()


def keys(event: Event) -> Iterator[AggregateKey]:
    """Give the keys of all aggregates in which an event counts."""
    source, target = event.actor_side, event.target_side
    if event.date is not None:
        yield ("Month", month_of(event.date))
    if target is not None:
        yield ("Dyad", source, target)
        yield ("Sent", source)
        yield ("Received", target)


def node_of(key: AggregateKey, terms: Terms) -> Node:
    """Give the node of what a key stands for."""
    kind, *names = key
    return terms.dyad(*names) if kind == "Dyad" else terms.concept(kind.lower(), names[0])


def aggregate_from(properties: Properties, terms: Terms) -> Aggregate:
    """Give the aggregate that has these properties; without any, that of no events."""
    if not properties:
        return NOTHING
    values = Values(properties, terms)
    one, two, three, four = (int(values.number(name)) for name in QUADS)
    score, ends = Decimal(values.number("goldsteinSum")), (values.day("first"), values.day("last"))
    tally = Tally(int(values.number("events")), score, (one, two, three, four), *ends)
    return Aggregate(tally, int(values.number("reports")))


def lines(aggregates: Mapping[AggregateKey, Aggregate], terms: Terms) -> set[str]:
    """Give line by line what the default graph says of what keys stand for; nothing where no event is left."""
    return {line for key, aggregate in aggregates.items() for line in _lines(key, aggregate, terms)}


def _lines(key: AggregateKey, aggregate: Aggregate, terms: Terms) -> Iterator[str]:
    if not aggregate.tally.events:
        return
    node, base = str(node_of(key, terms)), terms.namespace.base
    yield w.line(node, w.TYPE, w.term(base, key[0]))
    for name, value in (*_identity(key, base), *_numbers(key[0], aggregate)):
        yield w.line(node, w.term(base, name), value)


def _identity(key: AggregateKey, base: str) -> list[tuple[str, str]]:
    kind, *names = key
    if kind == "Month":
        return [("month", w.month(names[0]))]
    sides = [w.thing(base, "actor", name) for name in names]
    return [(_OF_SIDE[kind], sides[0])] if kind in _OF_SIDE else [("fromSide", sides[0]), ("toSide", sides[1])]


def _numbers(kind: str, aggregate: Aggregate) -> Iterator[tuple[str, str]]:
    tally = aggregate.tally
    yield "events", w.integer(tally.events)
    yield "reports", w.integer(aggregate.reports)
    yield "goldsteinSum", w.decimal(tally.goldstein)
    if kind == "Month":
        yield from ((name, w.integer(number)) for name, number in zip(QUADS, tally.quads, strict=True) if number)
        return
    if kind == "Dyad":
        yield "magnitude", w.integer(tally.events.bit_length())
    for name, date in (("first", tally.first), ("last", tally.last)):
        if date is not None:
            yield name, w.day(date)
