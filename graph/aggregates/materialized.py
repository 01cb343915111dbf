"""Materialized aggregates and counts, kept in step by assembly so that no query has to count.

Aggregates are those of dyads, of sides and of months; counts are plain numbers: dyads of a size, documents of a month,
events that name somebody.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

import pyoxigraph as ox

import communique.graph.rdf.trig as w
from communique.graph.aggregates.partners import partner_lines
from communique.graph.aggregates.tally import (
    MOST,
    NO_DETAIL,
    Aggregate,
    Detail,
    Recent,
    day_of,
    detail_from,
    detail_lines,
    newest_of,
    recent,
)
from communique.graph.filters import own_side
from communique.graph.rdf.documents import UNDATED, month_of_publication
from communique.graph.rdf.terms import Node, Terms
from communique.graph.rdf.values import Properties, Values, month_of
from communique.graph.stores.world import World
from communique.graph.tally import QUADS, Tally
from communique.ontology.types import Action, Event, Extraction

Key = tuple[str, ...]
_OF_SIDE = {"Sent": "sentBy", "Received": "receivedBy"}
NOTHING = Aggregate()
# The class of what has the number, its name, and the property that holds it.
Count = tuple[str, str, str]
# Of each class: where its nodes lie below the base, and its numbers.
_KINDS = {
    "Magnitude": ("magnitude", ("dyads",)),
    "PublicationMonth": ("published", ("documents", "storedReports")),
    "Named": ("named", ("events",)),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What an aggregate is of: its node, its class, and what it is the tally of (a property and its value)."""

    node: Node
    kind: str
    of: tuple[tuple[str, str], ...]


def keys(event: Event) -> Iterator[Key]:
    """Give the keys of all tallies in which an event counts: the class, then what it is the tally of."""
    source, target = event.actor_side, event.target_side
    if event.date is not None:
        yield ("Month", month_of(event.date))
    if target is not None:
        yield ("Dyad", source, target)
        yield ("Sent", source)
        yield ("Received", target)


def subject_of(key: Key, terms: Terms) -> Subject:
    """Give what a key stands for."""
    kind, *parts = key
    if kind == "Month":
        return Subject(terms.concept("month", parts[0]), kind, (("month", w.month(parts[0])),))
    sides = [w.thing(terms.namespace.base, "actor", part) for part in parts]
    if kind in _OF_SIDE:
        return Subject(side_node(kind, parts[0], terms), kind, ((_OF_SIDE[kind], sides[0]),))
    return Subject(terms.dyad(parts[0], parts[1]), kind, (("fromSide", sides[0]), ("toSide", sides[1])))


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


def aggregate_from(properties: Properties, terms: Terms) -> Aggregate:
    """Give the aggregate that is stored in these properties."""
    return Aggregate(tally_from(properties, terms), detail_from(properties, terms)) if properties else NOTHING


def aggregate_lines(key: Key, aggregate: Aggregate, terms: Terms) -> Iterator[str]:
    """Give line by line what the default graph says of what a key stands for; nothing where no event is left."""
    what, base = subject_of(key, terms), terms.namespace.base
    if aggregate.tally.events == 0:
        return
    node = str(what.node)
    yield w.line(node, w.TYPE, w.term(base, what.kind))
    for name, value in (*what.of, *_numbers(what.kind, aggregate.tally)):
        yield w.line(node, w.term(base, name), value)
    yield from detail_lines(node, aggregate.detail, base)


def _numbers(kind: str, tally: Tally) -> Iterator[tuple[str, str]]:
    yield "events", w.integer(tally.events)
    yield "goldsteinSum", w.decimal(tally.goldstein)
    for name, number in zip(QUADS, tally.quads, strict=True):
        if number:
            yield name, w.integer(number)
    if kind == "Dyad":
        yield "magnitude", w.integer(tally.events.bit_length())
        for name, date in (("first", tally.first), ("last", tally.last)):
            if date is not None:
                yield name, w.day(date)


def changed(
    before: Mapping[Key, Aggregate], after: Mapping[Key, Aggregate], terms: Terms, read: Callable[[Node], Properties]
) -> tuple[set[str], set[str]]:
    """Give the lines of the aggregates of some keys, and of the sides as partners, before and after a change.

    `read` gives the stored properties of a node that is no key's.
    """
    old = {line for key, aggregate in before.items() for line in aggregate_lines(key, aggregate, terms)}
    new = {line for key, aggregate in after.items() for line in aggregate_lines(key, aggregate, terms)}
    for pair in {(min(key[1:]), max(key[1:])) for key in after if key[0] == "Dyad"}:
        ways = [("Dyad", *pair), ("Dyad", *pair[::-1])]
        others = {way: aggregate_from(read(terms.dyad(*way[1:])), terms) for way in ways if way not in after}
        for aggregates, lines in ((before, old), (after, new)):
            there, back = (others[way] if way in others else aggregates[way] for way in ways)
            lines.update(partner_lines(pair, there, back, terms))
    return old, new


def levels(before: Mapping[Key, Aggregate], after: Mapping[Key, Aggregate]) -> Counter[Count]:
    """Give how many dyads more (or fewer) have each order of size after a change.

    They let the busiest dyads be found without looking at all the others.
    """
    found: Counter[Count] = Counter()
    for key in after:
        if key[0] == "Dyad":
            for aggregate, sign in ((before[key], -1), (after[key], 1)):
                if level := aggregate.tally.events.bit_length():
                    found["Magnitude", str(level), "dyads"] += sign
    return found


