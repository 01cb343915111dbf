"""Taking documents into the graph, one transaction each, with an outcome for every one."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from communique.extract.documents import Problem, Read
from communique.graph import EventGraph, canonical
from communique.ontology.types import Document, Extraction

FLUSH_AFTER = 100


class DocumentCoder(Protocol):
    """What turns a document into its reports."""

    def extract(self, document: Document) -> Extraction:
        """Give what one document says."""
        ...


class OutcomeKind(StrEnum):
    """What became of an input."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input.

    A document has its id and title, the number of its reports and its day of publication, if it has one; a skipped
    input has `where` it stands (``file:line``) and `what` is wrong with it.
    """

    kind: OutcomeKind
    document: str = ""
    title: str = ""
    reports: int = 0
    where: str = ""
    what: str = ""
    published: dt.date | None = None


def ingest(
    items: Iterable[Read],
    graph: EventGraph,
    coder: DocumentCoder,
    *,
    version: str = "",
) -> Iterator[Outcome]:
    """Give the outcome of each input as soon as it is in the graph.

    A document that is stored already, as this `version` of the coder read it, is not read again; without a version
    any stored document counts as read. What was read before (an extraction) is stored as it is. Whoever stops in
    between leaves whole documents.
    """
    changed = 0
    for item in items:
        outcome = _outcome(item, graph, coder, version)
        changed += outcome.kind is OutcomeKind.STORED
        if outcome.kind is OutcomeKind.STORED and changed % FLUSH_AFTER == 0:
            graph.flush()
        yield outcome
    graph.flush()
    graph.leave_in_step()


def _outcome(item: Read, graph: EventGraph, coder: DocumentCoder, version: str) -> Outcome:
    if isinstance(item, Problem):
        return not_read(item)
    return _store_extraction(item, graph) if isinstance(item, Extraction) else _ingested(item, graph, coder, version)


def _store_extraction(extraction: Extraction, graph: EventGraph) -> Outcome:
    """Store what was read by another process, so that nobody can say by which version of the coder."""
    document, reports = extraction.document, len(extraction.reports)
    try:
        if graph.extraction(document.id) == canonical(extraction):
            return Outcome(OutcomeKind.UNCHANGED, document.id, document.title, published=document.published)
        graph.record_coder(document.id, None)
        graph.store(extraction)
    except ValueError as error:
        return skipped(document, f"cannot be stored: {error}")
    return Outcome(OutcomeKind.STORED, document.id, document.title, reports, published=document.published)


def unchanged(document: Document, graph: EventGraph, version: str = "") -> Outcome | None:
    """Give the outcome of a document that is stored already, as this version of the coder read it, None for others."""
    known = graph.document(document.id)
    if known == document and (not version or graph.is_coded_by(document.id, version)):
        return Outcome(OutcomeKind.UNCHANGED, document.id, document.title, published=document.published)
    return None


def stored(extraction: Extraction, graph: EventGraph, version: str = "") -> Outcome:
    """Store what a document says, and give the outcome."""
    document = extraction.document
    changed = graph.store(extraction)
    if version:
        graph.record_coder(document.id, version)
    kind = OutcomeKind.STORED if changed else OutcomeKind.UNCHANGED
    return Outcome(kind, document.id, document.title, len(extraction.reports), published=document.published)


def skipped(document: Document, what: str) -> Outcome:
    """Give the outcome of a document that could not be read."""
    return Outcome(OutcomeKind.SKIPPED, document.id, document.title, where=document.url or document.id, what=what)


def not_read(problem: Problem) -> Outcome:
    """Give the outcome of an input that is no document."""
    return Outcome(OutcomeKind.SKIPPED, where=problem.where, what=problem.what)


def _ingested(document: Document, graph: EventGraph, coder: DocumentCoder, version: str) -> Outcome:
    known = unchanged(document, graph, version)
    if known is not None:
        return known
    try:
        extraction = coder.extract(document)
    except Exception as error:  # noqa: BLE001
        # One article that the rules stumble over must not end a run over thousands.
        return skipped(document, coder_failed(error))
    return stored(extraction, graph, version)


def coder_failed(error: Exception) -> str:
    """Say that the coder raised an error on a document."""
    return f"the coder failed on it ({type(error).__name__}: {error}): report it with the text, please"
