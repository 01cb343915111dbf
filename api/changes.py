"""The log of what entered and left the graph, in order, so that another system can follow."""

import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_TABLE = """
CREATE TABLE IF NOT EXISTS changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL UNIQUE, kind TEXT NOT NULL
)
"""


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


class ChangeLog:
    """The last change of each document, in a file beside the store: its order is that of writing, so no graph has it.

    Any thread may use it. A write is noted after it was done, and one that was not noted is found by `agree`.
    """

    def __init__(self, file: Path) -> None:
        """Open the log, made where absent."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.execute(_TABLE)

    def note(self, kind: ChangeKind, document: str) -> None:
        """Note a change."""
        with self._lock:
            self._note(kind, document)

    def since(self, number: int, limit: int) -> list[Change]:
        """Give the changes after a number, in order."""
        with self._lock:
            rows = self._database.execute(
                "SELECT number, kind, document FROM changes WHERE number > ? ORDER BY number LIMIT ?", (number, limit)
            )
            return [Change(found, ChangeKind(kind), document) for found, kind, document in rows]

    def agree(self, documents: Iterable[str]) -> None:
        """Note what came or went without being noted, by the documents that there are."""
        there = set(documents)
        with self._lock:
            rows = self._database.execute("SELECT document FROM changes WHERE kind = ?", (ChangeKind.ENTERED,))
            noted = {document for (document,) in rows}
            self._database.execute("BEGIN")
            for document in sorted(noted - there):
                self._note(ChangeKind.LEFT, document)
            for document in sorted(there - noted):
                self._note(ChangeKind.ENTERED, document)
            self._database.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.close()

    def _note(self, kind: ChangeKind, document: str) -> None:
        self._database.execute("REPLACE INTO changes (document, kind) VALUES (?, ?)", (document, kind))


def log_file(store: Path) -> Path:
    """Give the file of a store's log."""
    folder = store.absolute()
    return folder.with_name(f".{folder.name}.changes")
