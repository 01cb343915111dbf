"""The event graph: documents in, events out, kept in step in one store."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from types import TracebackType

from rdflib import Dataset

from communique.graph.assembly.marks import begin, check_readable, is_unfinished, unfinished
from communique.graph.assembly.patches import patch_of_document
from communique.graph.assembly.preparation import prepare
from communique.graph.assembly.storing import store_all
from communique.graph.readers.networks import NetworkReader
from communique.graph.sparql import named_graphs
from communique.graph.sparql.updating import update
from communique.graph.stores import provenance
from communique.graph.stores.changes import ChangeKind, DocumentChange
from communique.graph.stores.documents import every_document
from communique.graph.stores.embedded import EmbeddedStore
from communique.graph.stores.journal_database import JournalMadeAnewError
from communique.graph.stores.protocol import StoreFullError
from communique.graph.stores.world import World
from communique.graph.table.encoding import Encoded, encoded
from communique.graph.table.event_table import EventTable
from communique.graph.table.rows import LoadedRow
from communique.ontology.types import Extraction

_READ_ONLY = "the graph was opened read-only: open it for writing to store or forget documents"


class EventGraph(NetworkReader):
    """A diplomatic event knowledge graph in a store. Use it as a context manager, or close it.

    Examples
    --------
    >>> import communique as cq
    >>> with cq.open(None) as graph:
    ...     stored = graph.store_all(cq.read("Paris criticized Minsk.", published="2021-05-24"))
    ...     (relation,) = graph.relations("fra")
    ...     (relation.partner, relation.sent.events, graph.count(cq.EventFilter(target="blr")))
    ...     graph.query("SELECT ?date { [] dip:actorSide actor:fra ; dip:date ?date }", "text/csv").split()
    ...     sorted(graph.network().edges(data="cameo"))
    ('blr', 1, 1)
    [b'date', b'2021-05-24']
    [('fra', 'blr', '111')]
    """

    def __init__(
        self,
        world: World,
        *,
        read_only: bool = False,
        table: EventTable | None = None,
        upgrading: Callable[[], None] = lambda: None,
    ) -> None:
        """Take a store; what is known of actors and actions is loaded into it where it is new or has changed.

        `table` is the table of its events, by default one of its own. `upgrading` is called before all events of a
        store that is there are assembled anew.

        Raises StoreVersionError where a later version wrote it; where it is only read, also where it is of an earlier
        one, and StoreUnfinishedError where it is not whole.
        """
        super().__init__(world, table)
        self.read_only = read_only
        if read_only:
            check_readable(world)
            return
        if world.journal is not None:
            world.journal.recover(self._is_there)
        prepare(world, upgrading)

    # Documents in and out.

    def store(self, extraction: Extraction) -> bool:
        """Store what was read from a document in the place of what was stored of it; False when nothing changed."""
        return self._apply(extraction.document.id, extraction)

    def store_all(self, extractions: Iterable[Extraction]) -> int:
        """Store many extractions, as fast as possible; gives how many changed something.

        A run that is killed is made good when the graph is next opened for writing, which then takes its time.
        """
        self._check_writable()
        changed = store_all(self.world, self._table, extractions, self.store)
        self.flush()
        return changed

    def forget(self, document_id: str) -> bool:
        """Forget a document, the events that only it asserts, and who coded it; False when it was not stored."""
        forgotten = self._apply(document_id, None)
        provenance.record_coder(self.world, document_id, None)
        return forgotten

    def load(self, rows: Iterable[LoadedRow], noting: Callable[[], Mapping[str, str]] = dict) -> int:
        """Load rows of other data sets into the event table alone, all of them or none; gives how many.

        They are counted, listed and exported as other events, but no query in SPARQL finds them.
        `noting` gives, when all are taken, what is to be noted with them: by the data set, a blank and a name.
        """
        return self.load_encoded(encoded(rows), noting)

    def load_encoded(self, batches: Iterator[Encoded], noting: Callable[[], Mapping[str, str]] = dict) -> int:
        """Load rows that an encoder has made ready; all else is as for `load`."""
        self._check_writable()
        return self._table.load(batches, noting)

    def loaded(self, *, begun: bool = False) -> dict[str, str]:
        """Give what `load` has noted; with `begun` also where it was stopped, and the next goes on."""
        return self._table.loaded(begun=begun)

    def unload(self, dataset: str) -> None:
        """Take out what `load` has put into the event table from a data set."""
        self._check_writable()
        self._table.unload(dataset)

    def is_coded_by(self, document_id: str, version: str) -> bool:
        """Tell whether a document is noted as coded by this version of the coder, and by no other."""
        return provenance.is_coded_by(self.world, document_id, version)

    def record_coder(self, document_id: str, version: str | None) -> None:
        """Note the version of the coder that a document's reports were made by, in the place of any other; or none."""
        self._check_writable()
        provenance.record_coder(self.world, document_id, version)

    def record_coders(self, document_ids: Iterable[str], version: str) -> None:
        """Note the same of many documents."""
        self._check_writable()
        provenance.record_coders(self.world, document_ids, version)

    def assemble(self) -> None:
        """Assemble all events and numbers anew from the stored reports, after documents were changed by hand."""
        self._check_writable()
        begin(self.world)
        prepare(self.world)

    def changes(self, since: int = 0, limit: int = -1) -> list[DocumentChange]:
        """Give what entered the graph or left it after the change of a number, in order: each document once.

        ValueError where the graph was opened read-only: its changes are noted by who writes to it.
        """
        journal = self.world.journal
        if journal is None:
            raise ValueError("the graph was opened read-only: open it for writing to follow its changes")
        try:
            journal.reconcile(lambda: every_document(self.world))
            return journal.since(since, limit)
        except JournalMadeAnewError:
            journal.reconcile(lambda: every_document(self.world))
            return journal.since(since, limit)

    # SPARQL Update, the Graph Store Protocol and rdflib.

    def update(self, sparql: str, *, using: Sequence[str] = (), using_named: Sequence[str] = ()) -> None:
        """Put a SPARQL update to the store, all of it or nothing; it may undo what assembly keeps in step."""
        update(self.world, sparql, using=using, using_named=using_named)

    def put_graph(self, name: str | None, triples: named_graphs.Triples, *, replace: bool) -> bool:
        """Add triples to a graph (None: the default graph), or put them in its place; True where it is new."""
        new = named_graphs.put(self.world, name, triples, replace=replace)
        document = None if name is None else named_graphs.document_of(self.world, name)
        if document is not None:
            # What it says now, no version of the coder has read.
            provenance.record_coder(self.world, document, None)
        return new

    def name_for(self, triples: named_graphs.Triples) -> str:
        """Give the name that its content determines to a graph that comes without one."""
        return named_graphs.name_for(self.world, triples)

    def drop_graph(self, name: str | None) -> bool:
        """Drop a graph, False where there was none; that of a document goes with the events that only it asserts."""
        document = None if name is None else named_graphs.document_of(self.world, name)
        return (document is not None and self.forget(document)) or named_graphs.drop(self.world, name)

    @property
    def dataset(self) -> Dataset:
        """Give an rdflib view of the store; its default graph is that of the store, never the union."""
        if not isinstance(self.world.store, EmbeddedStore):
            raise ValueError("only an embedded store has an rdflib view: query a remote one by its URL")
        # Its import loads rdflib's own SPARQL, which nothing else needs.
        from communique.graph.stores.rdflib_view import JournaledStore

        dataset = Dataset(store=JournaledStore(self.world, self.world.store.engine), default_union=False)
        for prefix, iri in self.terms.prefixes().items():
            dataset.bind(prefix, iri)
        return dataset

    # The store and its files.

    @property
    def is_unfinished(self) -> bool:
        """Tell whether the store is in the middle of being filled or assembled, or was left so."""
        return is_unfinished(self.world)

    @property
    def has_room(self) -> bool:
        """Tell whether there is room to write on the disk of the store; of a server, only it knows."""
        return not isinstance(self.world.store, EmbeddedStore) or self.world.store.has_room

    @property
    def size(self) -> int:
        """Give the number of quads, for which all of the store is read."""
        if isinstance(self.world.store, EmbeddedStore):
            return len(self.world.store.engine)
        return sum(1 for _ in self.world.store.match(None, None, None, None))

    @property
    def table_file(self) -> Path:
        """Give the file in which the event table lies now."""
        return self._table.file

    def snapshot(self, target: Path) -> None:
        """Make a copy of the store on disk in a new folder, which can be read while this one is written."""
        if not isinstance(self.world.store, EmbeddedStore) or self.world.store.location is None:
            raise ValueError("only an embedded store on disk has snapshots")
        self.world.store.backup(target)

    def flush(self) -> None:
        """Make sure that what was stored survives a loss of power; the event table follows when it is next asked."""
        journal = self.world.journal
        # The journal first: what it names and the store lacks is found, not so what only the store has.
        writes = 0
        if journal is not None:
            writes = journal.writes
            journal.flush()
        self.world.store.flush()
        if journal is not None:
            # Without room for the note, a loss of power only makes the next opening take longer.
            with suppress(StoreFullError):
                journal.rest(writes)

    def leave_in_step(self) -> None:
        """Bring the event table in step where it lies in a file: who opens the graph to read then need make none."""
        if self.world.journal is not None and self.world.journal.file is not None:
            self.bring_in_step()

    def follow(self) -> None:
        """Do the same where only documents were stored or forgotten, so that no more than these have to be read."""
        if self._table.follows:
            self.bring_in_step()

    def close(self) -> None:
        """Flush, bring the event table in step, and let go of the store; a graph that is closed already stays so."""
        if self._table.is_closed:
            return
        try:
            if not self.read_only:
                self.flush()
                self.leave_in_step()
        finally:
            self._table.close()
            self.world.store.close()
            if self.world.journal is not None:
                self.world.journal.close()

    def __enter__(self) -> "EventGraph":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check_writable(self) -> None:
        if self.read_only:
            raise ValueError(_READ_ONLY)

    def _apply(self, document_id: str, extraction: Extraction | None) -> bool:
        self._check_writable()
        patch = patch_of_document(self.world, document_id, extraction)
        if patch:
            whole = self.world.store.changes_at_once(len(patch.remove) + len(patch.insert))
            with self._journaled(document_id, extraction), nullcontext() if whole else unfinished(self.world):
                self.world.store.change(patch.remove, patch.insert, patch.drop)
        return bool(patch)

    def _journaled(self, document_id: str, extraction: Extraction | None) -> AbstractContextManager[None]:
        if self.world.journal is None:
            return nullcontext()
        kind = ChangeKind.LEFT if extraction is None else ChangeKind.ENTERED
        return self.world.journal.writing(document_id, kind, self._is_there)

    def _is_there(self, document_id: str) -> bool:
        graph = self.world.terms.document(document_id)
        return next(iter(self.world.store.match(None, None, None, graph)), None) is not None
