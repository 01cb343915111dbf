"""Where a disk is full nothing is written, what is there can be read, and what has room again is written to."""

import errno
import sqlite3
from collections import namedtuple
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, extraction, report

from communique import graph
from communique.graph import StoreFullError
from communique.graph.stores.room import is_full, no_room

Usage = namedtuple("Usage", "total used free")


def _of_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as the engine says")
    error.sqlite_errorcode = code
    return error


def _raised_from(cause: Exception) -> RuntimeError:
    error = RuntimeError("broken off")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(errno.ENOSPC, "no room"), True),
        (OSError(errno.EDQUOT, "no room"), True),
        (OSError("IO error: No space left on device"), True),
        (OSError(errno.EACCES, "not allowed"), False),
        (StoreFullError("full"), True),
        (_of_sqlite(sqlite3.SQLITE_FULL), True),
        (_of_sqlite(sqlite3.SQLITE_BUSY), False),
        (_raised_from(OSError(errno.ENOSPC, "no room")), True),
        (_raised_from(ValueError("no number")), False),
        (None, False),
    ],
    ids=str,
)
def test_errors_that_say_that_there_is_no_room(error: BaseException | None, full: bool) -> None:
    assert is_full(error) is full


def test_where_there_is_no_room_nothing_is_written_until_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report()))
        assert opened.has_room
        with monkeypatch.context() as patched:
            patched.setattr("shutil.disk_usage", lambda _: Usage(1 << 30, 1 << 30, 1 << 20))
            assert not opened.has_room
            with pytest.raises(StoreFullError, match=r"there is no room left on the disk of .*store: it can be read"):
                opened.store(extraction(report(document="d2"), document="d2"))
            assert [event.reports for event in opened.events()] == [1]
        assert opened.store(extraction(report(document="d2"), document="d2"))
        assert [event.reports for event in opened.events()] == [2]
    assert str(tmp_path) in no_room(tmp_path)
