"""Rows that only the event table holds: taken over where they can be, else set aside, and never lost in silence."""

import datetime as dt
import gzip
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, DAY, extraction, report
from test_event_table import content, opened_in

from communique import graph
from communique.graph import EventFilter, EventGraph, LoadedRow, back_up, check, restore
from communique.graph.stores.changes import Position
from communique.graph.stores.journal_reading import journal_file
from communique.graph.stores.protocol import StoreDamagedError, StoreFullError
from communique.graph.table.file import position_of, take
from communique.graph.table.takeover import has_loaded

GDELT = EventFilter(dataset="gdelt")
NOTES = {"gdelt march.csv": "3 whole", "icews april.tab": "1 whole"}


def row(identifier: str, dataset: str = "gdelt", day: dt.date | None = DAY, action: str = "criticizes") -> LoadedRow:
    return LoadedRow(dataset, identifier, action, "rus-gov", "rus", "usa-gov", "usa", day, publisher="Elsewhere Wire")


def load(opened: EventGraph) -> None:
    """Load what is in the table of an earlier version, too."""
    rows = [row("1"), row("2"), row("3", "icews", DAY + dt.timedelta(days=1), "visits"), row("4", day=None)]
    opened.load(rows, noting=lambda: NOTES)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give the folder of a store with a document and four rows of others."""
    with opened_in(tmp_path) as opened:
        opened.store(extraction(report()))
        load(opened)
    return tmp_path / "store"


def table_of(store: Path) -> Path:
    return store.with_name(".store.table")


def kept(store: Path, why: str) -> Path:
    return store.with_name(f".store.table.{why}")


def altered(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute(sql)


def without_sum(store: Path) -> None:
    store.with_name(".store.table.sum").unlink()


def flipped(store: Path) -> None:
    """Change a letter of a value, which no check of SQLite sees."""
    there = table_of(store).read_bytes()
    assert b"Elsewhere Wire" in there
    table_of(store).write_bytes(there.replace(b"Elsewhere Wire", b"Elsewhere Wise"))


def of_another_layout(store: Path) -> None:
    altered(table_of(store), "UPDATE state SET value = '77' WHERE name = 'layout'")
    without_sum(store)


def of_no_layout(store: Path) -> None:
    altered(table_of(store), "DELETE FROM state WHERE name = 'layout'")
    without_sum(store)


def logged(store: Path) -> list[str]:
    with to_read(store) as opened:
        return list(check(opened, journal_file(store)))


def test_rows_in_a_table_that_an_earlier_version_wrote_are_those_of_today(
    store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened_in(store.parent) as opened:
        due, reports = content(opened._table), list(opened.report_rows(GDELT))
    table_of(store).write_bytes(gzip.decompress(Path(__file__).with_name("table-layout-1.gz").read_bytes()))
    without_sum(store)
    store.with_name(".store.loaded").unlink()
    with opened_in(store.parent) as opened:
        assert (content(opened._table), list(opened.report_rows(GDELT))) == (due, reports)
        assert (opened.loaded(), opened.count(GDELT)) == (NOTES, 2)
    assert not list(store.parent.glob(".store.table.*layout*"))
    assert not caplog.records
    # What it alone holds is known from now on.
    table_of(store).unlink()
    assert "4 rows" in logged(store)[0] and "gdelt: 3, icews: 1" in logged(store)[0]


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (of_another_layout, "layout-77"),
        (of_no_layout, "damaged"),
        (flipped, "damaged"),
        (lambda store: table_of(store).write_bytes(b"no database" * 500), "damaged"),
    ],
    ids=["of another layout", "of none", "a flipped bit", "no database"],
)
def test_a_table_whose_rows_cannot_be_taken_is_kept_and_told_of(
    store: Path, harm: Callable[[Path], None], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    harm(store)
    before = table_of(store).read_bytes()
    with opened_in(store.parent) as opened:
        assert (opened.count(), opened.count(GDELT)) == (1, 0)
    said = " ".join(record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING)
    assert str(kept(store, why)) in said and "gdelt: 3, icews: 1" in said and "import --table-only" in said
    assert kept(store, why).read_bytes() == before
    # Until they are imported again each opening and each check says so.
    assert "4 rows" in logged(store)[0]
    caplog.clear()
    with opened_in(store.parent) as opened:
        assert opened.count() == 1
        assert "4 rows" in caplog.text
        load(opened)
    assert logged(store) == []
    # A second one is no longer the first.
    harm(store)
    with opened_in(store.parent) as opened:
        assert opened.count() == 1
    assert kept(store, why).exists() and kept(store, f"{why}-2").exists()


def test_of_a_table_that_cannot_be_read_nobody_knows_that_it_held_nothing(store: Path) -> None:
    store.with_name(".store.loaded").unlink()
    table_of(store).write_bytes(b"no database" * 500)
    with opened_in(store.parent) as opened:
        assert opened.count() == 1
    assert kept(store, "damaged").exists()


def test_a_damaged_table_that_follows_from_the_graph_is_not_kept(tmp_path: Path) -> None:
    with opened_in(tmp_path) as opened:
        opened.store(extraction(report()))
        assert opened.count() == 1
    table = table_of(tmp_path / "store")
    table.write_bytes(table.read_bytes().replace(b"criticizes", b"criticizas"))
    with opened_in(tmp_path) as opened:
        assert opened.count() == 1
    assert not kept(tmp_path / "store", "damaged").exists()


def test_rows_of_a_table_that_was_deleted_are_missed_until_their_register_is_too(
    store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    table_of(store).unlink()
    without_sum(store)
    with opened_in(store.parent) as opened:
        assert opened.count(GDELT) == 0
    assert "gdelt: 3, icews: 1" in caplog.text and "import --table-only" in caplog.text
    store.with_name(".store.loaded").unlink()
    assert logged(store) == []


def test_rows_that_were_taken_out_are_not_missed(store: Path, caplog: pytest.LogCaptureFixture) -> None:
    with opened_in(store.parent) as opened:
        opened.unload("gdelt")
    table_of(store).unlink()
    assert "1 rows" in logged(store)[0] and "icews: 1" in logged(store)[0]
    assert "icews: 1" in caplog.text and "gdelt" not in caplog.text


def test_rows_outlive_assembly_and_a_backup(store: Path, tmp_path: Path) -> None:
    with opened_in(store.parent) as opened:
        due = content(opened._table)
        opened.assemble()
        assert content(opened._table) == due
    back_up(store, tmp_path / "backup", to_read)
    (tmp_path / "other").mkdir()
    restore(tmp_path / "backup", tmp_path / "other" / "store")
    with opened_in(tmp_path / "other") as opened:
        assert content(opened._table) == due
    assert logged(tmp_path / "other" / "store") == []


@pytest.mark.parametrize("number", range(7))
def test_a_restoring_that_is_broken_off_anywhere_leaves_the_rows(
    store: Path, tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(store, tmp_path / "backup", to_read)
    with opened_in(store.parent) as opened:
        opened.unload("icews")
    rename, made = Path.rename, list[Path]()

    def renamed(path: Path, target: Path) -> Path:
        if len(made) == number:
            raise InterruptedError
        made.append(target)
        return rename(path, target)

    with monkeypatch.context() as patch, suppress(InterruptedError):
        patch.setattr(Path, "rename", renamed)
        restore(tmp_path / "backup", store, replace=True)
    if store.exists():
        with opened_in(store.parent) as opened:
            assert opened.count(GDELT) == 2
            assert opened.count(EventFilter(dataset="icews")) == 1


def test_a_damaged_table_is_not_backed_up_as_if_it_were_right(store: Path, tmp_path: Path) -> None:
    flipped(store)
    with pytest.raises(StoreDamagedError, match="is not what was written: open the store once for writing"):
        back_up(store, tmp_path / "backup", to_read)
    with opened_in(store.parent) as opened:
        assert opened.count() == 1
    back_up(store, tmp_path / "backup", to_read)
    assert not list((tmp_path / "backup").glob("*.damaged*"))


def test_without_room_beside_the_store_rows_are_found_and_no_others_are_taken(store: Path) -> None:
    with opened_in(store.parent) as opened:
        due = content(opened._table)
        table = opened._table
        table._let_go()
        # As it does where a write has found no room.
        table._location.leave()
        opened.assemble()
        assert content(table) == due
        assert table.file != table_of(store)
        with pytest.raises(StoreFullError, match="make room"):
            opened.load([row("5")])


def behind(store: Path) -> None:
    """Leave the table as it is when a process is killed that has stored a document, and not read it yet."""
    altered(table_of(store), "UPDATE state SET value = '0' WHERE name = 'number'")
    without_sum(store)


def test_who_only_reads_finds_the_rows_though_the_table_is_not_in_step(
    store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    behind(store)
    before = table_of(store).read_bytes()
    with to_read(store) as opened:
        assert (opened.count(), opened.count(GDELT), opened.loaded()) == (4, 2, NOTES)
    assert not caplog.records
    assert table_of(store).read_bytes() == before


@pytest.mark.parametrize("harm", [flipped, of_another_layout, lambda store: table_of(store).unlink()])
def test_who_only_reads_is_told_of_rows_that_are_missing(
    store: Path, harm: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    harm(store)
    with to_read(store) as opened:
        assert (opened.count(), opened.count(GDELT)) == (1, 0)
    assert "4 rows that were imported into the event table alone are missing (gdelt: 3, icews: 1)" in caplog.text


def test_by_a_link_a_store_has_the_files_that_lie_beside_it(tmp_path: Path) -> None:
    links = tmp_path / "links"
    links.mkdir()
    links.joinpath("one").symlink_to(tmp_path / "store")
    with graph.open(links / "one", actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report()))
        load(opened)
    assert list(links.iterdir()) == [links / "one"]
    with to_read(tmp_path / "store") as there:
        assert there.count() == 4
    back_up(links / "one", tmp_path / "backup", to_read)
    restore(tmp_path / "backup", links / "one", replace=True)
    assert links.joinpath("one").is_symlink() and list(links.iterdir()) == [links / "one"]
    for store in (links / "one", tmp_path / "store"):
        with to_read(store) as there:
            assert (there.count(), list(check(there, journal_file(store)))) == (4, [])


def to_read(store: Path) -> EventGraph:
    return graph.open(store, actors=ACTORS, actions=ACTIONS, read_only=True)


def test_a_table_that_was_kept_takes_the_place_of_none_with_rows_of_its_own(store: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with opened_in(tmp_path / "other") as opened:
        opened.store(extraction(report()))
    cached, at = table_of(tmp_path / "other" / "store"), Position("another", 3)
    before = table_of(store).read_bytes()
    assert (has_loaded(table_of(store)), has_loaded(cached)) == (True, False)
    assert not take(cached, table_of(store), at)
    assert table_of(store).read_bytes() == before
    new = tmp_path / "new.table"
    assert take(cached, new, at) and position_of(new) == at
    assert not take(tmp_path / "none.table", new, at)
