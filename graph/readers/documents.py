"""The documents of an event graph, and the reports that were read from them."""

import datetime as dt
from collections.abc import Iterator

import communique.graph.stores.documents as documents
from communique.graph.lookups.documents import document_ids, extractions, listed
from communique.graph.rdf.documents import named_reports
from communique.graph.readers.store import StoreReader
from communique.graph.stores.documents import SortKey
from communique.graph.table.listing import ListedDocument
from communique.ontology.types import Document, Extraction, Report


class DocumentsReader(StoreReader):
    """Documents and their reports."""

    def documents(
        self,
        *,
        source: str | None = None,
        after: str | SortKey | None = None,
        limit: int | None = None,
    ) -> Iterator[Document]:
        """Give the stored documents by date of publication and id.

        `after` is the id of the last document of the page before, or its `sort_key`, for it may be gone by now.
        """
        for name in document_ids(self._view, source=source, after=after, limit=limit):
            found = self.document(name)
            if found is not None:
                yield found

    def listed_documents(
        self,
        *,
        source: str | None = None,
        start: dt.date | None = None,
        end: dt.date | None = None,
        after: SortKey | None = None,
        limit: int | None = None,
    ) -> Iterator[ListedDocument]:
        """Give the stored documents without their texts, by date of publication and id, each with its reports' number.

        With a first or a last day only those with a day of publication. `after` is the `sort_key` of the last document
        of the page before.
        """
        return listed(self._view, source, start, end, after, limit)

    def document(self, document_id: str) -> Document | None:
        """Give a stored document."""
        return documents.document(self.world, document_id)

    def extraction(self, document_id: str) -> Extraction | None:
        """Give all that was read from a stored document, exactly as it was stored (in canonical order)."""
        return documents.extraction(self.world, document_id)

    def extractions(self) -> Iterator[Extraction]:
        """Give all that was stored, by date of publication and id: the graph can be rebuilt from it."""
        return extractions(self._view)

    def reports_of(self, key: str) -> Iterator[tuple[str, Report]]:
        """Give the reports that assert or deny an event, each with the last part of its IRI."""
        return documents.reports_of(self.world, key)

    def named_reports(self, extraction: Extraction) -> list[tuple[str, Report]]:
        """Give the reports of a canonical extraction, stored or not, each with the last part of its IRI."""
        return [(node.value.rsplit("/", 1)[-1], each) for node, each in named_reports(extraction, self.terms)]
