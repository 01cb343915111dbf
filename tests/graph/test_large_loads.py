"""Loads of many rows into the event table: as with few, whole or not at all, and they go on where they were stopped."""

import datetime as dt
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from graph_world import DAY, extraction, report
from test_event_table import content, loaded, opened_in

from communique.graph import EventGraph, LoadedRow
from communique.graph.table import file, indexes, loads

ROWS = [loaded(str(number), day=DAY + dt.timedelta(days=number % 3)) for number in range(9)]
_KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import test_large_loads
test_large_loads.make_small()
with test_large_loads.opened_in(Path(sys.argv[1])) as opened:
    test_large_loads.load(opened, until=7, stop=lambda: os._exit(9))
"""


def make_small(patch: pytest.MonkeyPatch | None = None) -> None:
    """Have two rows be many, one a batch, and two batches a transaction."""
    patch = patch or pytest.MonkeyPatch()
    patch.setattr("communique.graph.table.encoding.BATCH", 1)
    patch.setattr(loads, "MANY", 2)
    patch.setattr(loads, "TOGETHER", 2)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    make_small(monkeypatch)


class StoppedError(Exception):
    """A load was stopped."""


def _stop() -> None:
    raise StoppedError


def load(opened: EventGraph, *, until: int = len(ROWS), stop: object = _stop, noting: bool = True) -> None:
    """Load the rows that are not there by the notes, and stop when so many were read."""
    done = int(opened.loaded(begun=True).get("gdelt rows", 0))

    def rows() -> Iterator[LoadedRow]:
        nonlocal done
        for row in ROWS[done:]:
            if done == until:
                assert callable(stop)
                stop()
            done += 1
            yield row

    def notes() -> Mapping[str, str]:
        return {"gdelt rows": str(done)} if noting else {}

    opened.load(rows(), notes)


def with_sentences(folder: Path) -> EventGraph:
    """Open a store with a document and rows of another data set."""
    opened = opened_in(folder)
    opened.store(extraction(report()))
    opened.load([loaded("a", dataset="icews"), loaded("b", dataset="icews", action="visits")])
    return opened


def all_at_once(folder: Path, patch: pytest.MonkeyPatch) -> list[object]:
    """Give what the table says when few rows after few are loaded."""
    with patch.context() as few, with_sentences(folder) as opened:
        few.setattr(loads, "MANY", 1000)
        load(opened)
        return content(opened._table)


def apart(opened: EventGraph) -> Path:
    return loads.load_file(opened._table.file)


@pytest.mark.usefixtures("small")
def test_many_rows_are_added_to_those_that_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = all_at_once(tmp_path / "few", monkeypatch)
    with with_sentences(tmp_path / "many") as opened:
        load(opened)
        assert content(opened._table) == expected
        assert not apart(opened).exists()
        # It is in step with what comes then.
        opened.store(extraction(report(document="d2"), document="d2"))
        opened.forget("d1")
        assert [event.reports for event in opened.search("Moscow")] == [1]
    with opened_in(tmp_path / "many") as opened:
        assert opened.loaded()["gdelt rows"] == "9"
        assert file.damage(opened._table.file) is None


@pytest.mark.usefixtures("small")
def test_the_table_is_read_while_rows_are_loaded(tmp_path: Path) -> None:
    with with_sentences(tmp_path) as opened:
        before, seen = content(opened._table), list[object]()
        with pytest.raises(StoppedError):
            load(opened, until=7, stop=lambda: (seen.append(content(opened._table)), _stop()))
        assert seen == [before]
        assert content(opened._table) == before


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("where", ["rows", "indexes", "numbers", "place"])
def test_a_load_goes_on_where_it_was_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    expected = all_at_once(tmp_path / "few", monkeypatch)
    with with_sentences(tmp_path / "many") as opened:
        before = content(opened._table)
        with monkeypatch.context() as patch, pytest.raises(StoppedError):
            if where == "indexes":
                patch.setattr(indexes, "make_indexes", lambda *_: _stop())
            elif where == "numbers":
                patch.setattr(loads, "make_numbers", lambda *_: _stop())
            elif where == "place":
                patch.setattr(file, "put_in_place", lambda *_: _stop())
            load(opened, until=7 if where == "rows" else 99)
        assert content(opened._table) == before
        # What was stopped among its rows lacks those of its last transaction.
        assert opened.loaded(begun=True)["gdelt rows"] == ("6" if where == "rows" else "9")
        assert "gdelt rows" not in opened.loaded()
        load(opened)
        assert content(opened._table) == expected
        assert not apart(opened).exists()


@pytest.mark.usefixtures("small")
def test_a_load_goes_on_after_a_kill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = all_at_once(tmp_path / "few", monkeypatch)
    with with_sentences(tmp_path / "many") as opened:
        before = content(opened._table)
    command = [sys.executable, "-c", _KILLED, str(tmp_path / "many"), str(Path(__file__).parent)]
    assert subprocess.run(command, check=False).returncode == 9
    with opened_in(tmp_path / "many") as opened:
        assert content(opened._table) == before
        assert apart(opened).with_name(f"{apart(opened).name}-journal").exists()
        assert opened.loaded(begun=True)["gdelt rows"] == "6"
        load(opened)
        assert content(opened._table) == expected


@pytest.mark.usefixtures("small")
def test_a_load_begins_anew_where_the_table_has_changed_since_it_was_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = all_at_once(tmp_path / "few", monkeypatch)
    with with_sentences(tmp_path / "many") as opened:
        with pytest.raises(StoppedError):
            load(opened, until=7)
        opened.store(extraction(report(document="d2"), document="d2"))
        opened.forget("d2")
        assert "gdelt rows" not in opened.loaded(begun=True)
        assert not apart(opened).exists()
        load(opened)
        assert content(opened._table) == expected


@pytest.mark.usefixtures("small")
def test_rows_without_notes_are_loaded_whole_or_not_at_all(tmp_path: Path) -> None:
    with with_sentences(tmp_path) as opened:
        before = content(opened._table)
        with pytest.raises(StoppedError):
            load(opened, until=7, noting=False)
        assert not apart(opened).exists()
        assert content(opened._table) == before


def test_few_rows_leave_the_indexes_of_a_large_table_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.graph.table.encoding.BATCH", 1)
    monkeypatch.setattr(loads, "MANY", 1)
    monkeypatch.setattr(loads, "PART", 2)
    monkeypatch.setattr(loads, "LOOKED_AT", 100)
    large = list[int]()
    monkeypatch.setattr(loads, "load_apart", lambda *_: large.append(1))
    with opened_in(tmp_path) as opened:
        with monkeypatch.context() as patch:
            patch.setattr(loads, "MANY", 1000)
            opened.load(ROWS)
        opened.load(ROWS[:3])
        assert sum(row.reports for row in opened.rows()) == 12
    assert large == []


def test_there_is_a_table_at_any_moment_while_another_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with with_sentences(tmp_path) as opened:
        expected, table = content(opened._table), opened._table.file
    new = table.with_name("new")
    shutil.copy(table, new)

    monkeypatch.setattr(Path, "replace", lambda *_: _stop())
    with pytest.raises(StoppedError):
        file.put_in_place(new, table)
    monkeypatch.undo()
    with opened_in(tmp_path) as opened:
        assert content(opened._table) == expected
