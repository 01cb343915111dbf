"""Backups: made beside a writer, of one state, verified; brought back as they were, and nothing else believed."""

import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, extraction, report

from communique import graph
from communique.graph import EventGraph, StoreDamagedError, StoreUnfinishedError, back_up, check, journal_file, restore
from communique.graph.assembly.marks import begin
from communique.graph.filters import EventFilter
from communique.graph.rdf.terms import DEFAULT
from communique.graph.stores.protocol import StoreInUseError
from communique.graph.stores.snapshot_requests import _awaited
from communique.graph.table.rows import LoadedRow
from communique.ontology.types.report import Extraction

# Stores documents for ever, each in a transaction.
WRITER = """
import sys
from itertools import count
from pathlib import Path
from communique import graph
from graph_world import ACTIONS, ACTORS, extraction, report
with graph.open(Path(sys.argv[1]), actors=ACTORS, actions=ACTIONS) as opened:
    for number in count(100):
        name = f"d{number}"
        opened.store(extraction(report(document=name), document=name))
        print(name, flush=True)
"""


def one(name: str, **more: object) -> Extraction:
    return extraction(report(document=name, **more), document=name)  # type: ignore[arg-type]


def opened_in(folder: Path, *, read_only: bool = False) -> EventGraph:
    return graph.open(folder, actors=ACTORS, actions=ACTIONS, read_only=read_only)


def to_read(folder: Path) -> EventGraph:
    return opened_in(folder, read_only=True)


def everything(folder: Path) -> list[str]:
    with to_read(folder) as opened:
        return sorted(map(str, opened.world.store.match(None, None, None, None)))


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Give a store of three documents, with a file of one's own actors beside it."""
    folder = tmp_path / "filled"
    with opened_in(folder) as opened:
        opened.store_all([one("d1"), one("d2"), one("d3", target="syr")])
        opened.changes()
    folder.with_name("filled.actors.tsv").write_text("id\tlabel\n")
    return folder


