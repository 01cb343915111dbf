"""Lists in order: events by date and key, the latest events, documents, the sentences that assert events."""

import datetime as dt
import heapq
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from communique.graph.filters import EventFilter
from communique.graph.table.conditions import any_way, ways
from communique.graph.table.layout import NO_DAY, day_of, event_id, first_of_day, key_of
from communique.graph.table.names import number_of
from communique.graph.table.view import View
from communique.graph.table.writing import STATUSES
from communique.ontology.types import Event, Status

_EVENT = "id, key, action, source, target, actors, targets, about, places, day_end, reports"
FOUND = """
SELECT words.rowid, {columns} FROM words CROSS JOIN report r ON r.id = words.rowid
CROSS JOIN event e ON e.key = r.event WHERE words MATCH ? AND words.rowid >= ? AND {where}
ORDER BY words.rowid LIMIT ?
"""
# So many sentences are found at a time; more where few of their events meet the conditions.
_FIRST, _MOST = 200, 3200
_ASSERTED = STATUSES.index(Status.ASSERTED)
# So many are read at a time where all are wanted.
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """What a list says of a document: id, title, day of publication, source, address, language, how many reports."""

    id: str
    title: str
    published: dt.date | None
    source: str
    url: str
    language: str
    reports: int


def event(view: View, key: str) -> Event | None:
    """Give the event of a key."""
    with view.reading() as database:
        row = database.execute(f"SELECT {_EVENT} FROM event WHERE key = ?", (int(key, 16),)).fetchone()
        return None if row is None else _event(view, row, database)


def events(
    view: View, wanted: EventFilter, after: tuple[dt.date | None, str] | None, limit: int | None
) -> Iterator[Event]:
    """Give the events that meet a filter by date and key, undated ones last; `after` is that of the last one before."""
    left, last = limit, -1
    if after is not None:
        with view.reading() as database:
            stored = database.execute("SELECT id FROM event WHERE key = ?", (int(after[1], 16),)).fetchone()
            last = event_id(*after) if stored is None else stored[0]
    while left is None or left > 0:
        size = _PAGE if left is None else min(left, _PAGE)
        with view.reading() as database:
            page = _page(view, wanted, last, size, database)
        yield from (each for _, each in page)
        if len(page) < size:
            return
        last = page[-1][0]
        left = None if left is None else left - size


def latest(view: View, each_way: Iterable[EventFilter], limit: int) -> list[Event]:
    """Give the latest dated events that meet one of some filters, latest first, those of one day by key."""
    found: dict[str, Event] = {}
    with view.reading() as database:
        for wanted in each_way:
            for way in ways(wanted, view, database):
                found |= {each.key: each for each in _latest(view, way, limit, database)}
    ordered = sorted(found.values(), key=lambda each: each.key)
    return sorted(ordered, key=lambda each: each.date or dt.date.min, reverse=True)[:limit]


def sentences_of(view: View, keys: Iterable[str]) -> dict[str, list[str]]:
    """Give by an event's key the sentences that assert it, each once, by document and place."""
    query = (
        "SELECT r.sentence FROM report r JOIN document d ON d.id = r.document WHERE r.event = ? AND r.status = ? "
        "ORDER BY d.name, r.start, ABS(r.id)"
    )
    with view.reading() as database:
        return {
            key: list(dict.fromkeys(text for (text,) in database.execute(query, (int(key, 16), _ASSERTED)) if text))
            for key in keys
        }


def document_ids(view: View, source: str | None, after: tuple[int, str], limit: int | None) -> Iterator[str]:
    """Give the ids of documents by date of publication and id, undated ones last, after a place in that order."""
    left = limit
    while left is None or left > 0:
        size = _PAGE if left is None else min(left, _PAGE)
        with view.reading() as database:
            of = "" if source is None else f"source = {number_of(database, source)} AND"
            found = database.execute(
                f"SELECT published, name FROM document WHERE {of} name NOT NULL AND (published, name) > (?, ?) "
                "ORDER BY published, name LIMIT ?",
                (*after, size),
            ).fetchall()
        yield from (name for _, name in found)
        if len(found) < size:
            return
        after = found[-1]
        left = None if left is None else left - len(found)


