"""Checking a graph against the SHACL shapes of the vocabulary."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

import pyoxigraph as ox
from rdflib import Graph

from communique.graph.rdf.concepts import turtle
from communique.graph.rdf.terms import DEFAULT, Node
from communique.graph.stores.world import World


@dataclass(frozen=True, slots=True)
class Validation:
    """Whether a graph conforms to the shapes, and what is wrong with it in words."""

    conforms: bool
    text: str


def validate(world: World, document: str | None = None) -> Validation:
    """Check the whole graph, or one document with the events that it asserts or denies.

    All is read into memory: for large stores, check documents one by one.
    """
    # Its import takes longer than that of all that most commands need.
    from pyshacl import validate as check

    data = _as_rdflib(_everything(world) if document is None else _one(world, document))
    shapes = Graph().parse(data=turtle("shapes", world.terms.namespace.base), format="turtle")
    conforms, _, text = check(data, shacl_graph=shapes, advanced=True)
    return Validation(bool(conforms), str(text))


def _everything(world: World) -> Iterator[ox.Quad]:
    return world.store.match(None, None, None, None)


def _one(world: World, document: str) -> Iterator[ox.Quad]:
    """Give a document's graph, the vocabulary, and all that leads on from what the document names."""
    for name in ("communique", "codes"):
        yield from ox.parse(turtle(name, world.terms.namespace.base), format=ox.RdfFormat.TURTLE)
    base, edges = world.terms.namespace.base, world.terms.namespace.of("action", "")
    waiting = list(world.store.match(None, None, None, world.terms.document(document)))
    aside: list[ox.Quad] = []
    seen: set[Node] = set()
    while waiting:
        quad = waiting.pop()
        yield quad
        node = quad.object
        if isinstance(node, Node) and node.value.startswith(base) and node not in seen:
            seen.add(node)
            described = list(world.store.match(node, None, None, DEFAULT))
            # Along the direct edges of its actors the whole graph would follow.
            waiting += [found for found in described if not found.predicate.value.startswith(edges)]
            aside += [found for found in described if found.predicate.value.startswith(edges)]
    yield from (edge for edge in aside if edge.object in seen)


def _as_rdflib(quads: Iterable[ox.Quad]) -> Graph:
    """Give all triples in one rdflib graph: shapes look at a document and its events together."""
    written = BytesIO()
    ox.serialize((ox.Triple(q.subject, q.predicate, q.object) for q in quads), written, ox.RdfFormat.N_TRIPLES)
    return Graph().parse(data=written.getvalue(), format="nt")
