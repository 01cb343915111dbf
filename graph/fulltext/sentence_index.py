"""Full-text search over the sentences that assert or deny events."""

import re
import sqlite3
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path

import communique.graph.rdf.terms as t
from communique.graph.filters import EVERY, EventFilter
from communique.graph.fulltext.sentence_file import find, first_id, make, opened, same_ids, update
from communique.graph.lookups.events import cursor_key, event
from communique.graph.lookups.patterns import pattern
from communique.graph.stores.documents import SortKey, every_document
from communique.graph.stores.journal import Journal, Position
from communique.graph.stores.rows import rows
from communique.graph.stores.world import World
from communique.ontology.types import Event

# So many sentences are found at a time, and so many keys tried against other conditions; more where few meet them.
_FIRST, _MOST = 200, 3200
# So many documents are read again in one transaction.
_BATCH = 500
# Where more than so many changed, and one for so many sentences, it is faster to read them all.
_FEW, _MANY = 1000, 50
# A search looks at the clock every so many steps of its engine.
_STEPS = 10_000
_TOO_LONG = "the search took longer than it may"
_WORDS = re.compile(r'"([^"]*)"?|([^\s"]+)')


class SearchTimeError(TimeoutError):
    """A search took longer than it was given."""


class IndexNotReadyError(TimeoutError):
    """The words are still being read from the graph."""


