"""The marks of a store: with what it was assembled, in which layout, and whether that was finished.

They stand in a graph of their own, so that they go wherever the store goes, and a server holds them too.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pyoxigraph as ox

import communique.graph.rdf.terms as t
from communique.graph.rdf.concepts import fingerprint
from communique.graph.stores.protocol import StoreUnfinishedError, StoreVersionError
from communique.graph.stores.world import World

# The layout of what is written. Raise it where stores written before have to be brought up to it.
LAYOUT = 4
# Before there were numbers.
_FIRST = 1
_UNFINISHED = "unfinished"


def layout_of(world: World) -> int | None:
    """Give the number of the layout in which a store is written; None where nothing is written yet."""
    stored = _stored(world)
    for quad in stored:
        if quad.predicate == world.terms.of("layout") and isinstance(quad.object, ox.Literal):
            return int(quad.object.value)
    return _FIRST if stored else None


def is_due(world: World) -> bool:
    """Tell whether a store is finished, in today's layout, and assembled with the actors and actions known now."""
    return _stored(world) == _due(world)


def is_unfinished(world: World) -> bool:
    """Tell whether the graph is marked as one that is being written or was not written to its end."""
    return _mark(world, _UNFINISHED) in _stored(world)


def check_readable(world: World) -> None:
    """Refuse what who only reads cannot read right.

    Raises StoreUnfinishedError for a graph that is not whole, StoreVersionError for one in another layout.
    """
    layout = layout_of(world)
    if layout is None:
        return
    check_known(layout)
    if is_unfinished(world):
        raise StoreUnfinishedError(
            "the graph is not whole: it is being filled or assembled, or a run that did so was killed; "
            "wait for its end, or have all assembled anew (communique assemble)"
        )
    if layout < LAYOUT:
        raise StoreVersionError(
            f"the store is written in layout {layout}, and this version of communique reads {LAYOUT}: "
            "open it once for writing, which brings it up to date and keeps a copy (communique assemble)"
        )


def check_known(layout: int) -> None:
    """Refuse a store that a later version has written: what we do not know of, we would delete."""
    if layout > LAYOUT:
        raise StoreVersionError(
            f"the store is written in layout {layout}, and this version of communique knows up to {LAYOUT}: "
            "use the version that wrote it, or a later one"
        )


@contextmanager
def unfinished(world: World) -> Iterator[None]:
    """Mark the graph as one to be assembled anew at the next opening, until all is done that belongs together."""
    begin(world)
    yield
    end(world)


def begin(world: World) -> None:
    """Mark the graph as one to be assembled anew at the next opening. The number of its layout stays till the end."""
    mark, stored = _mark(world, _UNFINISHED), _stored(world)
    other = {quad for quad in stored if quad.predicate == mark.predicate} - {mark}
    world.store.change(other, [mark] if stored else [mark, _layout(world)])


def end(world: World) -> None:
    """Mark the graph as whole, and written in today's layout."""
    # What was written must be there before the mark goes.
    world.store.flush()
    stored, due = _stored(world), _due(world)
    world.store.change(stored - due, due - stored)


def is_empty(world: World) -> bool:
    """Tell whether there is neither a mark nor anything else in a store."""
    return next(iter(world.store.match(None, None, None, None)), None) is None


def _due(world: World) -> set[ox.Quad]:
    known = fingerprint(world.actors.values(), world.actions, world.terms.namespace)
    return {_mark(world, known), _layout(world)}


def _stored(world: World) -> set[ox.Quad]:
    return set(world.store.match(None, None, None, _place(world)))


def _mark(world: World, text: str) -> ox.Quad:
    return ox.Quad(_subject(world), world.terms.of("fingerprint"), t.text(text), _place(world))


def _layout(world: World) -> ox.Quad:
    return ox.Quad(_subject(world), world.terms.of("layout"), t.integer(LAYOUT), _place(world))


def _subject(world: World) -> t.Node:
    return t.node(f"{world.terms.namespace.base}graph")


def _place(world: World) -> t.Node:
    return t.node(f"{world.terms.namespace.base}graph#assembly")