def documents(
    view: View, source: str | None, after: tuple[int, str], last: int, limit: int | None
) -> Iterator[ListedDocument]:
    """Give documents with what a list says of them, after a place in their order, published by the ordinal of a day."""
    query = (
        "SELECT d.published, d.name, d.title, d.url, (SELECT COUNT(*) FROM report WHERE document = d.id), "
        "d.source, d.language "
        "FROM document d WHERE {} d.name NOT NULL AND (d.published, d.name) > (?, ?) AND d.published <= ? "
        "ORDER BY d.published, d.name LIMIT ?"
    )
    left = limit
    while left is None or left > 0:
        size = _PAGE if left is None else min(left, _PAGE)
        with view.reading() as database:
            of = "" if source is None else f"d.source = {number_of(database, source)} AND"
            found = database.execute(query.format(of), (*after, last, size)).fetchall()
            named = [tuple(view.names.of(database, number) for number in row[-2:]) for row in found]
        for (published, name, title, url, reports, *_), (publisher, language) in zip(found, named, strict=True):
            day = None if published == NO_DAY else dt.date.fromordinal(published)
            yield ListedDocument(name, title, day, publisher, url, language, reports)
        if len(found) < size:
            return
        after = found[-1][:2]
        left = None if left is None else left - size


def matching(view: View, words: str, wanted: EventFilter, start: int) -> Iterator[tuple[int, Event]]:
    """Give the events that a sentence with words asserts or denies, with their ids, once for each such sentence."""
    size, first = _FIRST, start
    while True:
        with view.reading() as database:
            where = any_way(wanted, view, database)
            columns = ", ".join(f"e.{name}" for name in _EVENT.split(", "))
            query = FOUND.format(columns=columns, where=where)
            found = database.execute(query, (words, first, size)).fetchall()
            read = [(number, _event(view, row, database)) for number, *row in found]
        yield from read
        if len(found) < size:
            return
        first, size = found[-1][0] + 1, min(2 * size, _MOST)


def _page(
    view: View, wanted: EventFilter, last: int, size: int, database: sqlite3.Connection
) -> list[tuple[int, Event]]:
    """Give the first events after an id."""
    query = "SELECT e.id FROM event e WHERE {} AND e.id > ? ORDER BY e.id LIMIT ?"
    found = [database.execute(query.format(way), (last, size)) for way in ways(wanted, view, database)]
    numbers = islice(dict.fromkeys(number for (number,) in heapq.merge(*found)), size)
    one = f"SELECT {_EVENT} FROM event WHERE id = ?"
    rows = [database.execute(one, (number,)).fetchone() for number in numbers]
    return [(row[0], _event(view, row, database)) for row in rows]


def _latest(view: View, way: str, limit: int, database: sqlite3.Connection) -> Iterator[Event]:
    """Give the latest events of a way, and all others of the earliest day among them."""
    dated = f"FROM event e WHERE {way} AND e.id < {first_of_day(NO_DAY)}"
    newest = database.execute(f"SELECT e.id {dated} ORDER BY e.id DESC LIMIT ?", (limit,)).fetchall()
    if not newest:
        return
    day = day_of(newest[-1][0])
    assert day is not None
    rows = database.execute(f"SELECT e.id {dated} AND e.id >= ?", (first_of_day(day.toordinal()),)).fetchall()
    columns = f"SELECT {_EVENT} FROM event WHERE id = ?"
    for row in rows:
        yield _event(view, database.execute(columns, row).fetchone(), database)


def _event(view: View, row: Iterable[int], database: sqlite3.Connection) -> Event:
    number, key, action, source, target, *bundles, end, reports = row
    actors, targets, about, places = (view.names.bundle(database, each) for each in bundles)
    return Event(
        key=key_of(key),
        action=view.names.of(database, action),
        actors=actors,
        actor_side=view.names.of(database, source),
        targets=targets,
        target_side=view.names.of(database, target) if target else None,
        date=day_of(number),
        date_end=None if end is None else dt.date.fromordinal(end),
        about=about,
        places=places,
        reports=reports,
    )
