"""Rows of other data sets, loaded into the table alone: events that no document of the graph asserts.

They are put in some thousands at a time, each kind of row by one statement, for there are millions of them.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from communique.graph.rdf.places import widened
from communique.graph.table.layout import NO_DAY, PLACES, event_id, first_report, month_of
from communique.graph.table.rows import LoadedRow
from communique.graph.table.writing import DOCUMENT, EVENT, REPORT, Writer, loaded_report

# So many rows are summed up to events at a time.
BATCH = 50_000
_STORED = """
SELECT e.key, e.id, e.reports, e.actors, e.targets, e.places, e.publishers, e.day_end
FROM temp.asked a JOIN event e ON e.key = a.number
"""
_TAKEN = "SELECT e.id FROM temp.asked a JOIN event e ON e.id = a.number"
_LAST = f"""
SELECT a.number, (SELECT MAX(id) FROM report WHERE id BETWEEN a.number AND a.number + {PLACES - 1}) FROM temp.asked a
"""
# What the numbers count stays as it is.
_GROW = """
UPDATE event SET reports = ?, actors = ?, targets = ?, places = ?, publishers = ?, day_end = ? WHERE id = ?
"""
# What tells one event from others.
_Same = tuple[object, ...]


def batches(rows: Iterable[LoadedRow]) -> Iterator[list[LoadedRow]]:
    """Give rows some at a time."""
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def load_batch(database: sqlite3.Connection, writer: Writer, rows: Iterable[LoadedRow]) -> int:
    """Put rows into the tables, those of one event of one data set together; gives how many."""
    events: dict[_Same, list[LoadedRow]] = {}
    for row in rows:
        events.setdefault((row.date, row.source_side, row.action, row.target_side, row.dataset), []).append(row)
    by_key = {int(loaded_key(same[0]), 16): same for same in events.values()}
    stored = {found[0]: found[1:] for found in _asked(database, by_key, _STORED)}
    numbers = _numbers(database, writer, by_key, stored)
    _put_reports(database, writer, by_key, numbers)
    new = (key for key in by_key if key not in stored)
    database.executemany(EVENT, [_event_row(writer, numbers[key], key, by_key[key]) for key in new])
    for key, (number, *before) in stored.items():
        database.execute(_GROW, (*_grown(writer, before, by_key[key]), number))
    return sum(map(len, events.values()))


def loaded_key(row: LoadedRow) -> str:
    """Give the key of a row's event: as that of an event of the graph, but no other data set shares it."""
    day = row.date.isoformat() if row.date else ""
    parts = (row.dataset, row.source_side, row.action, row.target_side or "", day)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def unload(database: sqlite3.Connection, writer: Writer, dataset: str) -> None:
    """Take out all events of a data set that were loaded into the table alone."""
    bundle = writer.names.bundle((dataset,))
    keys = database.execute("SELECT key FROM event WHERE loaded AND datasets = ?", (bundle,)).fetchall()
    for (key,) in keys:
        writer.take_loaded(key)


def _asked(database: sqlite3.Connection, numbers: Iterable[int], query: str) -> list[tuple[int, ...]]:
    """Give the rows of a query about some numbers."""
    database.execute("CREATE TEMP TABLE IF NOT EXISTS asked (number INTEGER PRIMARY KEY)")
    database.execute("DELETE FROM temp.asked")
    database.executemany("INSERT INTO temp.asked VALUES (?)", ((number,) for number in sorted(numbers)))
    return database.execute(query).fetchall()


def _numbers(
    database: sqlite3.Connection,
    writer: Writer,
    events: Mapping[int, Sequence[LoadedRow]],
    stored: Mapping[int, Sequence[int]],
) -> dict[int, int]:
    """Give the ids of events by key: those that they have, or the first that are free."""
    found = {key: row[0] for key, row in stored.items()}
    wanted = {key: event_id(same[0].date, f"{key:012x}") for key, same in events.items() if key not in stored}
    taken = {row[0] for row in _asked(database, set(wanted.values()), _TAKEN)}
    for key, first in wanted.items():
        number = first
        # Of two whose keys begin alike, the later takes the next.
        while number in taken:
            number = writer.free(number + 1)
        taken.add(number)
        found[key] = number
    return found


def _put_reports(
    database: sqlite3.Connection,
    writer: Writer,
    events: Mapping[int, Sequence[LoadedRow]],
    numbers: Mapping[int, int],
) -> None:
    firsts = {key: first_report(number) for key, number in numbers.items()}
    last: dict[int, int | None] = {row[0]: row[1] for row in _asked(database, set(firsts.values()), _LAST)}
    (document,) = database.execute("SELECT COALESCE(MAX(id), 0) FROM document").fetchone()
    names = writer.names
    documents, reports, words = list[tuple[object, ...]](), list[tuple[object, ...]](), list[tuple[int, str]]()
    for key, same in events.items():
        first = firsts[key]
        known = last[first]
        at = first - 1 if known is None else known
        for row in same:
            document, at = document + 1, at + 1
            # An event can have more reports than have room beside it.
            number = at if at < first + PLACES else writer.free_report(None) - len(reports)
            told = row.published or row.date
            day = NO_DAY if told is None else told.toordinal()
            of_row = (row.title, row.url, names.of(row.dataset), row.identifier)
            documents.append((document, None, day, names.of(row.publisher), *of_row))
            reports.append(loaded_report(names, row, number, key, document))
            if row.sentence:
                words.append((number, row.sentence))
        last[first] = min(at, first + PLACES - 1)
    database.executemany(DOCUMENT, documents)
    database.executemany(REPORT, reports)
    for number, sentence in words:
        writer.put_words(number, sentence)


def _event_row(writer: Writer, number: int, key: int, same: Sequence[LoadedRow]) -> tuple[int | None, ...]:
    row, names = same[0], writer.names
    actors, targets, places, publishers = (names.bundle(each) for each in _named(same))
    return (
        number,
        key,
        None if row.date is None else month_of(row.date),
        names.of(row.source_side),
        names.of(row.target_side or ""),
        names.action(row.action),
        len(same),
        0,
        actors,
        targets,
        0,
        places,
        publishers,
        names.bundle((row.dataset,)),
        _end(same),
        1,
    )


def _grown(writer: Writer, before: Sequence[int], same: Sequence[LoadedRow]) -> list[int | None]:
    reports, *bundles, end = before
    grown = [writer.names.grown(bundle, more) for bundle, more in zip(bundles, _named(same), strict=True)]
    ends = [each for each in (end, _end(same)) if each is not None]
    return [reports + len(same), *grown, max(ends, default=None)]


def _named(same: Sequence[LoadedRow]) -> tuple[tuple[str, ...], ...]:
    """Give actors, targets, places and publishers that rows of one event name, each sorted."""
    if len(same) == 1:
        # Most events have one row.
        row = same[0]
        return (
            (row.actor,),
            (row.target,) if row.target else (),
            tuple(sorted(widened(row.place))),
            (row.publisher,) if row.publisher else (),
        )
    return (
        tuple(sorted({row.actor for row in same})),
        tuple(sorted({row.target for row in same if row.target})),
        tuple(sorted({place for row in same for place in widened(row.place)})),
        tuple(sorted({row.publisher for row in same if row.publisher})),
    )


def _end(same: Sequence[LoadedRow]) -> int | None:
    return max((row.date_end.toordinal() for row in same if row.date_end is not None), default=None)
