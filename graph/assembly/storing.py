"""Storing many documents: the new ones in bulk, the others one by one."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain

from communique.graph.assembly.bulk import Bulk
from communique.graph.assembly.marks import begin, end
from communique.graph.rdf.documents import canonical
from communique.graph.stores.changes import ChangeKind
from communique.graph.stores.world import World
from communique.graph.table.event_table import EventTable
from communique.ontology.types import Extraction

# A batch: enough to be loaded fast, and to find most reports of one event together; not too much for memory.
MOST_REPORTS = 30_000
MOST_TEXT = 1 << 25
# Fewer reports are stored one document at a time, each in a transaction of its own.
FEW_REPORTS = 1000


def store_all(
    world: World, table: EventTable, extractions: Iterable[Extraction], store_one: Callable[[Extraction], bool]
) -> int:
    """Store many extractions, in the graph and in its event table, and give how many changed something.

    What comes before one that cannot be stored is stored. While many are being stored the graph is marked as
    unfinished: a run that is killed is made good at the next opening, by assembling all anew.
    """
    batches = _batches(extractions)
    first = next(batches, [])
    if sum(len(each.reports) for each in first) < FEW_REPORTS:
        return sum([store_one(each) for each in chain(first, *batches)])
    changed, loaded = 0, set[str]()
    with _uncollected(), table.filling() as filler, Bulk(world, filler) as bulk:
        begin(world)
        try:
            for batch in chain([first], batches):
                changed += _store(world, bulk, batch, loaded, store_one)
        finally:
            if not bulk.broken:
                bulk.finish(last=True)
                end(world)
                if world.journal is not None:
                    world.journal.done(sorted(loaded), ChangeKind.ENTERED)
    return changed


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for circles of references: there are none, and it takes a tenth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _store(
    world: World, bulk: Bulk, batch: list[Extraction], loaded: set[str], store_one: Callable[[Extraction], bool]
) -> int:
    new: dict[str, Extraction] = {}
    others: list[Extraction] = []
    for each in batch:
        name = each.document.id
        # What is still being loaded is not seen in the store.
        if name in loaded or (not bulk.knows_all and _is_stored(world, name)):
            others.append(each)
        else:
            new[name] = each
            loaded.add(name)
    if world.journal is not None:
        world.journal.begin(sorted(new))
    bulk.store(list(new.values()))
    if others:
        # They may take numbers away, so all of these must be there.
        bulk.finish()
        bulk.forget(each.document.id for each in others)
    changed = len(new) + sum([store_one(each) for each in others])
    world.store.flush()
    return changed


def _is_stored(world: World, document: str) -> bool:
    return any(True for _ in world.store.match(None, None, None, world.terms.document(document)))


def _batches(extractions: Iterable[Extraction]) -> Iterator[list[Extraction]]:
    batch: list[Extraction] = []
    reports, text = 0, 0
    try:
        for each in map(canonical, extractions):
            batch.append(each)
            reports, text = reports + len(each.reports) + 1, text + len(each.document.text)
            if reports >= MOST_REPORTS or text >= MOST_TEXT:
                yield batch
                batch, reports, text = [], 0, 0
    except BaseException:
        yield batch
        raise
    yield batch
