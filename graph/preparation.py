"""Bringing a store in step with what is known of actors and actions, when it is opened."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyoxigraph as ox

import graph.reading as reading
import graph.terms as t
from graph.changes import Change, change_of_document
from graph.concepts import concept_quads, fingerprint
from graph.protocol import Store
from graph.terms import DEFAULT
from graph.world import World


def prepare(world: World) -> None:
    """Load what is known of actors and actions, and assemble all events anew where that has changed.

    Raises ValueError where the store holds a graph of another base, or none of ours.
    """
    store, due = world.store, _mark(world, fingerprint(world.actors.values(), world.actions, world.terms.namespace))
    stored = set(store.match(None, None, None, _place(world)))
    if stored == {due}:
        return
    if not stored and next(store.match(None, None, None, None), None) is not None:
        raise ValueError(f"the store holds a graph that was not made with the base {world.terms.namespace.base}")
    with unfinished(world):
        _rebuild(world)
    store.flush()


@contextmanager
def unfinished(world: World) -> Iterator[None]:
    """Mark the graph as one to be assembled anew at the next opening, until all is done that belongs together."""
    begun = _mark(world, "unfinished")
    stored = set(world.store.match(None, None, None, _place(world)))
    world.store.change(stored - {begun}, [begun])
    yield
    # What was written must be there before the mark goes.
    world.store.flush()
    due = fingerprint(world.actors.values(), world.actions, world.terms.namespace)
    world.store.change([begun], [_mark(world, due)])


def _mark(world: World, text: str) -> ox.Quad:
    subject = t.node(f"{world.terms.namespace.base}graph")
    return ox.Quad(subject, world.terms.of("fingerprint"), t.text(text), _place(world))


def _place(world: World) -> t.Node:
    return t.node(f"{world.terms.namespace.base}graph#assembly")


def _rebuild(world: World) -> None:
    documents = sorted(reading.document_ids(world))
    links = [world.terms.of(name) for name in ("event", "denies")]
    for name in documents:
        graph = world.terms.document(name)
        stale = {quad for link in links for quad in world.store.match(None, link, None, graph)}
        world.store.change(stale, ())
    _clear(world.store)
    world.store.change((), set(concept_quads(world.actors.values(), world.actions, world.terms)))
    for name in documents:
        change = _assembled(world, name)
        world.store.change(change.remove, change.insert)


def _assembled(world: World, document: str) -> Change:
    found = reading.extraction(world, document)
    return Change() if found is None else change_of_document(world, document, found)


def _clear(store: Store) -> None:
    quads = list(store.match(None, None, None, DEFAULT))
    for start in range(0, len(quads), 100_000):
        store.change(quads[start : start + 100_000], ())
