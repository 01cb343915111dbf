"""The file of a journal: opened only where it is what was written, brought up to date, or made anew.

Each row has a checksum, for the checks of SQLite see what is wrong between its pages, and not what is wrong in them.
"""

import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from communique.graph.stores.protocol import StoreFullError, StoreVersionError
from communique.graph.stores.room import has_room, is_full, no_room
from communique.graph.stores.side_files import (
    checksum,
    is_damage,
    is_sound,
    opened_to_read,
    pages_in_log,
    pages_recovered,
    remove,
)

# Raise it when the tables change, and bring earlier ones up to it below.
_LAYOUT = 2
_TABLES = """
CREATE TABLE changes (
    number INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, sum INTEGER NOT NULL
);
CREATE TABLE pending (document TEXT PRIMARY KEY, sum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL, sum INTEGER NOT NULL) WITHOUT ROWID;
"""
_COLUMNS = {"changes": "number, document, kind", "pending": "document", "state": "name, value"}


@dataclass(frozen=True, slots=True)
class OpenedJournal:
    """A file of a journal; `lacks` tells that something that was written to it may be missing."""

    database: sqlite3.Connection
    lacks: bool = False


def opened_journal(file: Path | None) -> OpenedJournal:
    """Open a file, made where absent and anew where damaged; None keeps it in memory.

    Of a file in an earlier layout a copy is kept beside it. Raises StoreVersionError where a later version wrote it,
    OSError where it cannot be opened.
    """
    if file is None:
        return OpenedJournal(_made(None, 0))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            return OpenedJournal(_made(file, 0))
        before = pages_in_log(file)
        database = _sound(file)
        if database is None:
            return OpenedJournal(made_anew(file), lacks=True)
        return OpenedJournal(database, lacks=pages_recovered(database) < before)
    except sqlite3.DatabaseError as error:
        if is_full(error) or not has_room(file):
            raise StoreFullError(no_room(file)) from error
        raise OSError(f"the journal {file} cannot be opened: {error}") from error


def made_anew(file: Path | None) -> sqlite3.Connection:
    """Make a file in the place of one that is damaged.

    Its numbers are greater than any that were given before, so that who follows changes misses none.
    """
    if file is not None:
        remove(file)
    return _made(file, beyond())


def beyond() -> int:
    """Give a number that is greater than any that a journal has given until now."""
    return time.time_ns() // 1_000_000


def _made(file: Path | None, after: int) -> sqlite3.Connection:
    if file is not None:
        remove(file)
        # SQLite gives the files that it makes beside it the same mode.
        file.touch(mode=0o600)
    database = _connected(file)
    try:
        database.execute("BEGIN IMMEDIATE")
        _fill(database, [], {"generation": uuid.uuid4().hex, "after": str(after)})
        database.execute("COMMIT")
    except BaseException:
        database.close()
        raise
    return database


def _sound(file: Path) -> sqlite3.Connection | None:
    """Give the file opened, brought up to date where that is due; None where it is damaged."""
    database: sqlite3.Connection | None = None
    try:
        database = _connected(file)
        (layout,) = database.execute("PRAGMA user_version").fetchone()
        if layout > _LAYOUT:
            raise StoreVersionError(
                f"the journal {file} is written in layout {layout}, and this version of communique knows up to "
                f"{_LAYOUT}: use a later version, or delete the file, which is then made anew"
            )
        if layout < _LAYOUT:
            database = _brought_up_to_date(database, file)
        if is_sound(database, _TABLES) and not any(_wrong(database, table) for table in _COLUMNS):
            return database
    except sqlite3.DatabaseError as error:
        if database is not None:
            database.close()
        if is_damage(error, file):
            return None
        raise
    except BaseException:
        if database is not None:
            database.close()
        raise
    database.close()
    return None


def _connected(file: Path | None) -> sqlite3.Connection:
    database = sqlite3.connect(file or ":memory:", check_same_thread=False, isolation_level=None)
    try:
        database.create_function("checksum", -1, checksum, deterministic=True)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        database.close()
        raise
    return database


def _wrong(database: sqlite3.Connection, table: str) -> bool:
    columns = _COLUMNS[table]
    found = database.execute(f"SELECT 1 FROM {table} WHERE sum <> checksum({columns}) LIMIT 1")
    return found.fetchone() is not None


def _brought_up_to_date(database: sqlite3.Connection, file: Path) -> sqlite3.Connection:
    """Give the file with the tables of today in the place of those of the first layout, which had no checksums."""
    copy, new = file.with_name(f"{file.name}.layout-1"), file.with_name(f"{file.name}.new")
    changes = database.execute("SELECT number, document, kind FROM changes ORDER BY number").fetchall()
    pending = [row[0] for row in _rows(database, "SELECT document FROM pending")]
    state = {"generation": uuid.uuid4().hex}
    state.update((row[0], row[1]) for row in _rows(database, "SELECT name, value FROM state"))
    database.execute("PRAGMA journal_mode = DELETE")
    database.close()
    if not copy.exists():
        copyfile(file, copy)
    remove(new)
    with closing(_connected(new)) as made:
        made.execute("BEGIN IMMEDIATE")
        _fill(made, changes, state, pending)
        made.execute("COMMIT")
    new.replace(file)
    return _connected(file)


def _rows(database: sqlite3.Connection, query: str) -> Iterator[tuple[str, ...]]:
    """Give the rows of a table that the first of all journals lacked."""
    table = query.rpartition(" ")[2]
    there = database.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    return iter(database.execute(query).fetchall() if there else [])


def _fill(
    database: sqlite3.Connection,
    changes: list[tuple[int, str, str]],
    state: dict[str, str],
    pending: list[str] | None = None,
) -> None:
    for statement in filter(str.strip, _TABLES.split(";")):
        database.execute(statement.strip())
    database.executemany("INSERT INTO changes VALUES (?1, ?2, ?3, checksum(?1, ?2, ?3))", changes)
    database.executemany("INSERT INTO pending VALUES (?1, checksum(?1))", ((name,) for name in pending or ()))
    database.executemany("INSERT INTO state VALUES (?1, ?2, checksum(?1, ?2))", state.items())
    database.execute(f"PRAGMA user_version = {_LAYOUT}")


def copied(file: Path, target: Path) -> None:
    """Copy a file to a new place as it is at one moment, also while others write to it."""
    with closing(opened_to_read(file)) as source:
        target.touch(mode=0o600)
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            # Else who only reads the copy would make files beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
