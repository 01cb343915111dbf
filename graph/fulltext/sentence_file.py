"""The file of the words of all sentences: made anew from the graph, or brought up to date document by document.

The ids of sentences rise with the dates and keys of their events. So the full-text engine gives what it finds in the
order of the answer, and a page of a word that is everywhere needs no sorting.
"""

import datetime as dt
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from itertools import groupby
from pathlib import Path

import communique.graph.rdf.terms as t
from communique.graph.lookups.events import event
from communique.graph.stores.documents import NO_DATE
from communique.graph.stores.journal import Position
from communique.graph.stores.rows import select
from communique.graph.stores.world import World

# Raise it when the tables change.
_LAYOUT = "1"
# An id is the day, the beginning of the event's key, and the place among the sentences of both: 22, 24 and 17 bits.
_PLACES = 17
_KEYS = 24
_DIGITS = 12
_KEY = re.compile(rf"[0-9a-f]{{{_DIGITS}}}")
_LAST_DAY = (1 << 22) - 1
_AT_ONCE = 500
_TABLES = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE told (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL, key TEXT NOT NULL, date TEXT NOT NULL, sentence TEXT NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5 (
    sentence, content='told', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
);
"""
_INDEXES = ("CREATE INDEX told_by ON told (document)", "CREATE INDEX told_of ON told (key)")
_FOUND = """
SELECT told.id, told.date, told.key FROM words CROSS JOIN told ON told.id = words.rowid
WHERE words MATCH ? AND words.rowid >= ? ORDER BY words.rowid LIMIT ?
"""
Row = tuple[str, str, str]


def first_id(date: str, key: str) -> int:
    """Give the least id of the sentences of an event; others of the same day whose keys begin alike share them."""
    day = _LAST_DAY
    if date != NO_DATE:
        with suppress(ValueError):
            day = dt.date.fromisoformat(date).toordinal()
    return (day << _KEYS | int(key, 16) >> _DIGITS * 4 - _KEYS) << _PLACES


def same_ids(number: int) -> int:
    """Give what the ids of events have in common whose order they do not tell."""
    return number >> _PLACES


def find(database: sqlite3.Connection, query: str, first: int, limit: int) -> list[tuple[int, str, str]]:
    """Give id, date and key of sentences with words, from an id on, in order."""
    return database.execute(_FOUND, (query, first, limit)).fetchall()


def opened(file: Path) -> tuple[sqlite3.Connection, Position] | None:
    """Give the file and how far it has read, None where there is none of this layout."""
    if not file.exists():
        return None
    database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
    try:
        database.execute("PRAGMA synchronous = NORMAL")
        state = dict(database.execute("SELECT name, value FROM state"))
        if state["layout"] == _LAYOUT:
            return database, Position(state["generation"], int(state["number"]))
    except (sqlite3.DatabaseError, KeyError, ValueError):
        # It is damaged, or something else.
        pass
    database.close()
    return None


def remove(file: Path) -> None:
    """Delete a file, which nobody may have open."""
    for path in _files(file):
        path.unlink(missing_ok=True)


def make(file: Path, world: World, position: Position, step: Callable[[int], None]) -> None:
    """Make the file anew from the graph as it is at a position; `step` is given how many sentences were read."""
    new = file.with_name(f"{file.name}.new")
    remove(new)
    try:
        _make(new, world, position, step)
    except BaseException:
        remove(new)
        raise
    remove(file)
    new.replace(file)


def _make(new: Path, world: World, position: Position, step: Callable[[int], None]) -> None:
    with closing(sqlite3.connect(new, isolation_level=None)) as database:
        # What breaks off is thrown away, so it needs no journal.
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")
        # Ending in the middle of a statement, as in the middle of reading.
        database.set_progress_handler(lambda: step(0), 1_000_000)
        database.executescript(_TABLES)
        database.execute("BEGIN")
        _read_all(database, world, step)
        rows = database.execute(
            "SELECT document, raw.key, COALESCE(date, ?) AS day, sentence FROM raw LEFT JOIN dated ON id = number "
            "ORDER BY day, raw.key, document, sentence",
            (NO_DATE,),
        )
        database.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?)", _with_ids(rows))
        for statement in ("DROP TABLE raw", "DROP TABLE dated", "INSERT INTO words (words) VALUES ('rebuild')"):
            database.execute(statement)
        for statement in _INDEXES:
            database.execute(statement)
        _note(database, position)
        database.execute("COMMIT")
        database.set_progress_handler(None, 0)
        database.execute("PRAGMA journal_mode = WAL")
    with new.open("rb") as written:
        os.fsync(written.fileno())


def update(database: sqlite3.Connection, world: World, documents: Iterable[str], position: Position) -> None:
    """Read documents again that came, changed or went, in one transaction."""
    database.execute("BEGIN IMMEDIATE")
    try:
        keys: set[str] = set()
        for document in documents:
            gone = database.execute("SELECT * FROM told WHERE document = ?", (document,)).fetchall()
            _take(database, gone)
            keys.update(key for _, _, key, _, _ in gone)
            for name, key, sentence in sorted(sentences_in(world, str(world.terms.document(document)))):
                keys.add(key)
                _add(database, name, key, _date(world, key), sentence)
        for key in sorted(keys):
            # What was denied before anybody asserted it, or is still denied when nobody does, has no date.
            date = _date(world, key)
            moved = database.execute("SELECT * FROM told WHERE key = ? AND date <> ?", (key, date)).fetchall()
            _take(database, moved)
            for _, document, _, _, sentence in moved:
                _add(database, document, key, date, sentence)
        _note(database, position)
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def sentences_in(world: World, graph: str = "?d") -> Iterator[Row]:
    """Give the document, event and sentence of the reports that assert or deny an event, of one graph or of all."""
    for link in ("event", "denies"):
        where = f"GRAPH {graph} {{ ?r dip:{link} ?e . ?r dip:sentence ?sentence }}"
        if graph != "?d":
            where += f" BIND ({graph} AS ?d)"
        for node, sentence, document in select(world, f"SELECT ?e ?sentence ?d WHERE {{ {where} }}"):
            key = node.value[-_DIGITS:]
            if _KEY.fullmatch(key):
                yield t.name_of(document), key, sentence.value


def _read_all(database: sqlite3.Connection, world: World, step: Callable[[int], None]) -> None:
    database.execute("CREATE TABLE dated (id INTEGER PRIMARY KEY, date TEXT NOT NULL)")
    database.execute("CREATE TABLE raw (document TEXT, key TEXT, number INTEGER, sentence TEXT)")
    # All dates by themselves: asked for with each sentence, they would take the engine ten times as long.
    dates = select(world, "SELECT ?e ?date WHERE { ?e dip:date ?date }")
    named = ((t.name_of(row["e"]), row["date"].value) for row in dates)
    database.executemany(
        "REPLACE INTO dated VALUES (?, ?)", ((int(key, 16), date) for key, date in named if _KEY.fullmatch(key))
    )
    rows = ((document, key, int(key, 16), sentence) for document, key, sentence in _counted(sentences_in(world), step))
    database.executemany("INSERT INTO raw VALUES (?, ?, ?, ?)", rows)


def _counted(rows: Iterable[Row], step: Callable[[int], None]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        if number % _AT_ONCE == 0:
            step(number)
        yield row


def _with_ids(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[tuple[int, str, str, str, str]]:
    for first, same in groupby(rows, key=lambda row: first_id(row[2], row[1])):
        for place, row in enumerate(same):
            # Of an event that more articles tell of than fit, the first are found.
            if place < 1 << _PLACES:
                yield first + place, *row


def _add(database: sqlite3.Connection, document: str, key: str, date: str, sentence: str) -> None:
    first = first_id(date, key)
    most = "SELECT MAX(id) FROM told WHERE id BETWEEN ? AND ?"
    (last,) = database.execute(most, (first, first + (1 << _PLACES) - 1)).fetchone()
    number = first if last is None else last + 1
    if same_ids(number) == same_ids(first):
        database.execute("INSERT INTO told VALUES (?, ?, ?, ?, ?)", (number, document, key, date, sentence))
        database.execute("INSERT INTO words (rowid, sentence) VALUES (?, ?)", (number, sentence))


def _take(database: sqlite3.Connection, rows: Iterable[tuple[int, str, str, str, str]]) -> None:
    for number, _, _, _, sentence in rows:
        # Its words can be taken out only by who knows them.
        database.execute("INSERT INTO words (words, rowid, sentence) VALUES ('delete', ?, ?)", (number, sentence))
        database.execute("DELETE FROM told WHERE id = ?", (number,))


def _date(world: World, key: str) -> str:
    found = event(world, key)
    return found.date.isoformat() if found is not None and found.date is not None else NO_DATE


def _note(database: sqlite3.Connection, position: Position) -> None:
    state = {"layout": _LAYOUT, "generation": position.generation, "number": str(position.number)}
    database.executemany("REPLACE INTO state VALUES (?, ?)", state.items())


def _files(file: Path) -> list[Path]:
    return [file, *(file.with_name(f"{file.name}{suffix}") for suffix in ("-wal", "-shm", "-journal"))]
