"""What the graph says of one IRI, as RDF: so that every IRI below the base can be looked up."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from communique.graph.rdf import terms as t
from communique.graph.rdf.concepts import turtle
from communique.graph.rdf.serialization import converted, serialized
from communique.graph.rdf.terms import DEFAULT, Graph, Node
from communique.graph.stores.rows import rows
from communique.graph.stores.world import World


def describe(world: World, path: str, media_type: str, *more: str) -> bytes | None:
    """Give what the graph says of the thing at a path below the base (``actor/rus``), None where it says nothing.

    A document's description is its whole graph; an event comes with nothing but itself, an actor with its
    memberships, a code with the actions that have it, a scheme with its codes. `more` are paths of what is described
    with it. ValueError for a path that makes no IRI.
    """
    triples: list[ox.Triple] = []
    for each in (path, *more):
        node = t.node(f"{world.terms.namespace.base}{each}")
        graph: Graph = node if each.startswith("doc/") else DEFAULT
        triples += [ox.Triple(q.subject, q.predicate, q.object) for q in _quads(world, node, graph)]
    if not triples:
        return None
    return serialized(sorted(set(triples), key=str), media_type, world.terms.prefixes())


def labels(world: World, iris: Iterable[str]) -> dict[str, str]:
    """Give what the graph calls each of some IRIs, as far as it has a name for them; ValueError for what is no IRI."""
    nodes = " ".join(str(t.node(iri)) for iri in iris)
    asked = f"SELECT ?s ?name {{ VALUES ?s {{ {nodes} }} ?s skos:prefLabel|rdfs:label ?name }}"
    return {str(getattr(row["s"], "value", "")): str(getattr(row["name"], "value", "")) for row in rows(world, asked)}


def vocabulary(world: World, media_type: str) -> bytes:
    """Give the vocabulary itself: classes and properties with their labels and comments."""
    return converted(turtle("communique", world.terms.namespace.base), media_type)


def _quads(world: World, node: Node, graph: Graph) -> Iterator[ox.Quad]:
    if graph is not DEFAULT:
        yield from world.store.match(None, None, None, graph)
        return
    yield from world.store.match(node, None, None, graph)
    if node.value.startswith(world.terms.namespace.of("code", "")):
        # A code says little of itself: what has it, and what a scheme holds, is said there.
        for predicate in (t.EXACT_MATCH, t.IN_SCHEME, t.BROADER):
            yield from world.store.match(None, predicate, node, graph)
    for membership in [quad.subject for quad in world.store.match(None, t.MEMBER, node, graph)]:
        if isinstance(membership, Node):
            yield from world.store.match(membership, None, None, graph)
