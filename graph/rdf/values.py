"""Reading the properties of one thing: names, literals, dates."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from communique.graph.rdf.terms import Node, Object, Terms, name_of

Properties = Mapping[Node, Sequence[Object]]
Index = Mapping[Node, Properties]


def index(quads: Iterable[ox.Quad]) -> Index:
    """Give the values of every property by subject."""
    found: dict[Node, dict[Node, list[Object]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, Node) and isinstance(quad.object, Node | ox.Literal):
            found[quad.subject][quad.predicate].append(quad.object)
    return found


def literal(properties: Properties, predicate: Node) -> str | None:
    """Give the text of a property's value."""
    values = properties.get(predicate)
    return values[0].value if values else None


def day(text: str | None) -> dt.date | None:
    """Give the date that a literal writes."""
    return dt.date.fromisoformat(text) if text else None


def month_of(date: dt.date) -> str:
    """Give the calendar month of a date as ``2004-03``."""
    return date.isoformat()[:7]


@dataclass(frozen=True, slots=True)
class Values:
    """The properties of one thing, by their names in the vocabulary."""

    properties: Properties
    terms: Terms

    def literal(self, term: str) -> str | None:
        """Give the text of a property's value."""
        return literal(self.properties, self.terms.of(term))

    def number(self, term: str) -> str:
        """Give the digits of a property's value, 0 where it has none."""
        return self.literal(term) or "0"

    def day(self, term: str) -> dt.date | None:
        """Give the date that is a property's value."""
        return day(self.literal(term))

    def names(self, term: str) -> tuple[str, ...]:
        """Give the names in the IRIs of a property's values, sorted."""
        return tuple(sorted(name_of(value) for value in self.properties.get(self.terms.of(term), ())))

    def name(self, term: str) -> str | None:
        """Give the name in the IRI of a property's value."""
        return next(iter(self.names(term)), None)
