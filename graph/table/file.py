"""The file of the event table: opened, believed or found damaged, put in place, and written in transactions."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import communique.graph.table.layout as layout
from communique.graph.stores.changes import Position
from communique.graph.stores.identity import StoreIdentity
from communique.graph.stores.journal_reading import position_in
from communique.graph.stores.side_files import companions, is_damage, opened_to_read, remove
from communique.graph.table.sums import is_as_written, mark
from communique.graph.table.takeover import has_loaded, set_aside


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


def note(database: sqlite3.Connection, position: Position) -> None:
    """Note how far the table has come."""
    state = {"layout": layout.VERSION, "generation": position.generation, "number": str(position.number)}
    database.executemany("REPLACE INTO state VALUES (?, ?)", state.items())


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
