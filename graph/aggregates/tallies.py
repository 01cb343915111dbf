"""Numbers kept by assembly, so that no query has to count: of dyads, of sides, of months, and each side's partners."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

import pyoxigraph as ox

import communique.graph.rdf.trig as w
from communique.graph.aggregates.counts import Count, changed_counts
from communique.graph.aggregates.newest import MOST, Recent, day_of, newest_of, recent
from communique.graph.aggregates.partners import partner_lines
from communique.graph.aggregates.tally import NO_DETAIL, QUADS, Detail, Kept, Tally, detail_from, detail_lines
from communique.graph.assembly.events import month_of
from communique.graph.rdf.terms import Node, Terms
from communique.graph.rdf.values import Properties, Values
from communique.ontology.types import Action, Event

Key = tuple[str, ...]
_OF_SIDE = {"Sent": "sentBy", "Received": "receivedBy"}
NOTHING = Kept()


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that is counted: its node, its class, and what it is the tally of (a property and its value)."""

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


def counted(key: Key, terms: Terms) -> Counted:
    """Give what a key stands for."""
    kind, *parts = key
    if kind == "Month":
        return Counted(terms.concept("month", parts[0]), kind, (("month", w.month(parts[0])),))
    sides = [w.thing(terms.namespace.base, "actor", part) for part in parts]
    if kind in _OF_SIDE:
        return Counted(side_node(kind, parts[0], terms), kind, ((_OF_SIDE[kind], sides[0]),))
    return Counted(terms.dyad(parts[0], parts[1]), kind, (("fromSide", sides[0]), ("toSide", sides[1])))


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


def kept_from(properties: Properties, terms: Terms) -> Kept:
    """Give what is kept in these properties."""
    return Kept(tally_from(properties, terms), detail_from(properties, terms)) if properties else NOTHING


def kept_lines(key: Key, kept: Kept, terms: Terms) -> Iterator[str]:
    """Give line by line what the default graph says of what a key stands for; nothing where no event is left."""
    what, base = counted(key, terms), terms.namespace.base
    if kept.tally.events == 0:
        return
    node = str(what.node)
    yield w.line(node, w.TYPE, w.term(base, what.kind))
    for name, value in (*what.of, *_numbers(what.kind, kept.tally)):
        yield w.line(node, w.term(base, name), value)
    yield from detail_lines(node, kept.detail, base)


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
    before: Mapping[Key, Kept], after: Mapping[Key, Kept], terms: Terms, read: Callable[[Node], Properties]
) -> tuple[set[str], set[str]]:
    """Give the lines of all that is kept of some keys, and of the sides as partners, before and after a change.

    `read` gives the stored properties of a node that is no key's.
    """
    old = {line for key, kept in before.items() for line in kept_lines(key, kept, terms)}
    new = {line for key, kept in after.items() for line in kept_lines(key, kept, terms)}
    for pair in {(min(key[1:]), max(key[1:])) for key in after if key[0] == "Dyad"}:
        ways = [("Dyad", *pair), ("Dyad", *pair[::-1])]
        others = {way: kept_from(read(terms.dyad(*way[1:])), terms) for way in ways if way not in after}
        for kept, lines in ((before, old), (after, new)):
            there, back = (others[way] if way in others else kept[way] for way in ways)
            lines.update(partner_lines(pair, there, back, terms))
    return old, new


def levels(before: Mapping[Key, Kept], after: Mapping[Key, Kept]) -> Counter[Count]:
    """Give how many dyads more (or fewer) have each order of size after a change.

    They let the busiest dyads be found without looking at all the others.
    """
    found: Counter[Count] = Counter()
    for key in after:
        if key[0] == "Dyad":
            for kept, sign in ((before[key], -1), (after[key], 1)):
                if level := kept.tally.events.bit_length():
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
    """Give the quads of all that is kept, as far as concerned, before and after events went and came.

    `read` gives a node's stored properties; `dated` gives of some months of a dyad, one after the other, the events
    that are neither gone nor come.
    """
    concerned: dict[Key, list[tuple[Event, int]]] = {}
    for event, sign in [*((event, -1) for event in gone), *((event, 1) for event in come)]:
        for key in keys(event):
            concerned.setdefault(key, []).append((event, sign))
    before = {key: kept_from(read(counted(key, terms).node), terms) for key in concerned}
    after: dict[Key, Kept] = {}
    for key, changes in concerned.items():
        after[key] = _with_events(before[key], key[0], changes, actions)
        if key[0] == "Dyad":
            stored = partial(dated, counted(key, terms).node)
            after[key] = _with_ends(after[key], before[key].detail, changes, stored)
    sizes = changed_counts(levels(before, after), terms, read)
    old, new = (one | two for one, two in zip(changed(before, after, terms, read), sizes, strict=True))
    return set(w.quads("".join(old))), set(w.quads("".join(new)))


def _with_events(kept: Kept, kind: str, changes: Iterable[tuple[Event, int]], actions: Mapping[str, Action]) -> Kept:
    """Give what is kept with some events more or fewer."""
    tally, detail = kept.tally, kept.detail
    for event, sign in changes:
        tally = tally.with_event(event, actions.get(event.action), sign)
        if kind != "Month":
            detail = detail.with_event(event, actions.get(event.action), sign)
    if kind == "Month":
        return Kept(tally, NO_DETAIL)
    # Nobody asks for the actions or the latest events of a side without a partner or a period.
    return Kept(tally, detail if kind == "Dyad" else replace(detail, actions={}, newest=()))


def _with_ends(
    kept: Kept,
    before: Detail,
    changes: Iterable[tuple[Event, int]],
    stored: Callable[[Iterable[str]], Iterator[set[Recent]]],
) -> Kept:
    """Give what is kept of a dyad with its first day and its latest events found anew, where such went."""
    gone, come = (
        {recent(event.date, event.key) for event, sign in changes if sign == which and event.date is not None}
        for which in (-1, 1)
    )
    if not gone:
        return kept
    tally, newest, months = kept.tally, kept.detail.newest, sorted(before.months)
    if any(day_of(each) == tally.first for each in gone):
        left = next(filter(None, stored(months)), set[Recent]()) | come
        tally = replace(tally, first=min(map(day_of, left), default=None))
    # Where fewer are kept than could be, there are no others.
    if len(before.newest) == MOST and not gone.isdisjoint(before.newest):
        found: set[Recent] = set()
        for of_month in stored(reversed(months)):
            found |= of_month
            if len(found) >= MOST:
                break
        newest = newest_of(found | come)
    last = day_of(newest[0]) if newest else None
    return Kept(replace(tally, last=last), replace(kept.detail, newest=newest))
