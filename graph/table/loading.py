"""Rows of other data sets, loaded into the table alone: events that no document of the graph asserts."""

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from communique.graph.rdf.places import widened
from communique.graph.table.rows import LoadedRow
from communique.graph.table.writing import Writer
from communique.ontology.types import Event

# So many rows are summed up to events at a time.
BATCH = 50_000
_LOADED = "SELECT id, reports, actors, targets, places, publishers, day_end FROM event WHERE key = ?"


@dataclass(slots=True)
class _Growing:
    """An event of a data set, as the rows read so far tell it."""

    first: LoadedRow
    rows: int = 0
    actors: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    end: dt.date | None = None

    def add(self, row: LoadedRow) -> None:
        """Add what a row tells."""
        self.rows += 1
        self.actors.add(row.actor)
        if row.target is not None:
            self.targets.add(row.target)
        self.places.update(widened(row.place))
        if row.publisher:
            self.publishers.add(row.publisher)
        if row.date_end is not None:
            self.end = row.date_end if self.end is None else max(self.end, row.date_end)


def batches(rows: Iterable[LoadedRow]) -> Iterator[list[LoadedRow]]:
    """Give rows some at a time."""
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def load_batch(database: sqlite3.Connection, writer: Writer, rows: Iterable[LoadedRow]) -> int:
    """Put rows into the tables, those of one event of one data set together; gives how many."""
    found: dict[str, _Growing] = {}
    number = 0
    for row in rows:
        key = loaded_key(row)
        event = found.get(key)
        if event is None:
            event = found[key] = _Growing(row)
        event.add(row)
        writer.put_loaded(row, key)
        number += 1
    for key, event in found.items():
        _put(database, writer, key, event)
    return number


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


def _put(database: sqlite3.Connection, writer: Writer, key: str, event: _Growing) -> None:
    row = event.first
    names = (event.actors, event.targets, event.places, event.publishers)
    stored = database.execute(_LOADED, (int(key, 16),)).fetchone()
    if stored is None:
        actors, targets, places, publishers = (tuple(sorted(each)) for each in names)
        made = Event(
            key=key,
            action=row.action,
            actors=actors,
            actor_side=row.source_side,
            targets=targets,
            target_side=row.target_side,
            date=row.date,
            date_end=event.end,
            places=places,
            reports=event.rows,
        )
        writer.add_event(made, publishers, (row.dataset,), disputed=False, loaded=True)
        return
    number, reports, *bundles, end = stored
    grown = [writer.names.grown(bundle, more) for bundle, more in zip(bundles, names, strict=True)]
    ends = [each for each in (end, event.end.toordinal() if event.end else None) if each is not None]
    # What the numbers count stays as it is.
    database.execute(
        "UPDATE event SET reports = ?, actors = ?, targets = ?, places = ?, publishers = ?, day_end = ? WHERE id = ?",
        (reports + event.rows, *grown, max(ends, default=None), number),
    )
