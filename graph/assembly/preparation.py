"""Bringing a store in step with what is known of actors and actions, when it is opened."""

import logging
import shutil
from collections.abc import Callable

import communique.graph.assembly.marks as marks
import communique.graph.rdf.terms as t
import communique.graph.stores.documents as reading
import communique.graph.stores.provenance as provenance
from communique.graph.assembly.bulk import Bulk
from communique.graph.assembly.patches import linked
from communique.graph.rdf.concepts import concept_quads
from communique.graph.rdf.terms import DEFAULT
from communique.graph.stores.embedded import EmbeddedStore
from communique.graph.stores.side_files import beside
from communique.graph.stores.world import World

_LOG = logging.getLogger(__name__)
# So many documents are assembled at a time.
_BATCH = 2000
# What reports had until several spans became one string.
_FORMER = "ontology#sentenceSpan"


def prepare(world: World, upgrading: Callable[[], None] = lambda: None) -> None:
    """Load what is known of actors and actions, and assemble all events anew where that or the layout has changed.

    `upgrading` is called before a store that is there is assembled anew, which takes its time.

    Of a store in an earlier layout a copy is kept beside it. Raises ValueError where the store holds a graph of another
    base, none of ours, or one written in another way; StoreVersionError where a later version wrote it.
    """
    store, layout = world.store, marks.layout_of(world)
    if layout is not None:
        marks.check_known(layout)
    if marks.is_due(world):
        return
    if layout is None and not marks.is_empty(world):
        raise ValueError(f"the store holds a graph that was not made with the base {world.terms.namespace.base}")
    if next(store.match(None, t.node(f"{world.terms.namespace.base}{_FORMER}"), None, None), None) is not None:
        raise ValueError("the store was made when reports were written in another way: store its articles in a new one")
    if layout is not None:
        upgrading()
    if layout is not None and layout < marks.LAYOUT:
        _keep_copy(world, layout)
    # Reports are tied to other events.
    with world.invalidating(), marks.unfinished(world):
        _rebuild(world)
    store.flush()


def _keep_copy(world: World, layout: int) -> None:
    """Copy a store beside itself before it is brought up to date; the first copy of a layout is the one that counts."""
    now = f"it is written in layout {layout}, and is brought to {marks.LAYOUT}"
    if not isinstance(world.store, EmbeddedStore) or world.store.location is None:
        _LOG.warning("the store: %s; no copy can be kept of one that is not in a folder", now)
        return
    location = world.store.location
    copy = beside(location, f"layout-{layout}")
    if copy.exists():
        return
    part = copy.with_name(f"{copy.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    world.store.backup(part)
    part.rename(copy)
    _LOG.warning("the store in %s: %s; a copy is kept in %s: delete it when all is well", location, now, copy)


def _rebuild(world: World) -> None:
    documents = sorted(reading.every_document(world))
    provenance.forget_all_but(world, documents)
    for name in documents:
        _link(world, name)
    world.store.clear(DEFAULT)
    quads = concept_quads(world.actors.values(), world.actions, world.terms)
    world.store.load("".join(f"{quad} .\n" for quad in quads).encode())
    with Bulk(world, anew=True) as bulk:
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
