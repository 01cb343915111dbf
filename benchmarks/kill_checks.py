"""What `kills.py` looks for in a store after a kill: what is wrong with it, and whether it is what it should be."""

import hashlib
import shutil
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
from forked import Say
from kill_writers import BEFORE, opened

from communique.graph import EventFilter, EventGraph, check, journal_file, restore
from communique.graph.exports.form import Rows, Selection
from communique.graph.stores import power


def looked_through(store: Path, said: Iterable[tuple[str, str]], say: Say) -> None:
    """Say what is wrong with a store: what was acknowledged is there, and all parts agree, also for who only reads."""
    if not store.exists():
        # Where a store is put in the place of another there may be none for a moment; the backup is there.
        return
    acknowledged = {word: {name for what, name in said if what == word} for word in ("stored", "gone", "inserted")}
    with opened(store) as graph:
        there = {document.id for document in graph.documents()}
        entered = {change.document for change in graph.changes() if change.kind == "entered"}
        wrong = list(check(graph))
        # All of the rows that only the table held before, and of those that are loaded now as many as it notes.
        wrong += [] if _has_loaded(graph) else [f"{graph.loaded()} is loaded into the table alone"]
        inserted = {
            number
            for number in acknowledged["inserted"]
            if next(graph.world.store.match(ox.NamedNode(f"urn:n:{number}"), None, None, ox.NamedNode("urn:n")), None)
        }
    wrong += [f"{len(lost)} documents are lost"] if (lost := acknowledged["stored"] - there) else []
    wrong += [f"{len(again)} documents are there again"] if (again := acknowledged["gone"] & there) else []
    wrong += [f"{len(lost)} updates are lost"] if (lost := acknowledged["inserted"] - inserted) else []
    wrong += ["the journal names other documents"] if entered != there else []
    with opened(store, read_only=True) as graph:
        wrong += list(check(graph, journal_file(store)))
    backup = store.with_name("backup")
    if backup.exists():
        restore(backup, store.with_name("restored"))
        with opened(store.with_name("restored"), read_only=True) as graph:
            wrong += [f"in the backup: {what}" for what in check(graph, journal_file(store.with_name("restored")))]
        for path in store.parent.glob(".restored*"):
            path.unlink()
        shutil.rmtree(store.with_name("restored"))
    left = [path.name for path in store.parent.iterdir() if path.name.endswith((".new", ".part", ".restoring"))]
    for what in wrong:
        say("wrong", what)
    for name in left:
        say("left", name)


def _has_loaded(graph: EventGraph) -> bool:
    # What a large load that was broken off has taken so far lies beside the table, and is not counted yet.
    counted = sum(int(note.split()[0]) for note in graph.loaded().values() if note.endswith("whole"))
    there = graph.count(EventFilter(dataset="gdelt"))
    return counted >= BEFORE and there >= counted


def digest(store: Path, say: Say) -> None:
    """Say a digest of all that a store says: as quads, by the event table, and by the journal."""
    found = hashlib.sha256()
    with opened(store) as graph:
        quads = BytesIO()
        graph.export("nquads", quads)
        found.update(b"".join(sorted(quads.getvalue().splitlines(keepends=True))))
        for rows in Rows:
            table = BytesIO()
            graph.export("csv", table, Selection(rows=rows))
            found.update(table.getvalue())
        found.update(repr(sorted((change.document, change.kind) for change in graph.changes())).encode())
    say("digest", found.hexdigest())


def left_in_store(store: Path, safe: Iterable[tuple[str, str]], say: Say) -> None:
    """Say what is wrong with a store of which a loss of power has left something."""
    # The machine has been started anew since.
    power.run_of_machine = lambda: "another"  # type: ignore[assignment]
    looked_through(store, safe, say)
    found = list[bytes]()
    for anew in (False, True):
        if anew:
            for path in store.parent.glob(f".{store.name}.table*"):
                path.unlink()
        with opened(store) as graph:
            table = BytesIO()
            graph.export("csv", table, Selection(EventFilter(dataset="communique"), rows=Rows.REPORTS))
            found.append(table.getvalue())
    if found[0] != found[1]:
        say("wrong", "the event table says something else than the graph")
