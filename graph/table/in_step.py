"""A table that is kept in step with its graph: its file, who reads it, and the thread that reads the graph."""

import sqlite3
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from communique.graph.stores.changes import Position
from communique.graph.stores.documents import every_document
from communique.graph.stores.journal import Journal
from communique.graph.stores.protocol import CLOSED
from communique.graph.stores.room import is_full
from communique.graph.stores.side_files import makes_no_files, opened_to_read
from communique.graph.stores.world import World
from communique.graph.table import file, indexes, making
from communique.graph.table.location import TableLocation
from communique.graph.table.members import Members
from communique.graph.table.names import NameReader
from communique.graph.table.read_connections import ReadConnections
from communique.graph.table.remote_cache import fingerprint, keep
from communique.graph.table.sums import write_sum
from communique.graph.table.takeover import has_loaded, set_aside

# So many documents are read again in one transaction.
_BATCH = 500
# Where more than so many changed, and one for so many reports, it is faster to read them all.
_FEW, _MANY = 1000, 50
# A look-up looks at the clock every so many steps of its engine.
_STEPS = 10_000
_TOO_LONG = "the search took longer than it may"


class SearchTimeError(TimeoutError):
    """A look-up took longer than it was given."""


class IndexNotReadyError(TimeoutError):
    """The event table is still being made from the graph."""


