"""The rows of the event table: read anew from the graph, or brought up to date document by document."""

import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import communique.graph.table.layout as layout
from communique.graph.stores.changes import Position
from communique.graph.stores.documents import every_document
from communique.graph.stores.side_files import remove
from communique.graph.stores.world import World
from communique.graph.table.file import is_believed, note, put_in_place, transaction
from communique.graph.table.indexes import finish
from communique.graph.table.numbers import has_numbers
from communique.graph.table.reading import document_in, event_in, events_in
from communique.graph.table.sums import mark
from communique.graph.table.takeover import keep, take_over, why_not_taken
from communique.graph.table.writing import EventReport, RowWriter

_AT_ONCE = 500
Step = Callable[[int], None]


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
            keep(file, why_not_taken(file))


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
