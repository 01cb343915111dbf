"""Opening an event graph: in a folder, on a server, in memory."""

import shutil
import weakref
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from communique.graph.assembly.marks import begin
from communique.graph.event_graph import EventGraph
from communique.graph.rdf.terms import Terms
from communique.graph.stores.embedded import EmbeddedStore
from communique.graph.stores.endpoint import Endpoint
from communique.graph.stores.identity import StoreIdentity, identity
from communique.graph.stores.journal import Journal
from communique.graph.stores.journal_reading import journal_file, lost_power
from communique.graph.stores.protocol import Store, StoreUnfinishedError
from communique.graph.stores.remote import RemoteStore
from communique.graph.stores.side_files import real_folder
from communique.graph.stores.world import World
from communique.graph.table.event_table import EventTable
from communique.graph.table.file import shared_table, table_file
from communique.ontology.actors import Actors
from communique.ontology.types import Action, Namespace

DEFAULT_NAMESPACE = Namespace()
_POWER_LOST = (
    "power was lost while the store was being written to, and the graph may not be whole: open it once for writing, "
    "which assembles all anew (communique assemble)"
)


def open_graph(
    location: Path | Endpoint | None,
    *,
    actors: Actors,
    actions: Mapping[str, Action],
    namespace: Namespace = DEFAULT_NAMESPACE,
    read_only: bool = False,
    journal: Path | None = None,
    beside: Path | None = None,
    upgrading: Callable[[], None] = lambda: None,
) -> EventGraph:
    """Open the graph in a folder, made where absent, or on a server; None keeps it in memory.

    What changes is noted in a file beside the folder. For a server `journal` is the file, and event tables are kept
    beside it; None keeps it in memory.
    `beside` is for who only reads a snapshot of a store, or asks the service that has it: the folder of that store, for
    its event table is there.
    Where actors, actions or vocabulary have changed since it was last open, its events are assembled anew; `upgrading`
    is called before.
    Raises StoreInUseError where another process writes to the folder, StoreUnreachableError where the server does not
    answer.
    """
    if isinstance(location, Path):
        location = real_folder(location)
    before = identity(location) if isinstance(location, Path) else None
    if read_only and isinstance(location, Path) and lost_power(journal_file(location)):
        raise StoreUnfinishedError(_POWER_LOST)
    store = _store(location, namespace, read_only)
    changes: Journal | None = None
    try:
        if not read_only:
            changes = Journal(journal_file(location) if isinstance(location, Path) else journal)
        torn = changes is not None and _take_up(changes, store, location, before)
        world = World(store, Terms(namespace), actors, actions, journal=changes)
        if torn:
            # Of the last writes some may be there without those before: whole documents, but not their events.
            begin(world)
        cache = table_file(journal) if isinstance(location, Endpoint) and journal is not None else None
        shared, former = _tables_beside(location, beside) if read_only else (None, None)
        table = EventTable(world, shared, cache=cache, former=former)
        return EventGraph(world, read_only=read_only, table=table, upgrading=upgrading)
    except BaseException:
        store.close()
        if changes is not None:
            changes.close()
        raise


def open_copy(
    location: Path | Endpoint,
    table: Path | None,
    *,
    actors: Actors,
    actions: Mapping[str, Action],
    namespace: Namespace = DEFAULT_NAMESPACE,
) -> EventGraph:
    """Open a copy of a store for reading, or the server that is it, with the event table that its writer keeps in step.

    While that is being made there is none (None), and a look-up raises IndexNotReadyError.
    The folder of the copy goes when nobody reads it any more: when nothing holds the graph, or what was made of it.
    Raises StoreUnfinishedError where the graph is not whole.
    """
    store = _store(location, namespace, True)
    if isinstance(location, Path):
        weakref.finalize(store, shutil.rmtree, location, ignore_errors=True)
    world = World(store, Terms(namespace), actors, actions)
    return EventGraph(world, read_only=True, table=EventTable(world, table, ready=table is not None))


def _take_up(changes: Journal, store: Store, location: Path | Endpoint | None, before: StoreIdentity | None) -> bool:
    """Have a journal follow a store that was opened for writing; tell whether power was lost since it was at rest."""
    if isinstance(location, Path):
        torn = changes.lost_power()
        changes.belongs_to(before, identity(location))
        if isinstance(store, EmbeddedStore):
            store.reopened = partial(_still_belongs, changes, location)
        return torn
    if location is not None:
        # Others may have written to a server.
        changes.invalidate()
    return False


def _still_belongs(changes: Journal, location: Path) -> None:
    """Note that it was we ourselves who opened a store anew."""
    now = identity(location)
    if now is not None:
        changes.adopt(now)


def _tables_beside(location: Path | Endpoint | None, beside: Path | None) -> tuple[Path | None, Path | None]:
    """Give the file of the event table beside what is opened for reading: first if it says the same, then in any case.

    Others make it.
    """
    if beside is not None:
        # Who writes to that store brings its table in step.
        return shared_table(journal_file(beside)), table_file(journal_file(beside))
    if isinstance(location, Path):
        return shared_table(journal_file(location), identity(location)), table_file(journal_file(location))
    return None, None


def _store(location: Path | Endpoint | None, namespace: Namespace, read_only: bool) -> Store:
    if isinstance(location, Endpoint):
        return RemoteStore(location, namespace.base)
    return EmbeddedStore(location, read_only=read_only)
