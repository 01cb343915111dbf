"""The file of the event table: made anew from the graph, or brought up to date document by document."""

import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import communique.graph.table.layout as layout
from communique.graph.stores.changes import Position
from communique.graph.stores.documents import every_document
from communique.graph.stores.identity import StoreIdentity
from communique.graph.stores.journal_reading import position_in
from communique.graph.stores.side_files import companions, is_damage, opened_to_read, remove
from communique.graph.stores.world import World
from communique.graph.table.numbers import has_numbers, make_numbers, stop_numbers
from communique.graph.table.reading import document_in, event_in, events_in
from communique.graph.table.sums import is_as_written, mark
from communique.graph.table.takeover import has_loaded, keep, layout_in, set_aside, take_over
from communique.graph.table.writing import EventReport, RowWriter

_AT_ONCE = 500
Step = Callable[[int], None]


def opened(file: Path, *, checked: bool = True) -> tuple[sqlite3.Connection, Position] | None:
    """Give the file and how far it has come, None where there is none of this layout.

    One that is to be `checked` may have been damaged since it was written.
    """
    if not file.exists():
        return None
    database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
    try:
        database.execute("PRAGMA synchronous = NORMAL")
        position = _position(database)
        as_written = is_as_written(database, file) if checked else True
        if as_written is None:
            as_written = database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        if position is not None and as_written:
            _let_others_read(database)
            return database, position
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not is_damage(error, file):
            raise
        as_written = False
    database.close()
    if not as_written:
        set_aside(file)
    return None


def _let_others_read(database: sqlite3.Connection) -> None:
    """See that others can read while this writes; a file that was copied is not so. It becomes another by that."""
    if database.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        with transaction(database):
            # Before the bytes change: else a checksum that was written down would still count for them.
            mark(database)
        database.execute("PRAGMA journal_mode = WAL")


