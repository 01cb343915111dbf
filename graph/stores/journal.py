"""The journal of a store: which documents entered or left it, in order, and whether it may have changed otherwise."""

import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from communique.graph.stores.identity import StoreIdentity

_TABLES = """
CREATE TABLE IF NOT EXISTS changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL UNIQUE, kind TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS pending (document TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
# What `reconcile` has to do: nothing, compare the documents, or note them all, for the store is another one.
_DUE, _SOME, _ALL = "due", "some", "all"


class ChangeKind(StrEnum):
    """Which way a document went: into the graph (again, where it is read anew), or out of it."""

    ENTERED = "entered"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Change:
    """What last became of a document; `number` grows with every change."""

    number: int
    kind: ChangeKind
    document: str


@dataclass(frozen=True, slots=True)
class Position:
    """How far a journal has come: the last number, in a generation that ends when anything may have changed."""

    generation: str
    number: int


class Journal:
    """The last change of each document, in a file beside the store, for its order is no part of the graph.

    Any thread may use it. Which documents are about to be written is noted before, what became of them after; so a
    process that was killed in between leaves names to look at, and nothing is missed.
    """

    def __init__(self, file: Path | None = None) -> None:
        """Open the journal in a file, made where absent and anew where damaged; None keeps it in memory."""
        self.file = file
        self._lock, self._reconciling = threading.Lock(), threading.Lock()
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = _opened(file)
        except sqlite3.DatabaseError as error:
            if file is None or isinstance(error, sqlite3.OperationalError):
                raise OSError(f"the journal {file} cannot be opened: {error}") from error
            file.unlink()
            self._database = _opened(file)

    def belongs_to(self, before: StoreIdentity | None, now: StoreIdentity | None) -> None:
        """Take the store as it was before it was opened, and as it is now that only we write to it.

        If another process has opened it for writing since we did, anything may have changed; another store has none of
        the documents noted, whatever their names.
        """
        with self._lock, self._transaction():
            if before is None:
                empty = self._database.execute("SELECT 1 FROM changes LIMIT 1").fetchone() is None
                self._invalidate(None if empty else _ALL)
            elif self._state("store") not in (None, before.store):
                self._invalidate(_ALL)
            elif self._state("opening") != before.opening:
                self._invalidate(_SOME)
            if now is not None:
                self._set("store", now.store)
                self._set("opening", now.opening)

    @contextmanager
    def writing(self, document: str, kind: ChangeKind, is_there: Callable[[str], bool]) -> Iterator[None]:
        """Note a document's change when the block, which writes it, is done; where it fails, by what is there then."""
        self.begin([document])
        try:
            yield
        except BaseException:
            # Where even that cannot be seen, it is when the store is next opened.
            with suppress(OSError):
                self.recover(is_there)
            raise
        self.done([document], kind)

    def begin(self, documents: Iterable[str]) -> None:
        """Note that documents are about to be written."""
        with self._lock, self._transaction():
            self._database.executemany("REPLACE INTO pending VALUES (?)", ((name,) for name in documents))

    def done(self, documents: Iterable[str], kind: ChangeKind) -> None:
        """Note that documents have been written."""
        names = list(documents)
        with self._lock, self._transaction():
            self._note((name, kind) for name in names)
            self._database.executemany("DELETE FROM pending WHERE document = ?", ((name,) for name in names))

    def recover(self, is_there: Callable[[str], bool]) -> None:
        """Note what became of the documents of writes that were broken off, by whether they are there now."""
        with self._lock:
            names = [name for (name,) in self._database.execute("SELECT document FROM pending ORDER BY document")]
            if not names:
                return
            entered = {name for name, kind in self._kinds() if kind == ChangeKind.ENTERED}
        there = {name for name in names if is_there(name)}
        self.done([name for name in names if name in there], ChangeKind.ENTERED)
        self.done([name for name in names if name not in there and name in entered], ChangeKind.LEFT)
        with self._lock, self._transaction():
            self._database.executemany("DELETE FROM pending WHERE document = ?", ((name,) for name in names))

    @contextmanager
    def invalidating(self) -> Iterator[None]:
        """Note, before and after the block, that anything may have changed."""
        self.invalidate()
        try:
            yield
        finally:
            # Who has read meanwhile may have seen the state before.
            self.invalidate()

    def invalidate(self) -> None:
        """Note that anything may have changed."""
        with self._lock, self._transaction():
            self._invalidate(_SOME)

    def reconcile(self, documents: Callable[[], Iterable[str]]) -> None:
        """Where anything may have changed, note what came or went, by the documents that there are."""
        with self._reconciling:
            with self._lock:
                due, before = self._state(_DUE), self._position()
            if due is None:
                return
            there = set(documents())
            with self._lock, self._transaction():
                # What was noted since is right, and may be missing from what was read.
                later = "SELECT document FROM changes WHERE number > ? UNION SELECT document FROM pending"
                known = {name for (name,) in self._database.execute(later, (before.number,))}
                entered = {name for name, kind in self._kinds() if kind == ChangeKind.ENTERED}
                come = there if due == _ALL else there - entered
                self._note((name, ChangeKind.LEFT) for name in sorted(entered - there - known))
                self._note((name, ChangeKind.ENTERED) for name in sorted(come - known))
                if self._position().generation == before.generation:
                    self._database.execute("DELETE FROM state WHERE name = ?", (_DUE,))

    @property
    def position(self) -> Position:
        """Give how far it has come."""
        with self._lock:
            return self._position()

    def since(self, number: int, limit: int = -1) -> list[Change]:
        """Give the changes after a number, in order, so many at most."""
        with self._lock:
            rows = self._database.execute(
                "SELECT number, kind, document FROM changes WHERE number > ? ORDER BY number LIMIT ?", (number, limit)
            )
            return [Change(found, ChangeKind(kind), document) for found, kind, document in rows]

    def flush(self) -> None:
        """Make sure that what was noted survives a loss of power."""
        with self._lock:
            self._database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.close()

    def _note(self, changes: Iterable[tuple[str, ChangeKind]]) -> None:
        self._database.executemany("REPLACE INTO changes (document, kind) VALUES (?, ?)", changes)

    def _kinds(self) -> Iterator[tuple[str, str]]:
        return iter(self._database.execute("SELECT document, kind FROM changes"))

    def _invalidate(self, due: str | None) -> None:
        self._set("generation", uuid.uuid4().hex)
        if due is not None and self._state(_DUE) != _ALL:
            self._set(_DUE, due)

    def _position(self) -> Position:
        (number,) = self._database.execute("SELECT COALESCE(MAX(number), 0) FROM changes").fetchone()
        return Position(self._state("generation") or "", number)

    def _state(self, name: str) -> str | None:
        found = self._database.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return None if found is None else str(found[0])

    def _set(self, name: str, value: str) -> None:
        self._database.execute("REPLACE INTO state VALUES (?, ?)", (name, value))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")


def journal_file(store: Path) -> Path:
    """Give the file of a store's journal."""
    return beside(store, "changes")


def beside(store: Path, kind: str) -> Path:
    """Give the file of a kind that lies beside a store."""
    folder = store.absolute()
    return folder.with_name(f".{folder.name}.{kind}")


def _opened(file: Path | None) -> sqlite3.Connection:
    database = sqlite3.connect(file or ":memory:", check_same_thread=False, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.executescript(_TABLES)
        if database.execute("SELECT 1 FROM state WHERE name = 'generation'").fetchone() is None:
            database.execute("INSERT INTO state VALUES ('generation', ?)", (uuid.uuid4().hex,))
    except BaseException:
        database.close()
        raise
    return database
