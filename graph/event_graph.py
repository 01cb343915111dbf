"""The event graph: documents in, events out, kept in step in one store."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import IO

from rdflib import Dataset

import communique.graph.lookups.events as reading
import communique.graph.lookups.relations as lookups
from communique.graph.aggregates.partners import Rank, Relation
from communique.graph.assembly.changes import change_of_document
from communique.graph.assembly.preparation import begin, prepare, unfinished
from communique.graph.assembly.storing import store_all
from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.journal import Change, ChangeKind, Journal, journal_file
from communique.graph.rdf.terms import Terms
from communique.graph.sparql.answers import Reply, reply
from communique.graph.stores.embedded import EmbeddedStore
from communique.graph.stores.endpoint import Endpoint
from communique.graph.stores.identity import identity
from communique.graph.stores.protocol import Store
from communique.graph.stores.rdflib_view import NotedStore
from communique.graph.stores.remote import RemoteStore
from communique.graph.validate import Validation, validate
from communique.graph.world import World
from communique.ontology.actors import Actors
from communique.ontology.types import Action, Document, Event, Extraction, Namespace, Report

DEFAULT_NAMESPACE = Namespace()
_READ_ONLY = "the graph was opened read-only: open it for writing to store or forget documents"


class EventGraph:
    """A diplomatic event knowledge graph in a store. Use it as a context manager, or close it."""

    def __init__(self, world: World, *, read_only: bool = False) -> None:
        """Take a store; what is known of actors and actions is loaded into it where it is new or has changed."""
        self.world = world
        self.read_only = read_only
        if not read_only:
            if world.journal is not None:
                world.journal.settle(self._is_there)
            prepare(world)

    def store(self, extraction: Extraction) -> bool:
        """Store what was read from a document in the place of what was stored of it; False when nothing changed."""
        return self._apply(extraction.document.id, extraction)

    def store_all(self, extractions: Iterable[Extraction]) -> int:
        """Store many extractions, as fast as possible; gives how many changed something.

        A run that is killed is made good when the graph is next opened for writing, which then takes its time.
        """
        if self.read_only:
            raise ValueError(_READ_ONLY)
        changed = store_all(self.world, extractions, self.store)
        self.flush()
        return changed

    def forget(self, document_id: str) -> bool:
        """Forget a document, and the events that only it asserts; False when it was not stored."""
        return self._apply(document_id, None)

    def documents(
        self, *, source: str | None = None, after: str | None = None, limit: int | None = None
    ) -> Iterator[Document]:
        """Give the stored documents by date of publication and id; `after` is the last id of the page before."""
        for name in reading.document_ids(self.world, source=source, after=after, limit=limit):
            found = self.document(name)
            if found is not None:
                yield found

    def document(self, document_id: str) -> Document | None:
        """Give a stored document."""
        return reading.document(self.world, document_id)

    def extraction(self, document_id: str) -> Extraction | None:
        """Give all that was read from a stored document, exactly as it was stored (in canonical order)."""
        return reading.extraction(self.world, document_id)

    def extractions(self) -> Iterator[Extraction]:
        """Give all that was stored, by date of publication and id: the graph can be rebuilt from it."""
        for name in reading.document_ids(self.world):
            found = self.extraction(name)
            if found is not None:
                yield found

    def events(
        self, wanted: EventFilter = EVERY, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[Event]:
        """Give the events that meet a filter, by date and key; `after` is a cursor (see `graph.reading.cursor`)."""
        return reading.events(self.world, wanted, after=after, limit=limit)

    def event(self, key: str) -> Event | None:
        """Give the event of a key."""
        return reading.event(self.world, key)

    def reports_of(self, key: str) -> Iterator[tuple[str, Report]]:
        """Give the reports that assert or deny an event, each with the last part of its IRI."""
        return reading.reports_of(self.world, key)

    def relations(
        self,
        actor: str,
        other: str | None = None,
        *,
        filters: EventFilter = EVERY,
        level: Level = Level.SIDE,
        after: Rank | None = None,
        limit: int | None = None,
    ) -> list[Relation]:
        """Give an actor's relations by partner (sides, or at actor level those named), those of most events first."""
        return lookups.relations(self.world, actor, other, filters=filters, level=level, after=after, limit=limit)

    def dyad(self, first: str, second: str) -> tuple[lookups.Direction, lookups.Direction]:
        """Give both directions between two sides."""
        return lookups.dyad(self.world, first, second)

    def changes(self, since: int = 0, limit: int = -1) -> list[Change]:
        """Give what entered the graph or left it after the change of a number, in order: each document once.

        ValueError where the graph was opened read-only: its changes are noted by who writes to it.
        """
        journal = self.world.journal
        if journal is None:
            raise ValueError("the graph was opened read-only: open it for writing to follow its changes")
        journal.agree(lambda: reading.every_document(self.world))
        return journal.since(since, limit)

    def query(self, sparql: str, accept: str = "*/*", output: IO[bytes] | None = None) -> bytes:
        """Give the answer to a SPARQL query in the media type preferred, or stream it to `output` (then gives none)."""
        answer = self.reply(sparql, accept)
        if output is None:
            return answer.content()
        answer.write(output)
        return b""

    def reply(self, sparql: str, accept: str = "*/*") -> Reply:
        """Give the reply to a SPARQL query with its media type, ready to be written."""
        return reply(self.world, sparql, accept)

    @property
    def dataset(self) -> Dataset:
        """Give an rdflib view of the store; its default graph is that of the store, never the union."""
        if not isinstance(self.world.store, EmbeddedStore):
            raise ValueError("only an embedded store has an rdflib view: query a remote one by its URL")
        dataset = Dataset(store=NotedStore(self.world, self.world.store.engine), default_union=False)
        for prefix, iri in self.world.terms.prefixes().items():
            dataset.bind(prefix, iri)
        return dataset

    def validate(self, document_id: str | None = None) -> Validation:
        """Check the whole graph, or one document with the events it asserts, against the SHACL shapes."""
        return validate(self.world, document_id)

    def assemble(self) -> None:
        """Assemble all events and numbers anew from the stored reports, after documents were changed by hand."""
        if self.read_only:
            raise ValueError(_READ_ONLY)
        begin(self.world)
        prepare(self.world)

    def snapshot(self, target: Path) -> None:
        """Make a copy of the store on disk in a new folder, which can be read while this one is written."""
        if not isinstance(self.world.store, EmbeddedStore) or self.world.store.location is None:
            raise ValueError("only an embedded store on disk has snapshots")
        self.world.store.engine.backup(str(target))

    def flush(self) -> None:
        """Make sure that what was stored survives a loss of power."""
        # The journal first: what it names and the store lacks is found, not so what only the store has.
        if self.world.journal is not None:
            self.world.journal.flush()
        self.world.store.flush()

    def close(self) -> None:
        """Flush and let go of the store."""
        self.world.store.close()
        if self.world.journal is not None:
            self.world.journal.close()

    def __enter__(self) -> "EventGraph":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _apply(self, document_id: str, extraction: Extraction | None) -> bool:
        if self.read_only:
            raise ValueError(_READ_ONLY)
        change = change_of_document(self.world, document_id, extraction)
        if change:
            whole = self.world.store.changes_at_once(len(change.remove) + len(change.insert))
            with self._noted(document_id, extraction), nullcontext() if whole else unfinished(self.world):
                self.world.store.change(change.remove, change.insert, change.drop)
        return bool(change)

    def _noted(self, document_id: str, extraction: Extraction | None) -> AbstractContextManager[None]:
        if self.world.journal is None:
            return nullcontext()
        kind = ChangeKind.LEFT if extraction is None else ChangeKind.ENTERED
        return self.world.journal.writing(document_id, kind, self._is_there)

    def _is_there(self, document_id: str) -> bool:
        graph = self.world.terms.document(document_id)
        return next(iter(self.world.store.match(None, None, None, graph)), None) is not None


