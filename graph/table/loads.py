"""Loads of rows of other data sets: a few into the table, many into a file of their own that then takes its place.

Until many are in, the table is as it was, and is read. They come in transactions with notes of how far their tables are
taken, then the indexes and numbers, one by one. So a load that was stopped or killed goes on where its last transaction
ended, unless the table has changed since.
"""

import logging
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import chain
from pathlib import Path

from communique.graph.stores.changes import Position
from communique.graph.stores.side_files import is_damage, opened_to_read, remove
from communique.graph.stores.world import World
from communique.graph.table import alone, file, indexes, layout
from communique.graph.table.encoding import Encoded
from communique.graph.table.loading import RowLoader
from communique.graph.table.loading import unload as take_out
from communique.graph.table.numbers import make_numbers, stop_numbers
from communique.graph.table.sums import marked
from communique.graph.table.takeover import LOADED_NOTE
from communique.graph.table.writing import RowWriter

# Fewer rows than this, or than this part of the table, are few: its indexes are updated with each.
MANY, PART = 20_000, 20
# So many batches are looked at to find out, which are in memory meanwhile.
LOOKED_AT = 4
# The rows of so many batches are one transaction.
TOGETHER = 20
Noting = Callable[[], Mapping[str, str]]
_LOG = logging.getLogger(__name__)
# The mark of the table to whose rows a load adds its own.
_BASE = "base"
_COPIED = ("state", "name", "bundle", "member", "action", "document", "report", "event")
# Where the full text keeps what it knows of words.
_WORDS = ("words_data", "words_idx", "words_config")