@contextmanager
def written_to(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    environment = {"PYTHONPATH": str(Path(__file__).parent), "PATH": ""}
    command = [sys.executable, "-c", WRITER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None and process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


def test_a_backup_brings_back_all_that_was_there(filled: Path, tmp_path: Path) -> None:
    before, target = everything(filled), tmp_path / "backups" / "first"
    made = back_up(filled, target, to_read)
    assert (made.documents, made.quads, made.quiescent) == (3, len(before), True)
    with opened_in(filled) as opened:
        opened.forget("d1")
        opened.store(one("d9"))
    assert everything(filled) != before
    with pytest.raises(FileExistsError, match="ask to replace it"):
        restore(target, filled)
    assert restore(target, filled, replace=True) == made
    assert everything(filled) == before
    assert filled.with_name("filled.actors.tsv").read_text() == "id\tlabel\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".filled.changes",
        ".filled.table",
        "backups",
        "filled",
        "filled.actors.tsv",
    ]


def test_what_was_in_step_is_believed_where_a_backup_is_restored(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_in(filled) as opened:
        before = opened.changes()
        assert opened.world.journal is not None
        generation = opened.world.journal.position.generation
    back_up(filled, tmp_path / "backup", to_read)
    restore(tmp_path / "backup", tmp_path / "elsewhere" / "store")
    with opened_in(tmp_path / "elsewhere" / "store") as opened:
        assert opened.world.journal is not None and opened.world.journal.position.generation == generation
        monkeypatch.setattr("communique.graph.event_graph.every_document", lambda _: pytest.fail("all were read"))
        assert opened.changes() == before


def loaded() -> LoadedRow:
    day = dt.date(2015, 12, 15)
    return LoadedRow("gdelt", "1", "criticize", "rus-gov", "rus", "usa-gov", "usa", day, publisher="Elsewhere")


def test_what_the_table_alone_holds_is_in_a_backup_and_others_read_it_beside_a_writer(
    filled: Path, tmp_path: Path
) -> None:
    with opened_in(filled) as opened:
        assert opened.load([loaded()], noting=lambda: {"gdelt file": "1 whole"}) == 1
        before = opened.count()
    back_up(filled, tmp_path / "backup", to_read)
    # A checksum of a file's bytes says nothing of its copies; earlier versions put it beside them.
    assert not list((tmp_path / "backup").glob(".*.sum"))
    restore(tmp_path / "backup", tmp_path / "again")
    with opened_in(tmp_path / "again") as opened:
        assert (opened.count(), opened.loaded()) == (before, {"gdelt file": "1 whole"})
        assert list(check(opened)) == []
        with closing(sqlite3.connect(opened.table_file)) as reader:
            assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_all_of_a_backup_is_on_the_disk_before_it_has_its_name(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, target = set[str](), tmp_path / "backup"
    sync = os.fsync

    def noted(opened: int) -> None:
        if not target.exists():
            synced.add(str(Path(f"/proc/self/fd/{opened}").readlink()))
        sync(opened)

    monkeypatch.setattr("os.fsync", noted)
    back_up(filled, target, to_read)
    for path in target.rglob("*"):
        assert str(tmp_path / ".backup.part" / path.relative_to(target)) in synced


def test_a_checksum_in_a_backup_of_an_earlier_version_is_not_believed(filled: Path, tmp_path: Path) -> None:
    with opened_in(filled) as opened:
        opened.load([loaded()])
    back_up(filled, tmp_path / "backup", to_read)
    added = tmp_path / "backup" / ".store.table.sum"
    shutil.copy(filled.with_name(".filled.table.sum"), added)
    listed = tmp_path / "backup" / "backup.json"
    content = json.loads(listed.read_text())
    content["files"][added.name] = hashlib.sha256(added.read_bytes()).hexdigest()
    listed.write_text(json.dumps(content))
    restore(tmp_path / "backup", filled, replace=True)
    with opened_in(filled) as opened:
        assert opened.count(EventFilter(dataset="gdelt")) == 1


def test_a_backup_beside_a_writer_is_of_one_state(filled: Path, tmp_path: Path) -> None:
    with written_to(filled) as writer:
        made = [back_up(filled, tmp_path / str(number), to_read) for number in range(3)]
        assert writer.poll() is None
    assert 3 < made[0].documents <= made[1].documents <= made[2].documents
    for number, each in enumerate(made):
        store = tmp_path / f"restored-{number}"
        restore(tmp_path / str(number), store)
        with opened_in(store) as opened:
            there = {document.id for document in opened.documents()}
            assert len(there) == each.documents
            # All up to the last are there, and followers are told of each.
            assert there == {"d1", "d2", "d3", *(f"d{n}" for n in range(100, 97 + each.documents))}
            assert {change.document for change in opened.changes() if change.kind == "entered"} == there
            assert list(check(opened)) == []


def test_a_backup_that_is_not_what_was_written_is_not_restored(filled: Path, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "backup", to_read)
    files = sorted(path for path in (tmp_path / "backup").rglob("*") if path.is_file() and path.stat().st_size)
    before = everything(filled)
    assert len(files) > 5
    for path in files:
        damaged = Path(shutil.copytree(tmp_path / "backup", tmp_path / "damaged"))
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        changed = damaged / path.relative_to(tmp_path / "backup")
        changed.write_bytes(content)
        with pytest.raises(StoreDamagedError, match=r"the backup in .* is damaged"):
            restore(damaged, filled, replace=True)
        changed.unlink()
        with pytest.raises((StoreDamagedError, FileNotFoundError), match=r"is damaged|there is no backup"):
            restore(damaged, filled, replace=True)
        shutil.rmtree(damaged)
    assert everything(filled) == before


def test_a_graph_that_is_not_whole_is_not_backed_up(filled: Path, tmp_path: Path) -> None:
    with opened_in(filled) as opened:
        begin(opened.world)
    with pytest.raises(StoreUnfinishedError):
        back_up(filled, tmp_path / "backup", to_read)
    assert not list(tmp_path.glob("*backup*"))


def test_what_does_not_agree_is_found(filled: Path) -> None:
    with opened_in(filled) as opened:
        assert list(check(opened)) == []
        store, terms = opened.world.store, opened.world.terms
        (event, *_) = [quad.subject for quad in store.match(None, terms.of("reports"), None, DEFAULT)]
        stored = list(store.match(event, None, None, DEFAULT))
        store.change(stored, ())
        assert [line.split(":")[0] for line in check(opened)][:1] == ["events"]
        store.change((), stored)
        links = list(store.match(None, terms.of("event"), None, terms.document("d1")))
        store.change(links, ())
        missing = "document d1: 0 statements should not be there and 1 are missing"
        assert any(line.startswith(missing) for line in check(opened))
        store.change((), links)
        assert list(check(opened)) == []
    file = journal_file(filled)
    with to_read(filled) as opened:
        assert list(check(opened, file)) == []
        file.write_bytes(file.read_bytes()[:5000])
        assert [line.split(":")[0] for line in check(opened, file)] == ["journal"]


def test_a_writer_whose_disk_has_no_room_to_say_so_makes_no_snapshot(tmp_path: Path) -> None:
    asked = tmp_path / "one"
    asked.with_suffix(".failed").touch()
    with pytest.raises(StoreInUseError, match="its disk has no room to say why"):
        _awaited(asked, tmp_path, lambda: True, 0.0)
