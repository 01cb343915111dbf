"""The embedded store: pyoxigraph in this process, on disk or in memory."""

import gc
import threading
import weakref
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox

from communique.graph.rdf.terms import Graph, Node, Object
from communique.graph.rdf.updates import statements
from communique.graph.stores.file_list import check_list, damaged
from communique.graph.stores.identity import exists
from communique.graph.stores.protocol import CLOSED, Answer, StoreDamagedError, StoreFullError, StoreInUseError
from communique.graph.stores.room import has_room, is_full, no_room
from communique.graph.stores.snapshot_requests import SnapshotsOnRequest


class EmbeddedStore:
    """A pyoxigraph store; `engine` is the pyoxigraph object itself, for rdflib.

    An engine that runs out of room takes no more writes, whatever room there is later. So it is opened anew then, and
    `reopened` is called.
    """

    def __init__(self, location: Path | None = None, *, read_only: bool = False) -> None:
        """Open the store in a folder, made where absent; None keeps it in memory.

        Raises StoreInUseError where another process writes to it, FileNotFoundError where there is nothing to read,
        StoreDamagedError where its files are not what was written.
        """
        self._engine: ox.Store | None = _opened(location, read_only)
        self._switching = threading.Lock()
        self._is_stuck = False
        self.reopened: Callable[[], None] = lambda: None
        self.location = location
        self.read_only = read_only
        self._sharing: SnapshotsOnRequest | None = None
        if location is not None and not read_only:
            self._sharing = SnapshotsOnRequest(location, weakref.WeakMethod(self.backup))

    @property
    def engine(self) -> ox.Store:
        """Give the pyoxigraph store; ValueError after closing."""
        engine = self._engine
        if engine is None:
            # It may just be being opened anew.
            with self._switching:
                engine = self._engine
        if engine is None:
            raise ValueError(CLOSED)
        return engine

    @property
    def has_room(self) -> bool:
        """Tell whether it can be written to, as far as room on the disk goes."""
        return self.location is None or has_room(self.location)

    def backup(self, target: Path) -> None:
        """Make a copy of the store on disk in a new folder, as hard links where that can be."""
        with self._noticing():
            self.engine.backup(str(target))
        # As the store itself: its files can be read by all who may look into their folder.
        target.chmod(0o700)

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
        with self._writing():
            self.engine.update(sparql, base_iri=base, prefixes=dict(prefixes))

    def change(self, remove: Collection[ox.Quad], insert: Collection[ox.Quad], drop: Collection[Node] = ()) -> None:
        """Drop whole graphs, remove quads, insert quads: all in one transaction or not at all."""
        with self._writing():
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
        with self._writing():
            # What is loaded is synced at once. What was written before must be, too: else a loss of power could leave
            # the later without the earlier, which the engine takes for damage.
            self.flush()
            self.engine.bulk_load(text, format=ox.RdfFormat.TRIG, lenient=True)

    def clear(self, graph: Graph) -> None:
        """Remove all that is in one graph."""
        with self._writing():
            self.engine.clear_graph(graph)

    def graphs(self) -> Iterator[Node]:
        """Give the names of the named graphs, in no particular order."""
        return (name for name in self.engine.named_graphs() if isinstance(name, Node))

    def flush(self) -> None:
        """Make sure that what was written survives a loss of power."""
        if not self.read_only and not self._is_stuck:
            with self._noticing():
                self.engine.flush()

    def close(self) -> None:
        """Let go of the store; nothing else may be called afterwards."""
        if self._engine is not None:
            if self._sharing is not None:
                self._sharing.close()
            try:
                self.flush()
            finally:
                self._engine = None
                # The lock goes with the last reference, and an unfinished answer may still hold one.
                gc.collect()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Write in the block, where there is room; StoreFullError where there is none, or not enough."""
        if self.location is not None and not self.read_only:
            if not has_room(self.location):
                raise StoreFullError(no_room(self.location))
            if self._is_stuck:
                self._open_anew(self.location)
        with self._noticing():
            yield

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if not is_full(error):
                raise
            self._is_stuck = True
            raise StoreFullError(no_room(self.location)) from error

    def _open_anew(self, location: Path) -> None:
        with self._switching:
            self._engine = None
            gc.collect()
            try:
                self._engine = _opened(location, read_only=False)
            except OSError as error:
                # An unfinished answer holds the engine that cannot write: so nothing changes under who reads.
                self._engine = ox.Store.read_only(str(location))
                raise StoreFullError(f"{no_room(location)}; there is, but answers are still being read") from error
            self._is_stuck = False
        self.reopened()


def _opened(location: Path | None, read_only: bool) -> ox.Store:
    if location is None:
        return ox.Store()
    if read_only and not location.is_dir():
        raise FileNotFoundError(f"there is no store in {location}: store documents there first")
    if exists(location):
        check_list(location)
    elif not read_only:
        _make(location)
    try:
        return ox.Store.read_only(str(location)) if read_only else ox.Store(str(location))
    except RuntimeError as error:
        raise StoreDamagedError(damaged(location, error)) from error
    except OSError as error:
        if is_full(error):
            raise StoreFullError(no_room(location)) from error
        if "lock" not in str(error).lower() or read_only:
            raise
        message = f"the store in {location} is in use by another process: close that one, or read a snapshot of it"
        raise StoreInUseError(message) from error


def _make(location: Path) -> None:
    """Make the folder of a new store, which nobody but its owner may look into."""
    location.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        location.mkdir(mode=0o700)
