"""Checking a store from end to end: what is in it can be read, and its parts agree with each other."""

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

import communique.graph.stores.documents as reading
from communique.graph.assembly.patches import linked
from communique.graph.event_graph import EventGraph
from communique.graph.rdf.documents import canonical
from communique.graph.rdf.terms import DEFAULT, Node, name_of
from communique.graph.stores.changes import ChangeKind
from communique.graph.stores.journal import Journal
from communique.graph.stores.journal_file import copied
from communique.graph.stores.protocol import StoreVersionError
from communique.graph.stores.side_files import opened_to_read
from communique.graph.stores.world import World
from communique.graph.table import alone
from communique.graph.table.file import damage, table_file
from communique.ontology.types import Status

# What stands as one of many is named so often.
_MOST = 5


@dataclass(slots=True)
class _Counted:
    """What the reports say: how many there are, how often each event is asserted, and which are only denied."""

    documents: set[str] = field(default_factory=set)
    reports: int = 0
    asserted: Counter[str] = field(default_factory=Counter)


def check(graph: EventGraph, journal: Path | None = None) -> Iterator[str]:
    """Give what is wrong with a graph, each with what it is about; nothing where all is right.

    Documents are read one by one; of events only their numbers are kept in memory. `journal` is the file of the
    store's journal, None where somebody is writing to it.
    """
    counted = _Counted()
    yield from _documents(graph.world, counted)
    yield from _events(graph.world, counted)
    if journal is not None and (wrong := _table(table_file(journal))):
        # Numbers of a damaged table tell nothing of the graph.
        yield wrong
    else:
        yield from _numbers(graph, counted)
        if journal is not None:
            yield from _loaded(table_file(journal))
    if journal is not None and journal.exists():
        try:
            yield from _journal(journal, counted.documents)
        except sqlite3.DatabaseError as error:
            yield f"journal: {journal} is damaged ({error}): open the store once for writing, which makes it anew"


def _documents(world: World, counted: _Counted) -> Iterator[str]:
    for name in reading.every_document(world):
        counted.documents.add(name)
        stored = set(world.store.match(None, None, None, world.terms.document(name)))
        try:
            extraction = canonical(reading.extraction_of(stored, world))
        except (ValueError, KeyError, IndexError) as error:
            yield f"document {name}: what is stored of it cannot be read ({error}): forget it and store it again"
            continue
        counted.reports += len(extraction.reports)
        due = linked(extraction, world.actors, world.terms)
        for key, claims in due.by_key.items():
            asserting = sum(claim.report.status is Status.ASSERTED for claim in claims.values())
            if asserting:
                counted.asserted[key] += asserting
        if stored != due.quads:
            yield (
                f"document {name}: {len(stored - due.quads)} statements should not be there and "
                f"{len(due.quads - stored)} are missing: assemble all anew"
            )


def _events(world: World, counted: _Counted) -> Iterator[str]:
    stored: dict[str, int] = {}
    events = world.terms.namespace.of("event", "")
    for quad in world.store.match(None, world.terms.of("reports"), None, DEFAULT):
        node, number = quad.subject, quad.object
        if isinstance(node, Node) and isinstance(number, ox.Literal) and node.value.startswith(events):
            stored[name_of(node)] = int(number.value)
    wrong = {
        "are asserted by reports, and not there": counted.asserted.keys() - stored.keys(),
        "are there, and asserted by no report": stored.keys() - counted.asserted.keys(),
        "count other reports than assert them": {
            key for key, number in stored.items() if counted.asserted.get(key, number) != number
        },
    }
    for what, keys in wrong.items():
        if keys:
            some = ", ".join(sorted(keys)[:_MOST])
            yield f"events: {len(keys)} {what} ({some}{', …' if len(keys) > _MOST else ''}): assemble all anew"


def _numbers(graph: EventGraph, counted: _Counted) -> Iterator[str]:
    found, alone = graph.statistics(), graph.loaded_alone()
    for what, number, due in (
        ("documents", found.documents, len(counted.documents)),
        ("reports", found.reports, counted.reports),
        ("events", found.events, len(counted.asserted)),
    ):
        if number != due + alone[what]:
            yield f"statistics: {number - alone[what]} {what} are counted, and {due} are there: assemble all anew"


def _loaded(file: Path) -> Iterator[str]:
    if not file.exists():
        lost = alone.noted(file) or {}
    else:
        with closing(opened_to_read(file)) as database:
            lost = alone.missing(file, database)
    if any(lost.values()):
        yield f"event table: {alone.loss(file, lost)}"


def _table(file: Path) -> str:
    """Tell that the file of the event table is damaged; the empty string where it is not, or is not there."""
    wrong = damage(file) if file.exists() else None
    if wrong is None:
        return ""
    return (
        f"event table: {file} is damaged ({wrong}): open the store once for writing, which makes it anew, and tells "
        "what was imported into it alone and has to be imported again"
    )


def _opened(copy: Path, file: Path) -> Journal:
    """Open the copy of a journal; an error names the file, for nobody has asked for the copy."""
    try:
        return Journal(copy)
    except StoreVersionError as error:
        raise StoreVersionError(str(error).replace(str(copy), str(file))) from error


def _journal(file: Path, documents: set[str]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "changes"
        copied(file, copy)
        with closing(_opened(copy, file)) as journal:
            if not journal.is_quiescent():
                # All documents are compared before it is next believed.
                return
            entered = {change.document for change in journal.since(0) if change.kind is ChangeKind.ENTERED}
    if entered != documents:
        yield (
            f"journal: {len(documents - entered)} documents are there that it has not noted, and "
            f"{len(entered - documents)} are not there that it has: delete {file}, which is then made anew"
        )