def recount(
    gone: Iterable[Event],
    come: Iterable[Event],
    actions: Mapping[str, Action],
    terms: Terms,
    read: Callable[[Node], Properties],
    dated: Callable[[Node, Iterable[str]], Iterator[set[Recent]]],
) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """Give the quads of all aggregates concerned, before and after events went and came.

    `read` gives a node's stored properties; `dated` gives of some months of a dyad, one after the other, the events
    that are neither gone nor come.
    """
    concerned: dict[Key, list[tuple[Event, int]]] = {}
    for event, sign in [*((event, -1) for event in gone), *((event, 1) for event in come)]:
        for key in keys(event):
            concerned.setdefault(key, []).append((event, sign))
    before = {key: aggregate_from(read(subject_of(key, terms).node), terms) for key in concerned}
    after: dict[Key, Aggregate] = {}
    for key, changes in concerned.items():
        after[key] = _with_events(before[key], key[0], changes, actions)
        if key[0] == "Dyad":
            stored = partial(dated, subject_of(key, terms).node)
            after[key] = _with_ends(after[key], before[key].detail, changes, stored)
    sizes = changed_counts(levels(before, after), terms, read)
    old, new = (one | two for one, two in zip(changed(before, after, terms, read), sizes, strict=True))
    return set(w.quads("".join(old))), set(w.quads("".join(new)))


def _with_events(
    aggregate: Aggregate, kind: str, changes: Iterable[tuple[Event, int]], actions: Mapping[str, Action]
) -> Aggregate:
    """Give the aggregate with some events more or fewer."""
    tally, detail = aggregate.tally, aggregate.detail
    for event, sign in changes:
        tally = tally.with_event(event, actions.get(event.action), sign)
        if kind != "Month":
            detail = detail.with_event(event, actions.get(event.action), sign)
    if kind == "Month":
        return Aggregate(tally, NO_DETAIL)
    # Nobody asks for the actions or the latest events of a side without a partner or a period.
    return Aggregate(tally, detail if kind == "Dyad" else replace(detail, actions={}, newest=()))


def _with_ends(
    aggregate: Aggregate,
    before: Detail,
    changes: Iterable[tuple[Event, int]],
    stored: Callable[[Iterable[str]], Iterator[set[Recent]]],
) -> Aggregate:
    """Give the aggregate of a dyad with its first day and its latest events found anew, where such went."""
    gone, come = (
        {recent(event.date, event.key) for event, sign in changes if sign == which and event.date is not None}
        for which in (-1, 1)
    )
    if not gone:
        return aggregate
    tally, newest, months = aggregate.tally, aggregate.detail.newest, sorted(before.months)
    if any(day_of(each) == tally.first for each in gone):
        left = next(filter(None, stored(months)), set[Recent]()) | come
        tally = replace(tally, first=min(map(day_of, left), default=None))
    # Where there are fewer than could be, there are no others.
    if len(before.newest) == MOST and not gone.isdisjoint(before.newest):
        found: set[Recent] = set()
        for of_month in stored(reversed(months)):
            found |= of_month
            if len(found) >= MOST:
                break
        newest = newest_of(found | come)
    last = day_of(newest[0]) if newest else None
    return Aggregate(replace(tally, last=last), replace(aggregate.detail, newest=newest))


def counts_of_document(extraction: Extraction) -> Counter[Count]:
    """Give what a stored document adds to the numbers of its month."""
    return counts_of_month(month_of_publication(extraction.document), len(extraction.reports))


def counts_of_month(month: str, reports: int) -> Counter[Count]:
    """Give what a document of a month, with so many reports, adds to the month's numbers."""
    return Counter({("PublicationMonth", month, "documents"): 1, ("PublicationMonth", month, "storedReports"): reports})


def counts_of_event(event: Event, world: World) -> Iterator[Count]:
    """Give the numbers in which an event counts: those of whom it names, but for sides, which have tallies."""
    for name in {*event.actors, *event.targets}:
        if not own_side(name, world):
            yield "Named", name, "events"


def changed_counts(
    more: Mapping[Count, int], terms: Terms, read: Callable[[Node], Properties]
) -> tuple[set[str], set[str]]:
    """Give the lines of numbers that grow (or shrink) by so much, before and after.

    `read` gives a node's stored properties. What has no number left that is not 0 goes.
    """
    concerned: dict[tuple[str, str], dict[str, int]] = {}
    for (kind, name, number), difference in more.items():
        if difference:
            concerned.setdefault((kind, name), {})[number] = difference
    old: set[str] = set()
    new: set[str] = set()
    for (kind, name), differences in concerned.items():
        values = Values(read(_node(kind, name, terms)), terms)
        before = {number: int(values.number(number)) for number in _KINDS[kind][1]}
        after = {number: before[number] + differences.get(number, 0) for number in before}
        old.update(_lines(kind, name, before, terms))
        new.update(_lines(kind, name, after, terms))
    return old, new


def _node(kind: str, name: str, terms: Terms) -> Node:
    return terms.concept(_KINDS[kind][0], name)


def _lines(kind: str, name: str, numbers: Mapping[str, int], terms: Terms) -> Iterator[str]:
    held = [(number, value) for number, value in numbers.items() if value]
    if not held:
        return
    node, base = str(_node(kind, name, terms)), terms.namespace.base
    yield w.line(node, w.TYPE, w.term(base, kind))
    for term, value in _identity(kind, name, base):
        yield w.line(node, w.term(base, term), value)
    for number, much in held:
        yield w.line(node, w.term(base, number), w.integer(much))


def _identity(kind: str, name: str, base: str) -> list[tuple[str, str]]:
    if kind == "Magnitude":
        return [("level", w.integer(int(name)))]
    if kind == "Named":
        return [("names", w.thing(base, "actor", name))]
    return [] if name == UNDATED else [("month", w.month(name))]