class TableInStep:
    """A table of what a graph says, in a file beside the store, brought in step when it is asked for.

    What changed since is read from the store's journal. Where anything may have changed, or there is no file that can
    be used, it is made anew in a thread of its own. Any thread may use it, and no look-up waits for another.
    """

    def __init__(
        self,
        world: World,
        shared: Path | None = None,
        *,
        ready: bool = True,
        cache: Path | None = None,
        former: Path | None = None,
    ) -> None:
        """Take a world; without a journal its store must not change, and the file is temporary.

        `shared` is the file of a table that another process keeps, which says what the store says; where it is not
        `ready`, that process is making it. Of a store on a server what is made is kept in files whose names begin like
        `cache`, for the next who opens it. `former` is the file of a table that lies beside a store that is only read:
        where that is not in step, what it alone holds is taken over from it.

        Nothing is read before the first look-up.
        """
        self.world = world
        self.names, self.members = NameReader(), Members(world)
        self._location = TableLocation(world.journal, shared, former)
        self._changed = threading.Condition()
        self._worker: threading.Thread | None = None
        self._error: BaseException | None = None
        self._database: sqlite3.Connection | None = None
        self._at: Position | None = None
        self._connections = ReadConnections(self._changed)
        self._read = 0
        self._closing = self._mending = False
        self._is_ready = ready
        self._cache = cache

    @property
    def is_closed(self) -> bool:
        """Tell whether its file was let go of."""
        return self._closing

    @property
    def file(self) -> Path:
        """Give the file in which it lies now."""
        return self._location.path()

    @property
    def follows(self) -> bool:
        """Tell whether it is in a file that others read, and in step when the documents that have changed are read."""
        return self._location.follows(self._at)

    def close(self) -> None:
        """Let go of the file."""
        with self._changed:
            self._closing = True
            worker = self._worker
        if worker is not None:
            worker.join()
        if self._database is not None and not self._location.is_temporary:
            with suppress(sqlite3.Error):
                write_sum(self._database, self._location.path())
        self._let_go()
        self._location.clear()

    @contextmanager
    def reading(self, end: float = float("inf")) -> Iterator[sqlite3.Connection]:
        """Give a connection for reading what is in step, as long as the block lasts.

        Raises SearchTimeError where the block's queries run past the time `end` of the monotonic clock,
        IndexNotReadyError where the table is not in step by then; ValueError after closing.
        """
        if self._closing:
            raise ValueError(CLOSED)
        if not self._is_ready:
            raise IndexNotReadyError("the events are still being read")
        target = _position(self.world.journal)
        with self._changed:
            if not self._location.is_shared:
                self._wait(target, end)
            loan = self._connections.lend()
        database = loan.database
        try:
            if database is None:
                database = opened_to_read(self._location.path())
            if end != float("inf"):
                database.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
            yield database
        except sqlite3.OperationalError as error:
            if time.monotonic() > end:
                raise SearchTimeError(_TOO_LONG) from error
            raise
        except sqlite3.DatabaseError:
            # The file is damaged: the next who asks has it made anew.
            with self._changed:
                self._at = None
                if self._location.is_shared:
                    self._location.leave()
            raise
        finally:
            with self._changed:
                self._connections.give_back(loan, database)

    def _open_again(self) -> sqlite3.Connection:
        """Open the file that was made, to write to."""
        found = file.opened(self._location.path(), checked=False)
        if found is None:
            raise OSError(f"{self._location.path()} was written, but cannot be read: is the disk full?")
        self._database = found[0]
        return self._database

    @contextmanager
    def _writing_in_step(self) -> Iterator[sqlite3.Connection]:
        """Give the connection that writes, to who is alone with it, when the table is in step."""
        target = _position(self.world.journal)
        with self._changed:
            self._wait(target, float("inf"))
            self._changed.wait_for(lambda: self._worker is None)
            self._worker = threading.current_thread()
        assert self._database is not None
        try:
            yield self._database
        finally:
            with self._changed:
                self._worker = None
                self._changed.notify_all()

    def _wait(self, target: Position, end: float) -> None:
        while not self._is_at(target):
            if self._closing:
                raise ValueError("the event table is closed: open another")
            if self._worker is None:
                if self._error is not None:
                    error, self._error = self._error, None
                    raise error
                self._worker = threading.Thread(target=self._work, daemon=True, name="event table")
                self._worker.start()
            left = end - time.monotonic()
            if left <= 0:
                read = f"{self._read:,} reports so far"
                raise IndexNotReadyError(f"the events are still being read ({read})")
            self._changed.wait(min(left, threading.TIMEOUT_MAX))

    def _is_at(self, target: Position) -> bool:
        at = self._at
        return at is not None and at.generation == target.generation and at.number >= target.number

    def _work(self) -> None:
        """Bring the file in step, in a thread of its own."""
        error: BaseException | None = None
        try:
            self._bring_in_step()
        except (OSError, sqlite3.OperationalError) as found:
            traceback.clear_frames(found.__traceback__)
            if (is_full(found) or makes_no_files(found)) and not self._location.is_temporary:
                # No room beside the store, not even for what is made to share a file: until it is opened again the
                # table is made where temporary files are.
                self._let_go()
                self._location.leave()
            else:
                error = None if self._closing else found
        except sqlite3.DatabaseError as found:
            # Damaged, which shows only now; what is made anew is not mended by making another.
            error = found if self._mending else None
            self._mending = True
            self._let_go()
            set_aside(self._location.path())
        except Exception as found:  # noqa: BLE001 - raised where rows were asked for
            error = found
            # The engine's answers must go in the thread where they came.
            traceback.clear_frames(found.__traceback__)
        with self._changed:
            self._worker, self._error = None, error
            self._changed.notify_all()

    def _bring_in_step(self) -> None:
        journal, world = self.world.journal, self.world
        if journal is not None:
            # Before its place is looked at, for it makes the numbers grow.
            journal.reconcile(lambda: every_document(world))
        position = _position(journal)
        if self._at is None:
            self._let_go()
            found = file.opened(self._location.path())
            self._database, at = found or (None, None)
            if self._database is not None:
                indexes.renew_indexes(self._database)
                self._location.compare_loaded(self._database)
        else:
            at = self._at
        changes = [] if journal is None or at is None else journal.since(at.number)
        usable = at is not None and at.generation == position.generation and at.number <= position.number
        if not usable or self._database is None or self._are_many(len(changes)):
            self._make(position)
            return
        for start in range(0, len(changes), _BATCH):
            self._step(start)
            some = changes[start : start + _BATCH]
            position = Position(position.generation, some[-1].number)
            making.update(self._database, world, [each.document for each in some], position)
        self._arrive(position)

    def _are_many(self, changed: int) -> bool:
        if changed <= _FEW or self._database is None:
            return False
        (reports,) = self._database.execute("SELECT number FROM total WHERE name = 'reports'").fetchone()
        return changed * _MANY > int(reports)

    def _make(self, position: Position) -> None:
        self._let_go()
        mark = None if self._cache is None else fingerprint(self.world)
        cached = self._cache.with_name(f"{self._cache.name}-{mark}") if self._cache and mark else None
        if cached is None or not file.take(cached, self._location.path(), position):
            making.make(self._location.path(), self.world, position, self._step, former=self._location.left_behind())
            if cached is not None and not has_loaded(self._location.path()):
                keep(self._location.path(), cached)
        self._location.compare_loaded(self._open_again())
        self._arrive(position)

    def _arrive(self, position: Position) -> None:
        with self._changed:
            self._at, self._read, self._mending = position, 0, False
            self._changed.notify_all()

    def _step(self, number: int) -> None:
        if self._closing:
            raise InterruptedError("the event table was closed while it was being made")
        self._read = max(self._read, number)

    def _let_go(self) -> None:
        """Close all connections when nobody reads; what numbers stand for is forgotten with the file."""
        with self._changed:
            self._at = None
            self._connections.let_go()
            self.names, self.members = NameReader(), Members(self.world)
            if self._database is not None:
                self._database.close()
                self._database = None


def _position(journal: Journal | None) -> Position:
    return Position("unchanged", 0) if journal is None else journal.position
