"""The journal of a store: which documents entered or left it, in order, and whether it may have changed otherwise."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from communique.graph.stores import power
from communique.graph.stores.changes import ChangeKind, DocumentChange, Position
from communique.graph.stores.identity import StoreIdentity
from communique.graph.stores.journal_database import ALL, SOME, JournalDatabase, JournalMadeAnewError
from communique.graph.stores.journal_file import beyond
from communique.graph.stores.journal_reading import AT_REST, DUE, RUN, is_lost

Given = ParamSpec("Given")
Result = TypeVar("Result")


def _mended(
    method: Callable[Concatenate["Journal", Given], Result],
) -> Callable[Concatenate["Journal", Given], Result]:
    """Do something once more where the journal had to be made anew: then it holds what this writes to it."""

    @wraps(method)
    def mended(self: "Journal", /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return method(self, *args, **kwargs)
        except JournalMadeAnewError:
            return method(self, *args, **kwargs)

    return mended


class Journal(JournalDatabase):
    """The last change of each document, in a file beside the store, for its order is no part of the graph.

    Any thread may use it. Which documents are about to be written is noted before, what became of them after; so a
    process that was killed in between leaves names to look at, and nothing is missed.
    """

    def __init__(self, file: Path | None = None) -> None:
        """Open the journal in a file, made where absent and anew where damaged; None keeps it in memory.

        Where something that was written to it may be missing, anything may have changed.
        """
        super().__init__(file)
        self._reconciling = threading.Lock()
        # How much that is no document is being written.
        self._open = 0
        if self._lacks:
            self.invalidate()

    @_mended
    def belongs_to(self, before: StoreIdentity | None, now: StoreIdentity | None) -> None:
        """Take the store as it was before it was opened, and as it is now that only we write to it.

        If another process has opened it for writing since we did, anything may have changed; another store has none of
        the documents noted, whatever their names.
        """
        self._identity = now
        with self._transaction():
            empty = self._database.execute("SELECT 1 FROM changes LIMIT 1").fetchone() is None
            if before is not None and empty and self._state("store") is None:
                # There was a journal before, and who follows the store has numbers of it.
                self._set("after", str(beyond()))
            if before is None:
                self._invalidate(None if empty else ALL)
            elif self._state("store") not in (None, before.store):
                self._invalidate(ALL)
            elif self._state("opening") != before.opening:
                self._invalidate(SOME)
            self._identify(now)

    @_mended
    def adopt(self, now: StoreIdentity) -> None:
        """Take a store for the one that it is in step with, although it lies in another place now."""
        with self._transaction():
            self._identify(now)

    @_mended
    def lost_power(self) -> bool:
        """Tell whether power was lost since something was written that was not safe; anything may have changed then."""
        with self._transaction():
            run = self._state(RUN)
            lost = is_lost(run)
            if lost:
                self._invalidate(SOME)
                self._set(RUN, power.run_of_machine())
        return lost or self._lacks

    @property
    def writes(self) -> int:
        """Give a number that grows with whatever is noted as being written."""
        return self._writes

    @_mended
    def rest(self, writes: int) -> None:
        """Note that all is safe that was written until `writes` had that number, if nothing was since or is now."""
        with self._transaction():
            if self._writes == writes and not self._open and not self._pending():
                self._set(RUN, AT_REST)
                self._rests = True

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

    @_mended
    def begin(self, documents: Iterable[str]) -> None:
        """Note that documents are about to be written."""
        names = list(documents)
        with self._transaction(writes=True):
            self._write("REPLACE INTO pending VALUES (?1, checksum(?1))", [(name,) for name in names])

    @_mended
    def done(self, documents: Iterable[str], kind: ChangeKind) -> None:
        """Note that documents have been written."""
        names = list(documents)
        with self._transaction(writes=True):
            self._note((name, kind) for name in names)
            self._write("DELETE FROM pending WHERE document = ?", [(name,) for name in names])

    @_mended
    def recover(self, is_there: Callable[[str], bool]) -> None:
        """Note what became of the documents of writes that were broken off, by whether they are there now."""
        with self._locked():
            names = self._pending()
            if not names:
                return
            entered = {name for name, kind in self._kinds() if kind == ChangeKind.ENTERED}
        there = {name for name in names if is_there(name)}
        self.done([name for name in names if name in there], ChangeKind.ENTERED)
        self.done([name for name in names if name not in there and name in entered], ChangeKind.LEFT)
        with self._transaction():
            self._write("DELETE FROM pending WHERE document = ?", [(name,) for name in names])

    @contextmanager
    def invalidating(self) -> Iterator[None]:
        """Note, before and after the block, that anything may have changed."""
        self._open += 1
        try:
            self.invalidate()
            try:
                yield
            finally:
                # Who has read meanwhile may have seen the state before.
                self.invalidate()
        finally:
            self._open -= 1

    @_mended
    def invalidate(self) -> None:
        """Note that anything may have changed."""
        with self._transaction(writes=True):
            self._invalidate(SOME)

    @_mended
    def reconcile(self, documents: Callable[[], Iterable[str]]) -> None:
        """Where anything may have changed, note what came or went, by the documents that there are."""
        with self._reconciling:
            with self._locked():
                due, before = self._state(DUE), self._position()
            if due is None:
                return
            there = set(documents())
            with self._transaction():
                # What was noted since is right, and may be missing from what was read.
                known = {change.document for change in self._since(before.number, -1)} | set(self._pending())
                entered = {name for name, kind in self._kinds() if kind == ChangeKind.ENTERED}
                come = there if due == ALL else there - entered
                self._note((name, ChangeKind.LEFT) for name in sorted(entered - there - known))
                self._note((name, ChangeKind.ENTERED) for name in sorted(come - known))
                if self._position().generation == before.generation:
                    self._database.execute("DELETE FROM state WHERE name = ?", (DUE,))

    @property
    @_mended
    def position(self) -> Position:
        """Give how far it has come."""
        with self._locked():
            return self._position()

    def since(self, number: int, limit: int = -1) -> list[DocumentChange]:
        """Give the changes after a number, in order, so many at most.

        JournalMadeAnewError where the file was found to be damaged: reconcile, and ask again.
        """
        with self._locked():
            return self._since(number, limit)

    @_mended
    def is_quiescent(self) -> bool:
        """Tell whether all that was written is noted: nothing is being written, and nothing has to be compared."""
        with self._locked():
            return not self._pending() and self._state(DUE) is None

    @_mended
    def flush(self) -> None:
        """Make sure that what was noted survives a loss of power."""
        with self._locked():
            self._database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.close()