def open_graph(
    location: Path | Endpoint | None,
    *,
    actors: Actors,
    actions: Mapping[str, Action],
    namespace: Namespace = DEFAULT_NAMESPACE,
    read_only: bool = False,
    journal: Path | None = None,
) -> EventGraph:
    """Open the graph in a folder, made where absent, or on a server; None keeps it in memory.

    What changes is noted in a file beside the folder. For a server `journal` is the file, None keeps it in memory.
    Where actors, actions or vocabulary have changed since it was last open, its events are assembled anew.
    Raises StoreInUseError where another process writes to the folder, StoreUnreachableError where the server does not
    answer.
    """
    before = identity(location) if isinstance(location, Path) else None
    store = _store(location, namespace, read_only)
    noted: Journal | None = None
    try:
        if not read_only:
            noted = Journal(journal_file(location) if isinstance(location, Path) else journal)
            if isinstance(location, Path):
                noted.belongs_to(before, identity(location))
            elif location is not None:
                # Others may have written to a server.
                noted.anything()
        return EventGraph(World(store, Terms(namespace), actors, actions, journal=noted), read_only=read_only)
    except BaseException:
        store.close()
        if noted is not None:
            noted.close()
        raise


def _store(location: Path | Endpoint | None, namespace: Namespace, read_only: bool) -> Store:
    if isinstance(location, Endpoint):
        return RemoteStore(location, namespace.base)
    return EmbeddedStore(location, read_only=read_only)
