"""Stored documents and their reports, read back in a stable order and page by page."""

from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

import communique.graph.rdf.terms as t
from communique.graph.rdf.documents import UNDATED, document_from, extraction_from, report_from
from communique.graph.rdf.terms import DEFAULT, Node
from communique.graph.rdf.values import Properties, index
from communique.graph.stores.rows import Row, rows, select
from communique.graph.stores.world import World
from communique.ontology.types import Document, Extraction, Report

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


def extractions(world: World) -> Iterator[Extraction]:
    """Give all that was stored, by date of publication and id."""
    found = (extraction(world, name) for name in document_ids(world))
    return (each for each in found if each is not None)


def document_ids(
    world: World,
    *,
    source: str | None = None,
    after: str | SortKey | None = None,
    limit: int | None = None,
) -> Iterator[str]:
    """Give the ids of the stored documents by date of publication and id, undated ones last.

    `after` is the id of the last document of the page before, ValueError where it is not among them; or its `sort_key`,
    for it need not be there any more.
    """
    if isinstance(after, str):
        last = document(world, after)
        if last is None or source not in (None, last.source):
            raise ValueError(f"document {after!r} is not among those listed: give the last id of the page before")
        after = sort_key(last)
    # All of them are read month by month, and as cheap as a page of anything; those of one publisher may lie far apart.
    world = world.unlimited if source is None else world
    return islice(_documents(world, source, after or ("", "")), limit)


def every_document(world: World) -> Iterator[str]:
    """Give the ids of all stored documents in no order, whether or not assembly has counted them."""
    return (t.name_of(row["d"]) for row in select(world, "SELECT ?d { GRAPH ?d { ?d a schema:NewsArticle } }"))


def sort_key(document: Document) -> SortKey:
    """Give what a document is in order by among all."""
    return (document.published.isoformat() if document.published else NO_DATE, document.id)


def reports_of(world: World, key: str) -> Iterator[tuple[str, Report]]:
    """Give the reports that assert or deny an event, with the end of their IRI, by document and place."""
    found: list[tuple[str, str, Report]] = []
    for name in ("event", "denies"):
        for quad in world.store.match(None, world.terms.of(name), world.terms.event(key), None):
            if isinstance(quad.subject, Node) and isinstance(quad.graph_name, Node):
                values = index(world.store.match(quad.subject, None, None, quad.graph_name))[quad.subject]
                document = t.name_of(quad.graph_name)
                found.append((document, quad.subject.value, report_from(values, document, world.terms)))
    found.sort(key=lambda entry: (entry[0], entry[2].span, entry[1]))
    return ((iri.rsplit("/", 1)[-1], report) for _, iri, report in found)


def properties_of(world: World, node: Node) -> Properties:
    """Give what the default graph says of a node."""
    return index(world.store.match(node, None, None, DEFAULT))[node]


def strings(world: World, node: Node, term: str) -> list[str]:
    """Give the strings that are values of a property of the vocabulary, in no order."""
    # A query looks up the values alone, where a match would look up node and property with each of them.
    return [row["value"].value for row in rows(world, f"SELECT ?value WHERE {{ {node} dip:{term} ?value }}")]


def _documents(world: World, source: str | None, start: SortKey) -> Iterator[str]:
    """Give documents month by month, so that a page of them need not sort them all."""
    published = "" if source is None else f"; dcterms:publisher {t.text(source)}"
    found = rows(world, "SELECT ?month WHERE { ?month a dip:PublicationMonth ; dip:documents ?number }")
    for month in sorted((row["month"] for row in found), key=t.name_of):
        if t.name_of(month) >= start[0][:7] or t.name_of(month) == UNDATED:
            where = f"GRAPH ?d {{ ?d dip:publishedIn {month} {published} OPTIONAL {{ ?d dcterms:issued ?issued }} }}"
            yield from (name for _, name in _in_order(rows(world, f"SELECT ?d ?issued WHERE {{ {where} }}"), start))


def _in_order(found: Iterable[Row], start: SortKey) -> Iterator[SortKey]:
    keys = ((row["issued"].value if "issued" in row else NO_DATE, t.name_of(row["d"])) for row in found)
    return iter(sorted(key for key in keys if key > start))
