"""Taking documents into the graph, one transaction each, with an outcome for every one."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from communique.extract import Failure, batches
from communique.extract.documents import Problem, Read
from communique.graph import EventGraph, canonical
from communique.ontology.types import Document, Extraction

FLUSH_AFTER = 100


class DocumentCoder(Protocol):
    """What turns a document into its reports."""

    def extract_each(self, documents: Iterable[Document]) -> Iterator[Extraction | Failure]:
        """Give what each document says, in order, or with which error the coder failed on it."""
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
    for outcome in _outcomes(items, graph, coder, version):
        changed += outcome.kind is OutcomeKind.STORED
        if outcome.kind is OutcomeKind.STORED and changed % FLUSH_AFTER == 0:
            graph.flush()
        yield outcome
    graph.flush()
    graph.leave_in_step()


def _outcomes(items: Iterable[Read], graph: EventGraph, coder: DocumentCoder, version: str) -> Iterator[Outcome]:
    """Give the outcomes of inputs, in order; documents that are to be read are read in batches."""
    for part in (part for batch in batches(items) for part in _distinct(batch)):
        known = [unchanged(item, graph, version) if isinstance(item, Document) else None for item in part]
        wanted = [item for item, found in zip(part, known, strict=True) if isinstance(item, Document) and not found]
        coded = iter(coder.extract_each(wanted) if wanted else ())
        for item, found in zip(part, known, strict=True):
            if isinstance(item, Problem):
                yield not_read(item)
            elif isinstance(item, Extraction):
                yield _store_extraction(item, graph)
            else:
                yield found or _ingested(next(coded), graph, version)


def _distinct(batch: Iterable[Read]) -> Iterator[list[Read]]:
    """Cut a batch where a document comes again, which is compared with what has been stored of it by then."""
    part: list[Read] = []
    names: set[str] = set()
    for item in batch:
        name = "" if isinstance(item, Problem) else (item.document if isinstance(item, Extraction) else item).id
        if name in names:
            yield part
            part, names = [], set()
        part.append(item)
        names |= {name} - {""}
    yield part


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


def _ingested(coded: Extraction | Failure, graph: EventGraph, version: str) -> Outcome:
    if isinstance(coded, Failure):
        # One article that the rules stumble over must not end a run over thousands.
        return skipped(coded.document, coded.what)
    return stored(coded, graph, version)
