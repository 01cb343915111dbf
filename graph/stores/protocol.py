"""What a store must be able to do, so that the embedded one is one of several."""

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

import pyoxigraph as ox

from communique.graph.rdf.terms import Graph, Node, Object

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
# What is said by whatever is used after it was closed.
CLOSED = "the store is closed: open it again before using it"


class StoreInUseError(OSError):
    """Another process has the store open for writing."""


class StoreUnreachableError(OSError):
    """A store on another machine does not answer, or refuses what is asked of it."""


class StoreUnfinishedError(OSError):
    """A graph is not whole: it is being filled or assembled, or was left so by a run that was killed."""


class StoreVersionError(OSError):
    """A store is written in another layout than can be read."""


class StoreFullError(OSError):
    """There is no room left where a store lies: it can be read, and written again when there is."""


class StoreDamagedError(OSError):
    """The files of a store are not what was written to them."""


class Store(Protocol):
    """Quads in a default graph and named graphs; no blank nodes, and never a union default graph."""

    def match(
        self, subject: Node | None, predicate: Node | None, value: Object | None, graph: Graph | None
    ) -> Iterator[ox.Quad]:
        """Give the quads that have these terms; None stands for any, graph None for all graphs."""
        ...

    def query(self, sparql: str, prefixes: Mapping[str, str]) -> Answer:
        """Give the answer to a SPARQL 1.1 query; SyntaxError where it is none."""
        ...

    def update(self, sparql: str, prefixes: Mapping[str, str], base: str) -> None:
        """Put a SPARQL 1.1 update to the store; SyntaxError where it is none."""
        ...

    def change(self, remove: Collection[ox.Quad], insert: Collection[ox.Quad], drop: Collection[Node] = ()) -> None:
        """Drop whole graphs, remove quads, insert quads: all in one transaction where `changes_at_once` says so."""
        ...

    def changes_at_once(self, quads: int) -> bool:
        """Tell whether a change of so many quads is one transaction: all of it or nothing."""
        ...

    def load(self, text: bytes) -> None:
        """Insert what a text in TriG without prefixes says, as fast as possible.

        Not in one transaction with others. SyntaxError where the text is none.
        """
        ...

    def clear(self, graph: Graph) -> None:
        """Remove all that is in one graph; not in one transaction with others."""
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
