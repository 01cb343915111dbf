"""Taking documents into the graph, one transaction each, with an outcome for every one."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import pyoxigraph as ox

from communique.extract.documents import Problem
from communique.graph.event_graph import EventGraph
from communique.graph.world import World
from communique.ontology.types import Document, Extraction

FLUSH_AFTER = 100
_GENERATED_BY = ox.NamedNode("http://www.w3.org/ns/prov#wasGeneratedBy")


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
    items: Iterable[Document | Problem],
    graph: EventGraph,
    coder: DocumentCoder,
    *,
    version: str = "",
) -> Iterator[Outcome]:
    """Give the outcome of each input as soon as it is in the graph.

    A document that is stored already, as this `version` of the coder read it, is not read again; without a version
    any stored document counts as read. Whoever stops in between leaves whole documents.
    """
    stored = 0
    for item in items:
        outcome = _problem(item) if isinstance(item, Problem) else _ingested(item, graph, coder, version)
        stored += outcome.kind is OutcomeKind.STORED
        if outcome.kind is OutcomeKind.STORED and stored % FLUSH_AFTER == 0:
            graph.flush()
        yield outcome
    graph.flush()


def forget(document_id: str, graph: EventGraph) -> bool:
    """Forget a document and which coder read it; False when it was not stored."""
    forgotten = graph.forget(document_id)
    graph.world.store.change(_readings(document_id, graph.world), ())
    return forgotten


def _ingested(document: Document, graph: EventGraph, coder: DocumentCoder, version: str) -> Outcome:
    known = graph.document(document.id)
    due = _reading(document.id, version, graph.world)
    read = _readings(document.id, graph.world)
    if known == document and (not version or read == {due}):
        return Outcome(OutcomeKind.UNCHANGED, document.id, document.title, published=document.published)
    try:
        extraction = coder.extract(document)
    except (LookupError, RecursionError, ValueError) as error:
        # One article that the rules stumble over must not end a run over thousands.
        what = f"the coder failed on it ({type(error).__name__}: {error}): report it with the text, please"
        where = document.url or document.id
        return Outcome(OutcomeKind.SKIPPED, document.id, document.title, where=where, what=what)
    changed = graph.store(extraction)
    if version and read != {due}:
        graph.world.store.change(read - {due}, {due})
    kind = OutcomeKind.STORED if changed else OutcomeKind.UNCHANGED
    return Outcome(kind, document.id, document.title, len(extraction.reports), published=document.published)


def _problem(problem: Problem) -> Outcome:
    return Outcome(OutcomeKind.SKIPPED, where=problem.where, what=problem.what)


def _reading(document_id: str, version: str, world: World) -> ox.Quad:
    """Give the statement that a document's graph was made by a version of the coder."""
    activity = ox.NamedNode(world.terms.namespace.of("coder", version))
    return ox.Quad(world.terms.document(document_id), _GENERATED_BY, activity, _graph(world))


def _readings(document_id: str, world: World) -> set[ox.Quad]:
    return set(world.store.match(world.terms.document(document_id), _GENERATED_BY, None, _graph(world)))


def _graph(world: World) -> ox.NamedNode:
    return ox.NamedNode(f"{world.terms.namespace.base}graph#coders")
