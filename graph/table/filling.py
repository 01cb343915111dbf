"""Filling the event table while many documents are stored, so that nothing has to be read from the graph again."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from communique.graph.table.indexes import finish
from communique.graph.table.layout import index
from communique.graph.table.writing import DATASET, OWN_DATASET, EventReport, RowWriter
from communique.ontology.types import Action, Document, Event


class DocumentWriter:
    """Puts new documents and their events into the tables, as they are stored in the graph."""

    def __init__(self, database: sqlite3.Connection, actions: Mapping[str, Action], *, words: bool) -> None:
        self._database, self._has_index = database, False
        # Only what was in use before has its indexes and numbers, and takes the words one by one.
        self._is_new = not words
        self._writer = RowWriter(database, actions, words=words)
        # Of the documents of this batch: publisher and data set.
        self._sources: dict[str, tuple[str, str]] = {}
        self.documents: set[str] = set()

    def put_documents(self, found: Iterable[tuple[Document, Sequence[EventReport]]]) -> None:
        """Put a batch of documents, none of which is there, with their reports."""
        self._sources.clear()
        for document, reports in found:
            self._writer.put_document(document, reports)
            self._sources[document.id] = document.source, dict(document.metadata).get(DATASET) or OWN_DATASET
            self.documents.add(document.id)

    def end(self) -> None:
        """Make the indexes and numbers of a new table, into which nothing may be put any more."""
        if self._is_new:
            finish(self._database)

    def new_event(self, event: Event, documents: Iterable[str], *, disputed: bool) -> None:
        """Put an event of which there is none, asserted by documents of the batch."""
        sources = [self._sources[name] for name in documents]
        publishers, datasets = ({each[place] for each in sources} - {""} for place in (0, 1))
        self._writer.add_event(event, sorted(publishers), sorted(datasets), disputed=disputed)

    def event(self, event: Event, *, disputed: bool) -> None:
        """Put an event that may be there, all of whose reports are."""
        if not self._has_index:
            # Without it all reports would be looked through for each.
            self._database.execute(index("report_event"))
            self._has_index = True
        self._writer.put_event(event, disputed=disputed)