def damage(file: Path) -> str | None:
    """Tell what is wrong with the file of a table into which nobody writes, None where nothing is."""
    try:
        with closing(opened_to_read(file)) as database:
            if is_as_written(database, file) is False:
                return "some of it is not what was written to it"
            found = str(database.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not is_damage(error, file):
            raise
        found = f"{error}"
    return None if found == "ok" else found


def is_believed(file: Path) -> bool:
    """Tell whether a file can be read, and is what was written to it as far as that can be told."""
    try:
        with closing(opened_to_read(file)) as database:
            as_written = is_as_written(database, file)
            if as_written is None:
                as_written = database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            return as_written
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def table_file(journal: Path) -> Path:
    """Give the file of the event table that is kept in step by a journal."""
    return journal.with_suffix(".table")


def shared_table(journal: Path, found: StoreIdentity | None = None) -> Path | None:
    """Give the file of a table for who only reads, None where it is not in step with the journal, or damaged."""
    position, file = position_in(journal, found), table_file(journal)
    if position is None or not file.exists():
        return None
    try:
        with closing(opened_to_read(file)) as database:
            usable = _position(database) == position and is_as_written(database, file) is not False
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    return file if usable else None


def position_of(file: Path) -> Position | None:
    """Give how far the table in a file has come, None where there is none that can be used."""
    if not file.exists():
        return None
    try:
        with closing(opened_to_read(file)) as database:
            return _position(database)
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def make(file: Path, world: World, position: Position, step: Step, *, former: Path | None = None) -> None:
    """Make the file anew from the graph as it is at a position; `step` is given how many reports were read.

    What was loaded into the table alone is taken over from the file before, or from a `former` one elsewhere.
    """
    with filling(file, position) as database:
        database.execute("COMMIT")
        is_taken = (former is None or is_believed(former)) and take_over(database, former or file)
        database.execute("BEGIN")
        # Ending in the middle of a statement, as in the middle of reading.
        database.set_progress_handler(lambda: step(0), 1_000_000)
        _read_all(database, world, step)
        if not is_taken and former is None:
            keep(file, f"layout-{layout_in(file)}")


def take(cached: Path, file: Path, position: Position) -> bool:
    """Put a copy of a table that was kept in the place of a file, as one that has come to a position; tell whether."""
    found = None if has_loaded(file) else opened(cached)
    if found is None:
        return False
    found[0].close()
    remove(file)
    file.touch(mode=0o600)
    shutil.copyfile(cached, file)
    with closing(sqlite3.connect(file, isolation_level=None)) as database, transaction(database):
        note(database, position)
    return True


def is_empty(database: sqlite3.Connection) -> bool:
    """Tell whether there is nothing in a table."""
    return not any(number for (number,) in database.execute("SELECT number FROM total"))


@contextmanager
def filling(file: Path, position: Position) -> Iterator[sqlite3.Connection]:
    """Give an empty table to be filled, without indexes and numbers; it takes the place of the file at the end.

    Who fills it may `finish` it, too, in a thread of its own; else it is finished here.
    """
    new = file.with_name(f"{file.name}.new")
    remove(new)
    try:
        # It holds what the store holds, which is for its owner alone.
        new.touch(mode=0o600)
        with closing(
            sqlite3.connect(new.absolute().as_uri(), uri=True, isolation_level=None, check_same_thread=False)
        ) as database:
            # What breaks off is thrown away, so it needs no journal.
            database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")
            database.executescript(layout.TABLES)
            database.execute("BEGIN")
            database.execute(layout.KEY_INDEX)
            database.execute(layout.DOCUMENT_INDEX)
            yield database
            if not has_numbers(database):
                finish(database)
            note(database, position)
            mark(database)
            database.execute("COMMIT")
            database.set_progress_handler(None, 0)
            database.execute("PRAGMA journal_mode = WAL")
        with new.open("rb") as written:
            os.fsync(written.fileno())
    except BaseException:
        remove(new)
        raise
    put_in_place(new, file)


def put_in_place(new: Path, file: Path) -> None:
    """Put a file in the place of another, which is there, whole, until the new one is.

    What the log of the old one holds goes into it first: a log belongs to no other file, and must be gone before.
    """
    if file.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for path in companions(file)[1:]:
        path.unlink(missing_ok=True)
    new.replace(file)


def begin(database: sqlite3.Connection) -> None:
    """Make a table ready to be filled with much: without indexes, numbers and words, until `finish`."""
    stop_numbers(database)
    for name in ("event_key", *layout.INDEXES):
        database.execute(f"DROP INDEX IF EXISTS {name}")


def finish(database: sqlite3.Connection) -> None:
    """Make the indexes and numbers, and index the words, which was left to do."""
    make_indexes(database)
    make_numbers(database)
    if database.execute("SELECT 1 FROM report WHERE sentence <> '' LIMIT 1").fetchone():
        database.execute("INSERT INTO words (words) VALUES ('rebuild')")


def make_indexes(database: sqlite3.Connection) -> None:
    """Make the indexes that are not there."""
    # What is sorted in runs of this size stays in the processor's own cache: a fifth faster than with many megabytes.
    database.execute("PRAGMA cache_size = -2000")
    database.execute(layout.KEY_INDEX)
    database.execute(layout.DOCUMENT_INDEX)
    for name in layout.INDEXES:
        database.execute(layout.index(name))


def renew_indexes(database: sqlite3.Connection) -> None:
    """Make the indexes anew that are there with other columns, as an earlier version made them."""
    stored = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'"))
    others = [name for name in layout.INDEXES if name in stored and stored[name] != layout.index_as_stored(name)]
    if others:
        with transaction(database):
            for name in others:
                database.execute(f"DROP INDEX {name}")
                database.execute(layout.index(name))


def note(database: sqlite3.Connection, position: Position) -> None:
    """Note how far the table has come."""
    state = {"layout": layout.VERSION, "generation": position.generation, "number": str(position.number)}
    database.executemany("REPLACE INTO state VALUES (?, ?)", state.items())


def update(database: sqlite3.Connection, world: World, documents: Iterable[str], position: Position) -> None:
    """Read documents again that came, changed or went, with the events concerned, in one transaction."""
    with transaction(database):
        writer = RowWriter(database, world.actions)
        found = {name: document_in(world, name) for name in documents}
        keys = {key for name in found for key in writer.take_document(name)}
        keys |= {reports.event for each in found.values() if each for reports in each[1] if reports.event is not None}
        events = {key: event_in(world, key) for key in sorted(keys)}
        for each in found.values():
            if each is not None:
                days = {key: event[0].date for key, event in events.items() if event is not None}
                writer.put_document(each[0], _dated(each[1], days.get))
        for key, event in events.items():
            if event is None:
                writer.take_event(key)
            else:
                writer.put_event(event[0], disputed=event[1])
        note(database, position)


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Make the block one transaction."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        mark(database)
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _position(database: sqlite3.Connection) -> Position | None:
    """Give how far a table has come, None where it has another layout."""
    state = dict(database.execute("SELECT name, value FROM state"))
    if state.get("layout") != layout.VERSION or not state.get("number", "").isdigit():
        return None
    return Position(state.get("generation", ""), int(state["number"]))


def _read_all(database: sqlite3.Connection, world: World, step: Step) -> None:
    writer = RowWriter(database, world.actions, words=False)
    for number, (event, disputed) in enumerate(events_in(world)):
        writer.add_event(event, (), (), disputed=disputed)
        if number % _AT_ONCE == 0:
            step(0)

    def day(key: str) -> dt.date | None:
        row = database.execute("SELECT id FROM event WHERE key = ?", (int(key, 16),)).fetchone()
        return None if row is None else layout.day_of(row[0])

    read = 0
    for name in every_document(world):
        found = document_in(world, name)
        if found is not None:
            writer.put_document(found[0], _dated(found[1], day))
            read += len(found[1])
            step(read)
    writer.name_sources()


def _dated(reports: Sequence[EventReport], day: Callable[[str], dt.date | None]) -> Iterator[EventReport]:
    for each in reports:
        yield each if each.event is None else replace(each, day=day(each.event))
