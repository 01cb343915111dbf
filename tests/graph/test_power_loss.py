"""What a loss of power leaves: of what was not synced any part, whatever engine and files make of it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, extraction, report

from communique import graph
from communique.graph import EventGraph, StoreUnfinishedError, check, journal_file
from communique.graph.stores.changes import ChangeKind
from communique.graph.stores.embedded import EmbeddedStore
from communique.graph.stores.journal import Journal
from communique.graph.stores.journal_reading import lost_power
from communique.graph.stores.power import run_of_machine

# Makes one document safe, and is gone when a second one is there and in the event table.
WRITER = """
import os, sys
from pathlib import Path
from communique import graph
from graph_world import ACTIONS, ACTORS, extraction, report
opened = graph.open(Path(sys.argv[1]), actors=ACTORS, actions=ACTIONS)
opened.store(extraction(report(document="d1"), document="d1"))
opened.flush()
opened.store(extraction(report(document="d2", target="syr"), document="d2"))
assert opened.count() == 2
os._exit(9)
"""


def opened_in(folder: Path, *, read_only: bool = False) -> EventGraph:
    return graph.open(folder, actors=ACTORS, actions=ACTIONS, read_only=read_only)


@pytest.fixture
def broken_off(tmp_path: Path) -> Path:
    environment = {"PYTHONPATH": str(Path(__file__).parent), "PATH": ""}
    ended = subprocess.run([sys.executable, "-c", WRITER, str(tmp_path / "store")], env=environment, check=False)
    assert ended.returncode == 9
    return tmp_path / "store"


@pytest.fixture
def started_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Say that the machine was started since."""
    monkeypatch.setattr("communique.graph.stores.power.run_of_machine", lambda: "another")
    yield


def names(opened: EventGraph) -> tuple[set[str], set[str], int]:
    entered = {change.document for change in opened.changes() if change.kind == "entered"}
    return {document.id for document in opened.documents()}, entered, opened.count()


@pytest.mark.usefixtures("started_anew")
def test_what_the_disk_lost_is_neither_counted_nor_noted(broken_off: Path) -> None:
    for log in broken_off.glob("*.log"):
        log.write_bytes(b"")
    with opened_in(broken_off) as opened:
        assert names(opened) == ({"d1"}, {"d1"}, 1)
        opened.store(extraction(report(document="d3", target="fra"), document="d3"))
        assert names(opened) == ({"d1", "d3"}, {"d1", "d3"}, 2)
        assert list(check(opened)) == []


@pytest.mark.usefixtures("started_anew")
def test_who_only_reads_is_told_and_who_writes_assembles_anew(broken_off: Path) -> None:
    with pytest.raises(StoreUnfinishedError, match="power was lost"):
        opened_in(broken_off, read_only=True)
    with opened_in(broken_off) as opened:
        assert names(opened) == ({"d1", "d2"}, {"d1", "d2"}, 2) and not opened.is_unfinished
    with opened_in(broken_off, read_only=True) as opened:
        assert list(check(opened, journal_file(broken_off))) == []


def test_a_process_that_was_killed_is_no_loss_of_power(broken_off: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.graph.event_graph.every_document", lambda _: pytest.fail("all were read"))
    with opened_in(broken_off) as opened:
        assert opened.world.journal is not None and opened.world.journal.is_quiescent()
        assert opened.count() == 2


def test_after_closing_nothing_can_be_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened_in(tmp_path / "store") as opened:
        opened.store(extraction(report(document="d1"), document="d1"))
        opened.changes()
    monkeypatch.setattr("communique.graph.stores.power.run_of_machine", lambda: "another")
    monkeypatch.setattr("communique.graph.event_graph.every_document", lambda _: pytest.fail("all were read"))
    with opened_in(tmp_path / "store") as opened:
        assert [change.document for change in opened.changes()] == ["d1"]


def test_what_came_before_is_safe_when_much_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is loaded is on the disk at once, and the engine takes a log that lacks what came before for damage.
    flushed = list[bool]()
    store = EmbeddedStore(tmp_path / "store")
    monkeypatch.setattr(EmbeddedStore, "flush", lambda self: flushed.append(any(self.match(None, None, None, None))))
    store.update("INSERT DATA { <urn:a> <urn:b> 1 }", {}, "urn:")
    store.load(b"<urn:a> <urn:b> <urn:c> .")
    assert flushed == [True]


def test_a_flush_beside_a_write_does_not_say_that_it_is_safe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "changes"
    journal = Journal(file)
    journal.begin(["d1"])
    writes = journal.writes
    assert not lost_power(file)
    monkeypatch.setattr("communique.graph.stores.power.run_of_machine", lambda: "a third")
    assert lost_power(file)
    journal.rest(writes)
    assert lost_power(file)
    journal.done(["d1"], ChangeKind.ENTERED)
    journal.rest(writes)
    assert lost_power(file)
    with journal.invalidating():
        journal.rest(journal.writes)
        assert lost_power(file)
    journal.rest(journal.writes)
    assert not lost_power(file)
    journal.close()


def test_a_machine_has_one_name_until_it_is_started_anew() -> None:
    assert run_of_machine() == run_of_machine() != ""
