"""Stored documents and their reports, read back in a stable order and page by page."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Protocol

import pyoxigraph as ox

import communique.graph.rdf.terms as t
from communique.graph.rdf.documents import document_from, extraction_from, report_from
from communique.graph.rdf.terms import DEFAULT, Node
from communique.graph.rdf.values import Properties, index, literal
from communique.graph.stores.rows import select
from communique.graph.stores.world import World
from communique.ontology.types import Document, Extraction, Report

_DOCUMENTS = "SELECT ?d { GRAPH ?d { ?d a schema:NewsArticle } }"
# Dates sort as text; "~" comes after all digits, so what has no date comes last.
NO_DATE = "~"
# What documents, and events, are in order by: date and id.
SortKey = tuple[str, str]


def document(world: World, name: str) -> Document | None:
    """Give a stored document without reading its reports, None where it is not stored."""
    node = world.terms.document(name)
    quads = list(world.store.match(node, None, None, node))
    for quad in [quad for quad in quads if quad.predicate == t.ADDITIONAL_PROPERTY]:
        if isinstance(quad.object, Node):
            quads += world.store.match(quad.object, None, None, node)
    return document_from(node, index(quads)) if quads else None


def extraction(world: World, document: str) -> Extraction | None:
    """Give all that was read from a document, None where it is not stored."""
    quads = list(world.store.match(None, None, None, world.terms.document(document)))
    return extraction_of(quads, world) if quads else None


def extraction_of(quads: Iterable[ox.Quad], world: World) -> Extraction:
    """Give the extraction that the quads of one document's graph hold."""
    return extraction_from(quads, world.terms)


def every_document(world: World) -> Iterator[str]:
    """Give the ids of all stored documents in no order."""
    return (t.name_of(row["d"]) for row in select(world, _DOCUMENTS))


def has_documents(world: World) -> bool:
    """Tell whether any document is stored."""
    return next(select(world, f"{_DOCUMENTS} LIMIT 1"), None) is not None


class Listed(Protocol):
    """A document, or what a list says of one."""

    @property
    def id(self) -> str:
        """Give its id."""

    @property
    def published(self) -> dt.date | None:
        """Give the day of publication."""


def sort_key(document: Listed) -> SortKey:
    """Give what a document is in order by among all."""
    return (document.published.isoformat() if document.published else NO_DATE, document.id)


def reports_of(world: World, key: str) -> Iterator[tuple[str, Report]]:
    """Give the reports that assert or deny an event, with the end of their IRI, by document and place."""
    found: list[tuple[str, str, Report]] = []
    texts: dict[Node, str] = {}
    for link in ("event", "denies"):
        for quad in world.store.match(None, world.terms.of(link), world.terms.event(key), None):
            node, document = quad.subject, quad.graph_name
            if isinstance(node, Node) and isinstance(document, Node):
                if document not in texts:
                    texts[document] = _text(world, document)
                values, name = index(world.store.match(node, None, None, document))[node], t.name_of(document)
                found.append((name, node.value, report_from(values, name, texts[document], world.terms)))
    found.sort(key=lambda entry: (entry[0], entry[2].span, entry[1]))
    return ((iri.rsplit("/", 1)[-1], report) for _, iri, report in found)


def _text(world: World, document: Node) -> str:
    stored = index(world.store.match(document, t.ARTICLE_BODY, None, document))
    return literal(stored[document], t.ARTICLE_BODY) or ""


def properties_of(world: World, node: Node) -> Properties:
    """Give what the default graph says of a node."""
    return index(world.store.match(node, None, None, DEFAULT))[node]
