"""The journal of a store: what entered or left is noted by whatever way it was written, and no crash loses it."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_world import ACTIONS, ACTORS, extraction, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, Graph, URIRef
from strategies import extractions

from communique import graph
from communique.graph import EventGraph
from communique.graph.sparql.named_graphs import drop
from communique.graph.sparql.updating import update
from communique.graph.stores.changes import ChangeKind, DocumentChange
from communique.graph.stores.embedded import EmbeddedStore
from communique.graph.stores.journal import Journal
from communique.graph.stores.journal_reading import journal_file
from communique.ontology.types.report import Extraction, Modality

ENTERED, LEFT = ChangeKind.ENTERED, ChangeKind.LEFT
# Stores documents for ever, and tells of each when it is stored.
WRITER = """
import sys
from itertools import count
from pathlib import Path
from communique import graph
from graph_world import ACTIONS, ACTORS, extraction, report
with graph.open(Path(sys.argv[1]), actors=ACTORS, actions=ACTIONS) as opened:
    opened.changes()
    for number in count():
        name = f"d{number}"
        opened.store(extraction(report(document=name), document=name))
        print(name, flush=True)
"""

# Does one thing, and ends when it is to be noted.
DYING = """
import os, sys
from pathlib import Path
from communique import graph
from communique.graph.stores.embedded import EmbeddedStore
from communique.graph.stores.journal import Journal
from graph_world import ACTIONS, ACTORS, extraction, report
Journal.done = lambda *_: os._exit(9)
opened = graph.open(Path(sys.argv[1]), actors=ACTORS, actions=ACTIONS)
exec(sys.argv[2])
"""


def opened_in(folder: Path) -> EventGraph:
    return graph.open(folder / "store", actors=ACTORS, actions=ACTIONS)


def one(name: str, **more: object) -> Extraction:
    return extraction(report(document=name, **more), document=name)  # type: ignore[arg-type]


def noted(opened: EventGraph, since: int = 0) -> list[tuple[ChangeKind, str]]:
    return [(change.kind, change.document) for change in opened.changes(since)]


def last(opened: EventGraph) -> int:
    return max((change.number for change in opened.changes()), default=0)


@contextmanager
def unread(opened: EventGraph) -> Iterator[None]:
    """Look away from all documents: who wants to compare them all finds none."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("communique.graph.event_graph.every_document", lambda _: iter(()))
        yield
    assert opened.changes()


def test_only_what_changes_is_noted(stored: EventGraph) -> None:
    assert noted(stored) == []
    stored.store(one("d1"))
    stored.store(one("d2"))
    stored.store(one("d1"))
    assert noted(stored) == [(ENTERED, "d1"), (ENTERED, "d2")]
    stored.store(one("d1", modality=Modality.PLANNED))
    stored.forget("d2")
    stored.forget("d3")
    assert noted(stored) == [(ENTERED, "d1"), (LEFT, "d2")]
    assert stored.changes(since=last(stored)) == []
    assert [change.document for change in stored.changes(limit=1)] == ["d1"]


def test_a_batch_is_noted_without_a_look_at_all_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.graph.assembly.storing.FEW_REPORTS", 2)
    monkeypatch.setattr("communique.graph.assembly.storing.MOST_REPORTS", 4)
    with opened_in(tmp_path) as opened:
        opened.changes()
        with unread(opened):
            opened.store(one("d3"))
            # In bulk: new ones, one that is stored as it is, one that comes twice.
            assert opened.store_all([one(f"d{n % 8}") for n in range(1, 10)]) == 7
            assert {name for _, name in noted(opened)} == {f"d{n}" for n in range(8)}
            assert len(noted(opened)) == 8


