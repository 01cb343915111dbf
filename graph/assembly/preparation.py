"""Bringing a store in step with what is known of actors and actions, when it is opened."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyoxigraph as ox

import communique.graph.rdf.terms as t
import communique.graph.stores.documents as reading
from communique.graph.assembly.bulk import Bulk
from communique.graph.assembly.patches import linked
from communique.graph.rdf.concepts import concept_quads, fingerprint
from communique.graph.rdf.terms import DEFAULT
from communique.graph.stores.world import World

# So many documents are assembled at a time.
_BATCH = 2000
# What reports had until several spans became one string.
_FORMER = "ontology#sentenceSpan"


def prepare(world: World) -> None:
    """Load what is known of actors and actions, and assemble all events anew where that has changed.

    Raises ValueError where the store holds a graph of another base, none of ours, or one written in another way.
    """
    store, due = world.store, _mark(world, fingerprint(world.actors.values(), world.actions, world.terms.namespace))
    stored = set(store.match(None, None, None, _place(world)))
    if stored == {due}:
        return
    if not stored and next(store.match(None, None, None, None), None) is not None:
        raise ValueError(f"the store holds a graph that was not made with the base {world.terms.namespace.base}")
    if next(store.match(None, t.node(f"{world.terms.namespace.base}{_FORMER}"), None, None), None) is not None:
        raise ValueError("the store was made when reports were written in another way: store its articles in a new one")
    # Reports are tied to other events.
    with world.invalidating(), unfinished(world):
        _rebuild(world)
    store.flush()


@contextmanager
def unfinished(world: World) -> Iterator[None]:
    """Mark the graph as one to be assembled anew at the next opening, until all is done that belongs together."""
    begin(world)
    yield
    end(world)


def is_unfinished(world: World) -> bool:
    """Tell whether the graph is marked as one that is being written or was not written to its end."""
    return _mark(world, "unfinished") in set(world.store.match(None, None, None, _place(world)))


def begin(world: World) -> None:
    """Mark the graph as one to be assembled anew at the next opening."""
    mark = _mark(world, "unfinished")
    stored = set(world.store.match(None, None, None, _place(world)))
    world.store.change(stored - {mark}, [mark])


def end(world: World) -> None:
    """Mark the graph as whole."""
    # What was written must be there before the mark goes.
    world.store.flush()
    due = fingerprint(world.actors.values(), world.actions, world.terms.namespace)
    world.store.change([_mark(world, "unfinished")], [_mark(world, due)])


def _mark(world: World, text: str) -> ox.Quad:
    subject = t.node(f"{world.terms.namespace.base}graph")
    return ox.Quad(subject, world.terms.of("fingerprint"), t.text(text), _place(world))


def _place(world: World) -> t.Node:
    return t.node(f"{world.terms.namespace.base}graph#assembly")


def _rebuild(world: World) -> None:
    documents = sorted(reading.every_document(world))
    for name in documents:
        _link(world, name)
    world.store.clear(DEFAULT)
    quads = concept_quads(world.actors.values(), world.actions, world.terms)
    world.store.load("".join(f"{quad} .\n" for quad in quads).encode())
    with Bulk(world) as bulk:
        for start in range(0, len(documents), _BATCH):
            found = (reading.extraction(world, name) for name in documents[start : start + _BATCH])
            bulk.assemble([each for each in found if each is not None])
        bulk.finish()


def _link(world: World, document: str) -> None:
    """Tie the reports of a stored document to the events that they assert or deny by what is known now."""
    graph = world.terms.document(document)
    stored = set(world.store.match(None, None, None, graph))
    due = linked(reading.extraction_of(stored, world), world.actors, world.terms).quads
    if stored != due:
        world.store.change(stored - due, due - stored)
