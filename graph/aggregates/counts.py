"""Plain numbers kept by assembly: dyads of a size, documents of a month, events that name somebody."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import communique.graph.rdf.trig as w
from communique.graph.filters import own_side
from communique.graph.rdf.documents import UNDATED, month_of_publication
from communique.graph.rdf.terms import Node, Terms
from communique.graph.rdf.values import Properties, Values
from communique.graph.world import World
from communique.ontology.types import Event, Extraction

# The class of what has the number, its name, and the property that holds it.
Count = tuple[str, str, str]
# Of each class: where its nodes lie below the base, and its numbers.
_KINDS = {
    "Magnitude": ("magnitude", ("dyads",)),
    "PublicationMonth": ("published", ("documents", "storedReports")),
    "Named": ("named", ("events",)),
}


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