def test_what_was_written_while_nobody_read_is_there_at_the_next_opening(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.changes()
    with opened_in(tmp_path) as opened:
        opened.store(one("d1"))
    with opened_in(tmp_path) as opened, unread(opened):
        assert opened.changes() == [DocumentChange(1, ENTERED, "d1")]


@pytest.mark.parametrize(
    "write",
    [
        lambda opened: update(opened.world, "DROP GRAPH <https://w3id.org/communique/doc/d1>"),
        lambda opened: drop(opened.world, "https://w3id.org/communique/doc/d1"),
        lambda opened: opened.dataset.remove_graph(opened.dataset.graph(opened.world.terms.document("d1").value)),
        lambda opened: opened.dataset.update("DROP GRAPH <https://w3id.org/communique/doc/d1>"),
        lambda opened: opened.dataset.graph(opened.world.terms.document("d1").value).remove((None, None, None)),
    ],
    ids=["update", "graph store", "rdflib", "rdflib update", "rdflib's pattern"],
)
def test_other_ways_of_writing_are_found_out(embedded: EventGraph, write: Callable[[EventGraph], object]) -> None:
    embedded.store(one("d1"))
    embedded.store(one("d2"))
    number, generation = last(embedded), embedded.world.journal and embedded.world.journal.position.generation
    write(embedded)
    assert noted(embedded, number) == [(LEFT, "d1")]
    assert embedded.world.journal and embedded.world.journal.position.generation != generation


@pytest.mark.parametrize(
    "write",
    [
        lambda notes: notes.add((URIRef("https://example.org/a"), RDF.type, RDFS.Resource)),
        lambda notes: notes.addN([(URIRef("https://example.org/a"), RDF.type, RDFS.Resource, notes)]),
    ],
    ids=["one statement", "several"],
)
def test_what_rdflib_adds_may_have_changed_anything(embedded: EventGraph, write: Callable[[Graph], object]) -> None:
    journal = embedded.world.journal
    assert journal is not None
    before = journal.position.generation
    write(embedded.dataset.graph("https://example.org/notes"))
    assert journal.position.generation != before
    asked = "SELECT ?s { GRAPH <https://example.org/notes> { ?s a rdfs:Resource } }"
    assert embedded.query(asked, "text/csv").split() == [b"s", b"https://example.org/a"]


def test_who_opens_the_store_besides_us_is_found_out(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store_all([one("d1"), one("d2")])
        number = last(opened)
    store = ox.Store(str(tmp_path / "store"))
    store.remove_graph(ox.NamedNode("https://w3id.org/communique/doc/d1"))
    store.flush()
    del store
    with opened_in(tmp_path) as opened:
        assert noted(opened, number) == [(LEFT, "d1")]


def test_a_journal_of_another_store_is_not_believed(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store_all([one("d1"), one("d2")])
        number = last(opened)
    shutil.rmtree(tmp_path / "store")
    with opened_in(tmp_path) as opened:
        opened.store(one("d2", modality=Modality.PLANNED))
        # Who follows goes on from where he was.
        assert sorted(noted(opened, number)) == [(ENTERED, "d2"), (LEFT, "d1")]
    shutil.rmtree(tmp_path / "store")
    with graph.open(tmp_path / "other", actors=ACTORS, actions=ACTIONS) as opened:
        opened.store_all([one("d2"), one("d5")])
    shutil.move(tmp_path / "other", tmp_path / "store")
    with opened_in(tmp_path) as opened:
        # Of the same name, but another document.
        assert sorted(noted(opened, number + 2)) == [(ENTERED, "d2"), (ENTERED, "d5")]


def test_an_older_copy_put_in_the_place_of_the_store_is_found_out(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(one("d1"))
        opened.flush()
        shutil.copytree(tmp_path / "store", tmp_path / "copy")
        opened.store(one("d2"))
        number = last(opened)
    shutil.rmtree(tmp_path / "store")
    shutil.move(tmp_path / "copy", tmp_path / "store")
    with opened_in(tmp_path) as opened:
        assert noted(opened, number) == [(LEFT, "d2")]


def test_a_store_without_a_journal_and_one_with_an_older_or_damaged_one_agree(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store_all([one("d1"), one("d2")])
    file = journal_file(tmp_path / "store")
    file.unlink()
    with opened_in(tmp_path) as opened:
        assert noted(opened) == [(ENTERED, "d1"), (ENTERED, "d2")]
    file.write_bytes(b"no database" * 1000)
    with opened_in(tmp_path) as opened:
        assert noted(opened) == [(ENTERED, "d1"), (ENTERED, "d2")]
    # As it was written when only the service kept one.
    file.unlink()
    with closing(sqlite3.connect(file)) as database:
        database.executescript(
            "CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL UNIQUE, kind TEXT);"
            "INSERT INTO changes (number, document, kind) VALUES (7, 'd1', 'entered'), (8, 'd9', 'entered')"
        )
    with opened_in(tmp_path) as opened:
        assert [(change.number, change.kind, change.document) for change in opened.changes()] == [
            (7, ENTERED, "d1"),
            (9, LEFT, "d9"),
            (10, ENTERED, "d2"),
        ]


def test_writes_that_an_earlier_journal_noted_as_broken_off_are_looked_for(tmp_path: Path) -> None:
    file = tmp_path / "journal"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(
            "CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL UNIQUE, kind TEXT);"
            "CREATE TABLE pending (document TEXT PRIMARY KEY);"
            "INSERT INTO changes (number, document, kind) VALUES (7, 'd1', 'entered');"
            "INSERT INTO pending VALUES ('d1'), ('d2')"
        )
    journal = Journal(file)
    assert not journal.is_quiescent()
    journal.recover(lambda name: name == "d2")
    assert journal.since(7) == [DocumentChange(8, ENTERED, "d2"), DocumentChange(9, LEFT, "d1")]
    journal.close()


def test_a_document_that_comes_while_others_are_compared_is_not_taken_for_gone() -> None:
    journal = Journal()
    journal.done(["d1"], ENTERED)
    journal.invalidate()

    def documents() -> list[str]:
        journal.done(["d2"], ENTERED)
        return ["d1"]

    journal.reconcile(documents)
    assert [change.document for change in journal.since(0) if change.kind is ENTERED] == ["d1", "d2"]
    journal.close()


@pytest.mark.parametrize("done", [False, True], ids=["before the write", "after the write"])
def test_a_write_that_is_broken_off_is_noted_by_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    with opened_in(tmp_path) as opened:
        opened.changes()
        store, change = opened.world.store, opened.world.store.change

        def broken(*given: object) -> None:
            if done:
                change(*given)  # type: ignore[arg-type]
            raise MemoryError

        with monkeypatch.context() as patched:
            patched.setattr(store, "change", broken)
            with pytest.raises(MemoryError):
                opened.store(one("d1"))
        with unread(opened) if done else monkeypatch.context():
            assert noted(opened) == ([(ENTERED, "d1")] if done else [])


def test_a_writer_that_is_killed_between_writing_and_noting_leaves_all_to_be_found(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "store")]
    for rounds in range(3):
        environment = {"PYTHONPATH": str(Path(__file__).parent), "PATH": ""}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stdout is not None
            answered = [process.stdout.readline().strip() for _ in range(20 + rounds)]
            process.send_signal(signal.SIGKILL)
        assert answered[-1], "the writer ended before it was killed"
        with opened_in(tmp_path) as opened:
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(
                    "communique.graph.event_graph.every_document", lambda _: pytest.fail("all documents were read")
                )
                entered = {change.document for change in opened.changes() if change.kind is ENTERED}
            assert entered == {document.id for document in opened.documents()}
            for document in list(opened.documents()):
                opened.forget(document.id)


def test_a_store_that_was_opened_anew_after_it_was_full_is_still_the_journals_own(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(one("d1"))
        assert isinstance(opened.world.store, EmbeddedStore)
        opened.world.store._is_stuck = True
        opened.store(one("d2"))
        assert not opened.world.store._is_stuck
    with opened_in(tmp_path) as opened, pytest.MonkeyPatch.context() as patched:
        patched.setattr("communique.graph.event_graph.every_document", lambda _: pytest.fail("all were read"))
        assert [change.document for change in opened.changes()] == ["d1", "d2"]


def test_a_process_that_ends_after_a_write_and_before_its_note_is_made_good(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store_all([one("d1"), one("d2")])
        opened.changes()
    environment = {"PYTHONPATH": str(Path(__file__).parent), "PATH": ""}
    number = 2
    for act, expected in (
        ("opened.forget('d1')", (LEFT, "d1")),
        ("opened.store(extraction(report('usa', document='d2'), document='d2'))", (ENTERED, "d2")),
        ("opened.store(extraction(report(document='d3'), document='d3'))", (ENTERED, "d3")),
    ):
        command = [sys.executable, "-c", DYING, str(tmp_path / "store"), act]
        done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)
        assert done.returncode == 9, done.stderr
        with opened_in(tmp_path) as opened, unread(opened):
            assert noted(opened, number) == [expected]
            number = last(opened)


STEPS = st.lists(extractions() | st.lists(extractions(), max_size=4) | st.sampled_from(["d1", "d2", "d3"]), max_size=8)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_journal_holds_what_a_look_at_all_documents_gives(steps: list[object]) -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        opened.changes()
        followed: dict[str, Extraction | None] = {}
        number = 0
        for step in steps:
            if isinstance(step, Extraction):
                opened.store(step)
            elif isinstance(step, str):
                opened.forget(step)
            elif isinstance(step, list):
                opened.store_all(step)
            for change in opened.changes(number):
                number = change.number
                there = opened.extraction(change.document)
                assert (there is not None) == (change.kind is ENTERED)
                followed[change.document] = there
            # Who follows has what is there, and nothing else.
            assert {name: found for name, found in followed.items() if found} == {
                found.document.id: found for found in opened.extractions()
            }
