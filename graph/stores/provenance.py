"""Which version of the coder a document's reports were made by: notes in a graph of their own (PROV-O)."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

from communique.graph.rdf.terms import Node, node
from communique.graph.stores.world import World

# Servers take no more in one update.
_AT_ONCE = 500
_GENERATED_BY = Node("http://www.w3.org/ns/prov#wasGeneratedBy")


def is_coded_by(world: World, document: str, version: str) -> bool:
    """Tell whether a document is noted as coded by this version, and by no other."""
    return _stored(world, document) == {_note(world, document, version)}


def record_coder(world: World, document: str, version: str | None) -> None:
    """Note the version of the coder that read a document in the place of any other; None takes the note away."""
    stored = _stored(world, document)
    due = set() if version is None else {_note(world, document, version)}
    if stored != due:
        world.store.change(stored - due, due - stored)


def record_coders(world: World, documents: Iterable[str], version: str) -> None:
    """Note the same version for many documents, many in one transaction."""
    for names in _batched(documents, _AT_ONCE):
        due = {_note(world, name, version) for name in names}
        stored = {quad for name in names for quad in _stored(world, name)}
        if stored != due:
            world.store.change(stored - due, due - stored)


def forget_all_but(world: World, documents: Collection[str]) -> None:
    """Take away the notes of documents that are not there any more."""
    known = {world.terms.document(name) for name in documents}
    gone = [quad for quad in world.store.match(None, None, None, _graph(world)) if quad.subject not in known]
    if gone:
        world.store.change(gone, ())


def _batched(names: Iterable[str], size: int) -> Iterator[list[str]]:
    """Give names in lists of a size."""
    rest = iter(names)
    while part := list(islice(rest, size)):
        yield part


def _note(world: World, document: str, version: str) -> ox.Quad:
    activity = node(world.terms.namespace.of("coder", version))
    return ox.Quad(world.terms.document(document), _GENERATED_BY, activity, _graph(world))


def _stored(world: World, document: str) -> set[ox.Quad]:
    return set(world.store.match(world.terms.document(document), _GENERATED_BY, None, _graph(world)))


def _graph(world: World) -> Node:
    return node(f"{world.terms.namespace.base}graph#coders")
