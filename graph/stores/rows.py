"""Solutions of SELECT queries for look-ups: all at once, for what is taken one by one waits for its turn each time.

The engine lets other threads go on while it works, and so does its iterator for every row: in a busy service each row
then costs up to the interval at which Python's threads change, five milliseconds.
"""

import json
from collections.abc import Iterator
from typing import TypedDict

import pyoxigraph as ox

from communique.graph.rdf.terms import Node, Object
from communique.graph.stores.world import World

# A term as SPARQL 1.1 Query Results JSON has it (section 3.2.2).
Binding = TypedDict("Binding", {"type": str, "value": str, "datatype": str, "xml:lang": str}, total=False)


class Row(dict[str, Object]):
    """A solution: its terms by the names of variables; what is not bound is None."""

    def __missing__(self, name: str) -> None:
        return None


def rows(world: World, sparql: str) -> list[Row]:
    """Give all solutions of a SELECT query, which may use the usual prefixes undeclared."""
    return list(_read(select(world, sparql).serialize(format=ox.QueryResultsFormat.JSON) or b""))


def select(world: World, sparql: str) -> ox.QuerySolutions:
    """Give the solutions of a SELECT query one by one, for there may be very many."""
    answer = world.store.query(sparql, world.terms.prefixes())
    if not isinstance(answer, ox.QuerySolutions):
        raise ValueError("a SELECT query is expected")
    return answer


def _read(written: bytes) -> Iterator[Row]:
    found: dict[str, dict[str, list[dict[str, Binding]]]] = json.loads(written)
    for row in found["results"]["bindings"]:
        yield Row((name, _term(binding)) for name, binding in row.items())


def _term(binding: Binding) -> Object:
    if binding["type"] == "uri":
        return Node(binding["value"])
    if "xml:lang" in binding:
        return ox.Literal(binding["value"], language=binding["xml:lang"])
    return ox.Literal(binding["value"], datatype=Node(binding["datatype"]) if "datatype" in binding else None)
