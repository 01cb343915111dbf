"""What a store must be able to do, so that the embedded one is one of several."""

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

import pyoxigraph as ox

from graph.terms import Graph, Node, Object

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class StoreInUseError(OSError):
    """Another process has the store open for writing."""


class Store(Protocol):
    """Quads in a default graph and named graphs; no blank nodes, and never a union default graph."""

    def match(
        self, subject: Node | None, predicate: Node | None, value: Object | None, graph: Graph | None
    ) -> Iterator[ox.Quad]:
        """Give the quads that have these terms; None stands for any, graph None for all graphs."""
        ...

    def query(self, sparql: str, prefixes: dict[str, str]) -> Answer:
        """Give the answer to a SPARQL 1.1 query; SyntaxError where it is none."""
        ...

    def change(self, remove: Collection[ox.Quad], insert: Collection[ox.Quad], drop: Collection[Node] = ()) -> None:
        """Drop whole graphs, remove quads, insert quads: all in one transaction or not at all."""
        ...

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Insert many quads as fast as possible, without holding them all in memory."""
        ...

    def graphs(self) -> Iterator[Node]:
        """Give the names of the named graphs, in no particular order."""
        ...

    def flush(self) -> None:
        """Make sure that what was written survives a loss of power."""
        ...

    def close(self) -> None:
        """Let go of the store; nothing else may be called afterwards."""
        ...
