"""Whole graphs of the store, read, replaced, added to and dropped: for those who keep notes beside the events."""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice

import pyoxigraph as ox

from communique.graph.rdf.serialization import serialized
from communique.graph.rdf.terms import DEFAULT, Graph, lines, name_of, node
from communique.graph.stores.embedded import EmbeddedStore
from communique.graph.stores.world import World

# None stands for the default graph, as the store has it.
Name = str | None
Triples = Sequence[ox.Triple]


def graph_triples(world: World, name: Name, media_type: str) -> bytes | None:
    """Give all that a graph says in a form of RDF, None where there is no such graph."""
    found = world.store.match(None, None, None, _graph(name))
    triples = [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in found]
    if not triples and name is not None and not _is_there(world, name):
        return None
    return serialized(triples, media_type, world.terms.prefixes())


def parsed(data: bytes, media_type: str, base: str) -> list[ox.Triple] | None:
    """Give the triples of a text, None for a form that is not known; SyntaxError where it is wrong."""
    form = ox.RdfFormat.from_media_type(media_type)
    if form is None or not is_form(media_type):
        return None
    quads = ox.parse(data, format=form, base_iri=base, without_named_graphs=True, rename_blank_nodes=True)
    return [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads]


def is_form(media_type: str) -> bool:
    """Tell whether a media type is a form in which a graph is written."""
    form = ox.RdfFormat.from_media_type(media_type)
    return form is not None and (form == ox.RdfFormat.JSON_LD or not form.supports_datasets)


def put(world: World, name: Name, triples: Triples, *, replace: bool) -> bool:
    """Add triples to a graph, or put them in its place, in one transaction; True where it is new."""
    graph = _graph(name)
    new = not _is_there(world, name)
    if triples and _can_be_added(world, triples):
        quads = [ox.Quad(each.subject, each.predicate, each.object, graph) for each in triples]
        if new or not replace:
            with world.invalidating():
                world.store.change((), quads)
            return new
        if _replaced_in_part(world, graph, quads):
            return new
    content = "\n".join(f"{triple} ." for triple in triples)
    drop = f"DROP SILENT {_clause(name)} ;\n" if replace else ""
    data = content if name is None else f"GRAPH {graph} {{ {content} }}"
    # A graph that says nothing is one that is there: who has put it gets it.
    make = "" if name is None or triples else f"CREATE SILENT {_clause(name)} ;\n"
    _update(world, f"{drop}{make}INSERT DATA {{ {data} }}")
    return new


def _replaced_in_part(world: World, graph: Graph, quads: Iterable[ox.Quad]) -> bool:
    """Put quads in the place of a graph that is largely the same, by writing only what differs; False where it is not.

    A transaction takes the engine some 2 kB of memory for each quad removed, and for each inserted.
    """
    if not isinstance(world.store, EmbeddedStore):
        # All of the graph would come over the network.
        return False
    has = set(quads)
    # Of a graph of twice as many more than half go.
    had = set(islice(world.store.match(None, None, None, graph), 2 * len(has) + 1))
    gone = had - has
    if 2 * len(gone) > len(had) or _has_blank_nodes(gone):
        return False
    if gone or len(has) > len(had):
        with world.invalidating():
            world.store.change(gone, has - had)
    return True


def _can_be_added(world: World, triples: Triples) -> bool:
    """Tell whether triples can be added as they are, in one transaction, for half the time and memory of an update.

    Blank nodes cannot: those of an update are new ones.
    """
    return not _has_blank_nodes(triples) and world.store.changes_at_once(len(triples))


def _has_blank_nodes(statements: Iterable[ox.Triple | ox.Quad]) -> bool:
    """Tell whether there are blank nodes, or triples within triples, which may hold some."""
    return any(
        isinstance(each.subject, ox.BlankNode) or isinstance(each.object, ox.BlankNode | ox.Triple)
        for each in statements
    )


def drop(world: World, name: Name) -> bool:
    """Drop a graph; False where there was none."""
    there = _is_there(world, name)
    _update(world, f"DROP SILENT {_clause(name)}")
    return there


def document_of(world: World, name: str) -> str | None:
    """Give the id of the document that a graph is named for; None where it is not the name of a document's."""
    document = name_of(node(name))
    return document if world.terms.document(document).value == name else None


def name_for(world: World, triples: Triples) -> str:
    """Give the name that its content determines to a graph that comes without one."""
    written = "\n".join(lines(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples))
    return f"{world.terms.namespace.base}gsp/{hashlib.sha256(written.encode()).hexdigest()[:16]}"


def _is_there(world: World, name: Name) -> bool:
    found = world.store.query(f"ASK {{ {'?s ?p ?o' if name is None else f'GRAPH {_graph(name)} {{}}'} }}", {})
    return bool(found)


def _graph(name: Name) -> Graph:
    return DEFAULT if name is None else node(name)


def _clause(name: Name) -> str:
    return "DEFAULT" if name is None else f"GRAPH {node(name)}"


def _update(world: World, sparql: str) -> None:
    with world.invalidating():
        world.store.update(sparql, {}, world.terms.namespace.base)
