"""What is known of watched feeds and folders from the times before, in a file beside the store."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

_LAYOUT = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS feed (address TEXT PRIMARY KEY, etag TEXT, modified TEXT, not_before REAL, failures INTEGER);
CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, size INTEGER, changed INTEGER) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What a feed said of itself when it last answered, and how often it failed to since; times are of the epoch."""

    etag: str = ""
    modified: str = ""
    not_before: float = 0.0
    failures: int = 0


class WatchState:
    """What was seen, in one SQLite file; nothing is kept before `commit`."""

    def __init__(self, path: Path) -> None:
        """Open the file, which is made where it is absent; ValueError where it is none of ours."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(0o600)
        self._file = sqlite3.connect(path)
        try:
            (layout,) = self._file.execute("PRAGMA user_version").fetchone()
            if layout not in (0, _LAYOUT):
                raise ValueError(f"{path} was written by a newer version: use that, or delete the file to begin anew")
            self._file.executescript(f"{_TABLES} PRAGMA user_version = {_LAYOUT};")
        except sqlite3.DatabaseError as error:
            self._file.close()
            raise ValueError(f"{path} is damaged ({error}): delete it, and everything counts as new") from error

    def feed(self, address: str) -> FeedState:
        """Give what is known of a feed."""
        columns = "etag, modified, not_before, failures"
        found = self._file.execute(f"SELECT {columns} FROM feed WHERE address = ?", (address,)).fetchone()
        return FeedState(*found) if found else FeedState()

    def note_feed(self, address: str, state: FeedState) -> None:
        """Note what a feed said of itself."""
        values = (address, state.etag, state.modified, state.not_before, state.failures)
        self._file.execute("INSERT OR REPLACE INTO feed VALUES (?, ?, ?, ?, ?)", values)

    def has_seen(self, keys: Iterable[str]) -> bool:
        """Tell whether an entry that goes by any of these keys was read."""
        return any(self._file.execute("SELECT 1 FROM entry WHERE key = ?", (key,)).fetchone() for key in keys)

    def note_entry(self, keys: Iterable[str]) -> None:
        """Note that an entry was read."""
        self._file.executemany("INSERT OR IGNORE INTO entry VALUES (?)", ((key,) for key in keys))

    def is_read(self, path: Path, size: int, changed: int) -> bool:
        """Tell whether a file was read as it is now, by its size and the time of its last change."""
        found = self._file.execute("SELECT size, changed FROM file WHERE path = ?", (str(path),)).fetchone()
        return bool(found == (size, changed))

    def note_file(self, path: Path, size: int, changed: int) -> None:
        """Note that a file was read."""
        self._file.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", (str(path), size, changed))

    def commit(self) -> None:
        """Keep what was noted."""
        self._file.commit()

    def undo(self) -> None:
        """Forget what was noted since the last commit."""
        self._file.rollback()

    def __enter__(self) -> "WatchState":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
