"""The embedded store: pyoxigraph in this process, on disk or in memory."""

import gc
import weakref
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from communique.graph.rdf.terms import Graph, Node, Object
from communique.graph.rdf.updates import statements
from communique.graph.stores.protocol import Answer, StoreInUseError
from communique.graph.stores.snapshot_requests import SnapshotsOnRequest


class EmbeddedStore:
    """A pyoxigraph store; `engine` is the pyoxigraph object itself, for backups and for rdflib."""

    def __init__(self, location: Path | None = None, *, read_only: bool = False) -> None:
        """Open the store in a folder, made where absent; None keeps it in memory.

        Raises StoreInUseError where another process writes to it, FileNotFoundError where there is nothing to read.
        """
        self._engine: ox.Store | None = _opened(location, read_only)
        self.location = location
        self.read_only = read_only
        self._sharing: SnapshotsOnRequest | None = None
        if location is not None and not read_only:
            self._sharing = SnapshotsOnRequest(location, weakref.WeakMethod(self.backup))

    @property
    def engine(self) -> ox.Store:
        """Give the pyoxigraph store; ValueError after closing."""
        if self._engine is None:
            raise ValueError("the store is closed: open it again before using it")
        return self._engine

    def backup(self, target: Path) -> None:
        """Make a copy of the store on disk in a new folder, as hard links where that can be."""
        self.engine.backup(str(target))

    def match(
        self, subject: Node | None, predicate: Node | None, value: Object | None, graph: Graph | None
    ) -> Iterator[ox.Quad]:
        """Give the quads that have these terms; None stands for any, graph None for all graphs."""
        return self.engine.quads_for_pattern(subject, predicate, value, graph)

    def query(self, sparql: str, prefixes: Mapping[str, str]) -> Answer:
        """Give the answer to a SPARQL 1.1 query; SyntaxError where it is none."""
        return self.engine.query(sparql, prefixes=dict(prefixes))

    def update(self, sparql: str, prefixes: Mapping[str, str], base: str) -> None:
        """Put a SPARQL 1.1 update to the store, all of it or nothing; SyntaxError where it is none."""
        self.engine.update(sparql, base_iri=base, prefixes=dict(prefixes))

    def change(self, remove: Collection[ox.Quad], insert: Collection[ox.Quad], drop: Collection[Node] = ()) -> None:
        """Drop whole graphs, remove quads, insert quads: all in one transaction or not at all."""
        if not remove and not drop:
            self.engine.extend(insert)
            return
        # Only SPARQL Update removes and inserts in one transaction.
        self.engine.update(statements(remove, insert, drop))

    def changes_at_once(self, quads: int) -> bool:  # noqa: ARG002 - of the protocol
        """Tell that a change of any size is one transaction."""
        return True

    def load(self, text: bytes) -> None:
        """Insert what a text in TriG without prefixes says, as fast as possible: all of it or none."""
        # We have written the IRIs ourselves, so to check them again would only take time.
        self.engine.bulk_load(text, format=ox.RdfFormat.TRIG, lenient=True)

    def clear(self, graph: Graph) -> None:
        """Remove all that is in one graph."""
        self.engine.clear_graph(graph)

    def graphs(self) -> Iterator[Node]:
        """Give the names of the named graphs, in no particular order."""
        return (name for name in self.engine.named_graphs() if isinstance(name, Node))

    def flush(self) -> None:
        """Make sure that what was written survives a loss of power."""
        if not self.read_only:
            self.engine.flush()

    def close(self) -> None:
        """Let go of the store; nothing else may be called afterwards."""
        if self._engine is not None:
            if self._sharing is not None:
                self._sharing.close()
            self.flush()
            self._engine = None
            # The lock goes with the last reference, and an unfinished answer may still hold one.
            gc.collect()


def _opened(location: Path | None, read_only: bool) -> ox.Store:
    if location is None:
        return ox.Store()
    if read_only:
        if not location.is_dir():
            raise FileNotFoundError(f"there is no store in {location}: store documents there first")
        return ox.Store.read_only(str(location))
    location.parent.mkdir(parents=True, exist_ok=True)
    try:
        return ox.Store(str(location))
    except OSError as error:
        if "lock" not in str(error).lower():
            raise
        message = f"the store in {location} is in use by another process: close that one, or read a snapshot of it"
        raise StoreInUseError(message) from error
