"""The database of a journal: its rows with their checksums, in transactions, made anew where it is damaged."""

import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from communique.graph.stores import power
from communique.graph.stores.changes import ChangeKind, DocumentChange, Position
from communique.graph.stores.identity import StoreIdentity
from communique.graph.stores.journal_file import made_anew, opened_journal
from communique.graph.stores.journal_reading import AT_REST, DUE, RUN
from communique.graph.stores.protocol import StoreFullError
from communique.graph.stores.room import is_full, no_room
from communique.graph.stores.side_files import is_damage

# What `reconcile` has to do, where it has: compare the documents, or note them all, for the store is another one.
SOME, ALL = "some", "all"
_READ = "SELECT number, document, kind, sum = checksum(number, document, kind) FROM changes"


class JournalMadeAnewError(sqlite3.DatabaseError):
    """The file of a journal was damaged: it holds nothing until it is reconciled with the store."""


class JournalDatabase:
    """The changes of documents, those about to be written, and the state of a journal, in its file or in memory."""

    def __init__(self, file: Path | None) -> None:
        """Open the database in a file, made where absent and anew where damaged; None keeps it in memory."""
        self.file = file
        self._lock = threading.Lock()
        self._identity: StoreIdentity | None = None
        self._lost = False
        opened = opened_journal(file)
        self._database, self._lacks = opened.database, opened.lacks
        # How often something was noted as written, and whether all is safe.
        self._writes, self._rests = 0, False
        self._rests = self._state(RUN) in (None, AT_REST)

    def _note(self, changes: Iterable[tuple[str, ChangeKind]]) -> None:
        last = self._position().number
        numbered = [(last + n, name, kind.value) for n, (name, kind) in enumerate(changes, start=1)]
        self._write("REPLACE INTO changes VALUES (?1, ?2, ?3, checksum(?1, ?2, ?3))", numbered)

    def _since(self, number: int, limit: int) -> list[DocumentChange]:
        rows = self._database.execute(f"{_READ} WHERE number > ? ORDER BY number LIMIT ?", (number, limit))
        return [DocumentChange(found, ChangeKind(kind), document) for found, document, kind in map(_checked, rows)]

    def _kinds(self) -> Iterator[tuple[str, str]]:
        return ((document, kind) for _, document, kind in map(_checked, self._database.execute(_READ)))

    def _pending(self) -> list[str]:
        found = "SELECT document, sum = checksum(document) FROM pending ORDER BY document"
        return [name for (name,) in map(_checked, self._database.execute(found))]

    def _invalidate(self, due: str | None) -> None:
        self._set("generation", uuid.uuid4().hex)
        if due is not None and self._state(DUE) != ALL:
            self._set(DUE, due)

    def _identify(self, now: StoreIdentity | None) -> None:
        if now is not None:
            self._set("store", now.store)
            self._set("opening", now.opening)

    def _position(self) -> Position:
        (number,) = self._database.execute("SELECT MAX(number) FROM changes").fetchone()
        return Position(self._state("generation") or "", int(number or self._state("after") or 0))

    def _state(self, name: str) -> str | None:
        found = "SELECT value, sum = checksum(name, value) FROM state WHERE name = ?"
        row = self._database.execute(found, (name,)).fetchone()
        return None if row is None else str(_checked(row)[0])

    def _set(self, name: str, value: str) -> None:
        self._write("REPLACE INTO state VALUES (?1, ?2, checksum(?1, ?2))", [(name, value)])

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        self._database.executemany(statement, rows)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep others out; a file that is found to be damaged is made anew.

        Raises JournalMadeAnewError then, StoreFullError where there is no room.
        """
        with self._lock:
            try:
                if self._lost:
                    raise sqlite3.DatabaseError("the file could not be made anew before")
                yield
            except sqlite3.DatabaseError as error:
                if is_full(error):
                    raise StoreFullError(no_room(self.file)) from error
                if not is_damage(error, self.file):
                    raise
                self._make_anew()
                raise JournalMadeAnewError(f"the journal {self.file} was damaged, and was made anew") from error

    @contextmanager
    def _transaction(self, *, writes: bool = False) -> Iterator[None]:
        """Make the block one transaction; `writes` tells that the store is written to with it.

        The first such after a rest is on the disk before the store is.
        """
        with self._locked():
            begins = writes and self._rests
            self._writes += writes
            if begins:
                self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute("BEGIN IMMEDIATE")
            try:
                if begins:
                    self._set(RUN, power.run_of_machine())
                yield
                self._database.execute("COMMIT")
                self._rests = self._rests and not writes
            except BaseException:
                with suppress(sqlite3.Error):
                    self._database.execute("ROLLBACK")
                raise
            finally:
                if begins:
                    with suppress(sqlite3.Error):
                        self._database.execute("PRAGMA synchronous = NORMAL")

    def _make_anew(self) -> None:
        self._lost = True
        with suppress(sqlite3.Error):
            self._database.close()
        self._database = made_anew(self.file)
        self._database.execute("BEGIN IMMEDIATE")
        self._invalidate(SOME)
        self._identify(self._identity)
        self._set(RUN, power.run_of_machine())
        self._database.execute("COMMIT")
        self._rests = False
        self._lost = False


def _checked(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give a row without its last value, which tells whether its checksum is right."""
    if not row[-1]:
        raise sqlite3.DatabaseError("a row is not what was written")
    return row[:-1]