class Incoming:
    """Encoded rows, each batch with the notes of how far their tables are taken when it is in."""

    def __init__(self, batches: Iterator[Encoded], noting: Noting) -> None:
        """`noting` gives the notes at any time: by the data set, a blank and a name."""
        self._noting = noting
        self._left = ((batch, noting()) for batch in batches)
        self._seen: list[tuple[Encoded, Mapping[str, str]]] = []

    def __iter__(self) -> Iterator[tuple[Encoded, Mapping[str, str]]]:
        return chain(self._seen, self._left)

    def notes(self) -> Mapping[str, str]:
        """Give the notes when all are in."""
        return self._noting()

    def are_many(self, reports: int) -> bool:
        """Tell whether making the indexes of a table with so many reports anew is faster than updating them."""
        least, rows = max(MANY, reports // PART), 0
        while rows < least and len(self._seen) < LOOKED_AT:
            found = next(self._left, None)
            if found is None:
                return False
            self._seen.append(found)
            rows += len(found[0].reports)
        return True


def load(database: sqlite3.Connection, world: World, incoming: Incoming) -> int:
    """Load a few rows into the table, in one transaction; gives how many."""
    with file.transaction(database):
        loader = RowLoader(database, RowWriter(database, world.actions))
        batches, before = [batch for batch, _ in incoming], Counter(alone.held(database))
        number = sum(map(loader.put, batches))
        added = Counter(batch.names[report[5]] for batch in batches for report in batch.reports)
        alone.put(database, before + added)
        _note(database, incoming.notes())
    return number


def load_apart(
    table: Path, database: sqlite3.Connection, world: World, position: Position, incoming: Incoming
) -> tuple[Path, int]:
    """Load many rows into a file of their own, with all that a table holds; gives it, and how many rows.

    Rows without notes are loaded again as a whole by who was stopped; what is there of those with notes is kept.
    """
    apart = load_file(table)
    if not is_begun(table, database):
        _begin(apart, table, marked(database))
    try:
        with closing(_opened(apart)) as new:
            number = _put(new, world, incoming)
            _finish(new, position)
        with apart.open("rb") as written:
            os.fsync(written.fileno())
    except BaseException as error:
        if isinstance(error, sqlite3.Error) or not noted_in(apart):
            remove(apart)
        raise
    return apart, number


def load_file(table: Path) -> Path:
    """Give the file into which many rows are loaded before it takes the place of a table's."""
    return table.with_name(f"{table.name}.load")


def is_begun(table: Path, database: sqlite3.Connection) -> bool:
    """Tell whether many rows were being loaded into a table, and can be still; if they cannot, what is there goes."""
    apart = load_file(table)
    if not apart.exists():
        return False
    try:
        with closing(opened_to_read(apart)) as found:
            state = dict(found.execute("SELECT name, value FROM state"))
            if state.get(_BASE) == marked(database) and state.get("layout") == layout.VERSION:
                return True
    except sqlite3.DatabaseError as error:
        if not is_damage(error, apart):
            raise
    _LOG.warning("the rows of a load that was broken off are loaded again, for the event table has changed since")
    remove(apart)
    return False


def noted(database: sqlite3.Connection) -> dict[str, str]:
    """Give the notes about what was loaded into a table alone."""
    rows = database.execute("SELECT name, value FROM state WHERE name GLOB ?", (f"{LOADED_NOTE}*",))
    return {name.removeprefix(LOADED_NOTE): text for name, text in rows}


def noted_in(table: Path) -> dict[str, str]:
    """Give the notes in a file; none where it cannot be read."""
    try:
        with closing(opened_to_read(table)) as database:
            return noted(database)
    except sqlite3.DatabaseError:
        return {}


def unload(database: sqlite3.Connection, world: World, dataset: str) -> None:
    """Take out what was loaded into the table alone from a data set."""
    with file.transaction(database):
        take_out(database, RowWriter(database, world.actions), dataset)
        alone.put(database, {name: rows for name, rows in alone.held(database).items() if name != dataset})
        database.execute("DELETE FROM state WHERE name GLOB ?", (f"{LOADED_NOTE}{dataset} *",))


def _begin(apart: Path, table: Path, base: str | None) -> None:
    """Make a file with all rows of a table, without indexes and numbers."""
    remove(apart)
    with closing(_opened(apart)) as database:
        database.executescript(layout.TABLES)
        copy_rows(database, table)
        if base is not None:
            database.execute("REPLACE INTO state VALUES (?, ?)", (_BASE, base))


def copy_rows(database: sqlite3.Connection, table: Path) -> None:
    """Copy all rows of a table into tables that are empty; no connection may use their full text before."""
    database.execute("ATTACH ? AS old", (f"{table.absolute().as_uri()}?mode=ro",))
    database.execute("BEGIN")
    for name in _WORDS:
        database.execute(f"DELETE FROM main.{name}")
    for name in (*_COPIED, *_WORDS):
        database.execute(f"INSERT INTO main.{name} SELECT * FROM old.{name}")
    database.execute("COMMIT")
    database.execute("DETACH old")


def _opened(apart: Path) -> sqlite3.Connection:
    """Open a file of rows: as it only grows, a journal of what is changed holds next to nothing."""
    apart.touch(mode=0o600)
    database = sqlite3.connect(apart.absolute().as_uri(), uri=True, isolation_level=None, check_same_thread=False)
    database.executescript("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;")
    return database


def _put(database: sqlite3.Connection, world: World, incoming: Incoming) -> int:
    loader, number = RowLoader(database, RowWriter(database, world.actions)), 0
    database.execute("BEGIN")
    for place, (batch, notes) in enumerate(incoming, start=1):
        if place == 1:
            # A run that was broken off may have made some.
            indexes.begin(database)
        number += loader.put(batch)
        if place % TOGETHER == 0 and notes:
            _note(database, notes)
            database.execute("COMMIT")
            database.execute("BEGIN")
    _note(database, incoming.notes())
    database.execute("COMMIT")
    return number


def _finish(database: sqlite3.Connection, position: Position) -> None:
    """Make the indexes and numbers; who is stopped in between finds those that are there."""
    indexes.make_indexes(database)
    with file.transaction(database):
        stop_numbers(database)
        make_numbers(database)
        alone.put(database, alone.count(database))
        file.note(database, position)
    database.execute("PRAGMA journal_mode = WAL")


def _note(database: sqlite3.Connection, notes: Mapping[str, str]) -> None:
    database.executemany(
        "REPLACE INTO state VALUES (?, ?)", [(f"{LOADED_NOTE}{name}", text) for name, text in notes.items()]
    )
