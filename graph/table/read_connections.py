"""The connections that read the file of an event table: lent to its readers, and closed when it is let go of."""

import sqlite3
import threading
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Loan:
    """That a thread reads: a connection that was idle, where there was one, and how often the file was let go of."""

    thread: int
    lettings: int
    database: sqlite3.Connection | None


class ReadConnections:
    """The connections to a file: those that are idle, and which threads have one.

    Whoever calls this holds the lock of the condition, which is told what has changed.
    """

    def __init__(self, changed: threading.Condition) -> None:
        self._changed = changed
        self._idle: list[sqlite3.Connection] = []
        self._reading: Counter[int] = Counter()
        self._lettings = 0

    def lend(self) -> Loan:
        """Note that this thread reads, until it gives back what it was lent."""
        thread = threading.get_ident()
        self._reading[thread] += 1
        return Loan(thread, self._lettings, self._idle.pop() if self._idle else None)

    def give_back(self, loan: Loan, database: sqlite3.Connection | None) -> None:
        """Keep a connection for the next who reads, or close it where the file was let go of since it was lent."""
        self._reading[loan.thread] -= 1
        if database is not None:
            database.set_progress_handler(None, 0)
            if loan.lettings == self._lettings:
                self._idle.append(database)
            else:
                database.close()
        self._changed.notify_all()

    def let_go(self) -> None:
        """Close all connections when nobody reads.

        What this very thread has begun to read cannot end while it waits here: rows of a generator, say, that an
        error has left half read and keeps alive. It goes on with a connection of its own, which is closed at its end.
        """
        self._changed.wait_for(self._nobody_else_reads)
        self._lettings += 1
        for database in self._idle:
            database.close()
        self._idle.clear()

    def _nobody_else_reads(self) -> bool:
        own = threading.get_ident()
        self._reading = +self._reading
        return all(reader == own for reader in self._reading)