class SentenceIndex:
    """The words of all sentences by event, in a file beside the store, brought in step when they are asked for.

    What changed since is read from the store's journal. Where anything may have changed, or there is no file that can
    be used, it is made anew in a thread of its own. Any thread may use it, and no search waits for another.
    """

    def __init__(self, world: World) -> None:
        """Take a world; without a journal its store must not change, and the file is temporary.

        Nothing is read before the first search.
        """
        self._world = world
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        journal = world.journal
        self._file = None if journal is None or journal.file is None else journal.file.with_suffix(".sentences")
        self._changed = threading.Condition()
        self._worker: threading.Thread | None = None
        self._error: BaseException | None = None
        self._database: sqlite3.Connection | None = None
        self._at: Position | None = None
        self._readers: list[sqlite3.Connection] = []
        self._reading, self._read = 0, 0
        self._closing = False

    def close(self) -> None:
        """Let go of the file."""
        with self._changed:
            self._closing = True
            worker = self._worker
        if worker is not None:
            worker.join()
        self._let_go()
        if self._temporary is not None:
            self._temporary.cleanup()

    def events(
        self,
        words: str,
        wanted: EventFilter = EVERY,
        *,
        after: str | None = None,
        limit: int | None = None,
        seconds: float | None = None,
        world: World | None = None,
    ) -> Iterator[Event]:
        """Give the events that a sentence with all these words asserts or denies, by date and key, undated ones last.

        Words count in any form (``accuse`` finds ``accused``); words in double quotes must stand together. `wanted`
        and `after` as for `lookups.events`; ValueError where there is no word. Where it takes more than
        `seconds`, SearchTimeError, or IndexNotReadyError where the words were not read yet. `world` is where conditions
        are tried, for who sets limits to that.
        """
        end = float("inf") if seconds is None else time.monotonic() + seconds
        place, number, size = cursor_key(after), 0, _FIRST
        of_actor: set[str] | None = None
        keys = self._keys(_as_query(words), place, end)
        while chunk := list(islice(keys, size)):
            if time.monotonic() > end:
                raise SearchTimeError(_TOO_LONG)
            if size == _MOST and wanted.by_actor and of_actor is None:
                of_actor = _allowed(world or self._world, None, wanted)
            allowed = _allowed(world or self._world, chunk, wanted) if of_actor is None else of_actor
            for key in chunk:
                found = event(self._world, key) if key in allowed else None
                if found is not None:
                    yield found
                    number += 1
                    if number == limit:
                        return
            size = min(2 * size, _MOST)

    def _path(self) -> Path:
        """Give the file; one that is temporary is made by the thread that reads the graph, of which there is one."""
        if self._file is None:
            self._temporary = tempfile.TemporaryDirectory()
            self._file = Path(self._temporary.name) / "sentences"
        return self._file

    def _keys(self, query: str, place: SortKey, end: float) -> Iterator[str]:
        """Give the keys of events after a place, each once."""
        rows = self._rows(query, first_id(*place) if place[1] else 0, end)
        for _, same in groupby(rows, key=lambda row: same_ids(row[0])):
            # What shares its ids is put in order here.
            for found in sorted({(date, key) for _, date, key in same}):
                if found > place:
                    yield found[1]

    def _rows(self, query: str, first: int, end: float) -> Iterator[tuple[int, str, str]]:
        size = _FIRST
        while True:
            with self._reader(end) as database:
                rows = find(database, query, first, size)
            yield from rows
            if len(rows) < size:
                return
            first, size = rows[-1][0] + 1, min(2 * size, _MOST)

    @contextmanager
    def _reader(self, end: float) -> Iterator[sqlite3.Connection]:
        """Give a connection for reading what is in step, as long as the block lasts."""
        target = _position(self._world.journal)
        with self._changed:
            self._wait(target, end)
            self._reading += 1
            database = self._readers.pop() if self._readers else None
        try:
            if database is None:
                address = f"{self._path().absolute().as_uri()}?mode=ro"
                database = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
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
            raise
        finally:
            with self._changed:
                self._reading -= 1
                if database is not None:
                    database.set_progress_handler(None, 0)
                    self._readers.append(database)
                self._changed.notify_all()

    def _wait(self, target: Position, end: float) -> None:
        while not self._is_at(target):
            if self._closing:
                raise ValueError("the index of sentences is closed: open another")
            if self._worker is None:
                if self._error is not None:
                    error, self._error = self._error, None
                    raise error
                self._worker = threading.Thread(target=self._work, daemon=True, name="sentences")
                self._worker.start()
            left = end - time.monotonic()
            if left <= 0:
                read = f"{self._read:,} sentences so far"
                raise IndexNotReadyError(f"the words of the sentences are still being read ({read})")
            self._changed.wait(min(left, threading.TIMEOUT_MAX))

    def _is_at(self, target: Position) -> bool:
        at = self._at
        return at is not None and at.generation == target.generation and at.number >= target.number

    def _work(self) -> None:
        """Bring the file in step, in a thread of its own."""
        error: BaseException | None = None
        try:
            self._bring_in_step()
        except sqlite3.OperationalError as found:
            error = None if self._closing else found
        except sqlite3.DatabaseError:
            # Damaged, which shows only now.
            with self._changed:
                self._at = None
        except Exception as found:  # noqa: BLE001 - raised where the words were asked for
            error = found
            # The engine's answers must go in the thread where they came.
            traceback.clear_frames(found.__traceback__)
        with self._changed:
            self._worker, self._error = None, error
            self._changed.notify_all()

    def _bring_in_step(self) -> None:
        journal, world = self._world.journal, self._world
        if journal is not None:
            # Before its place is looked at, for it makes the numbers grow.
            journal.reconcile(lambda: every_document(world))
        position = _position(journal)
        if self._at is None:
            self._let_go()
            found = opened(self._path())
            self._database, at = found or (None, None)
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
            update(self._database, world, [each.document for each in some], position)
        self._arrive(position)

    def _are_many(self, changed: int) -> bool:
        if changed <= _FEW or self._database is None:
            return False
        (sentences,) = self._database.execute("SELECT COUNT(*) FROM told").fetchone()
        return changed * _MANY > int(sentences)

    def _make(self, position: Position) -> None:
        self._let_go()
        make(self._path(), self._world, position, self._step)
        found = opened(self._path())
        if found is None:
            raise OSError(f"{self._path()} was written, but cannot be read: is the disk full?")
        self._database = found[0]
        self._arrive(position)

    def _arrive(self, position: Position) -> None:
        with self._changed:
            self._at, self._read = position, 0
            self._changed.notify_all()

    def _step(self, number: int) -> None:
        if self._closing:
            raise InterruptedError("the index of sentences was closed while it was being made")
        self._read = max(self._read, number)

    def _let_go(self) -> None:
        """Close all connections when nobody reads."""
        with self._changed:
            self._at = None
            self._changed.wait_for(lambda: self._reading == 0)
            for reader in self._readers:
                reader.close()
            self._readers.clear()
            if self._database is not None:
                self._database.close()
                self._database = None


def _position(journal: Journal | None) -> Position:
    return Position("unchanged", 0) if journal is None else journal.position


def _allowed(world: World, keys: list[str] | None, wanted: EventFilter) -> set[str]:
    """Give those of some events that meet the conditions, or all that do."""
    if keys is not None and wanted == EVERY:
        return set(keys)
    events = "" if keys is None else " ".join(str(world.terms.event(key)) for key in keys)
    some = f"VALUES ?e {{ {events} }}" if events else ""
    where = f"{some} {pattern(wanted, world)}"
    return {t.name_of(row["e"]) for row in rows(world, f"SELECT DISTINCT ?e WHERE {{ {where} }}")}


def _as_query(words: str) -> str:
    """Give words and quoted phrases as a query in which none of them is an operator."""
    parts = [phrase or word for phrase, word in _WORDS.findall(words.replace("\x00", " "))]
    if not any(character.isalnum() for part in parts for character in part):
        raise ValueError(f"text: {words!r} holds no word to look for")
    return " ".join(f'"{part}"' for part in parts)
