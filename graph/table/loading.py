"""Rows of other data sets, loaded into the table alone: events that no document of the graph asserts.

They are put in some thousands at a time, each kind of row by one statement, for there are millions of them.
"""

import sqlite3
from collections.abc import Sequence

from communique.graph.table.encoding import Encoded, EncodedEvent
from communique.graph.table.layout import PLACES, first_of_day, first_report
from communique.graph.table.names import NameWriter
from communique.graph.table.writing import ACTUAL, ASSERTED, DOCUMENT, EVENT, REPORT, RowWriter

# An event whose first id another has stands within so many behind it.
_NEAR = 64
_STORED = f"""
SELECT a.number, e.key, e.id, e.reports, e.actors, e.targets, e.places, e.publishers, e.day_end
FROM temp.asked a CROSS JOIN event e ON e.id BETWEEN a.number AND a.number + {_NEAR - 1}
"""
_LAST = f"""
SELECT slot, (SELECT MAX(id) FROM report WHERE id BETWEEN slot AND slot + {PLACES - 1}) AS last
FROM (SELECT DISTINCT number / {PLACES} * {PLACES} AS slot FROM temp.asked) WHERE last NOT NULL
"""
_ANY = """
SELECT EXISTS (SELECT 1 FROM event WHERE id BETWEEN ?1 AND ?2)
    OR EXISTS (SELECT 1 FROM report WHERE id BETWEEN ?1 AND ?2)
"""
# What the numbers count stays as it is.
_GROW = """
UPDATE event SET reports = ?, actors = ?, targets = ?, places = ?, publishers = ?, day_end = ? WHERE id = ?
"""


class _Numbers:
    """The table's numbers for those of a batch."""

    def __init__(self, batch: Encoded, names: NameWriter) -> None:
        self.members = [tuple([batch.names[each] for each in bundle]) for bundle in batch.bundles]
        self.names = list(map(names.of, batch.names))
        self.actions = list(map(names.action, batch.actions))
        self.bundles = list(map(names.bundle, self.members))


class RowLoader:
    """Puts encoded rows into the tables, in the transaction of who calls."""

    def __init__(self, database: sqlite3.Connection, writer: RowWriter) -> None:
        self._database, self._writer = database, writer

    def put(self, batch: Encoded) -> int:
        """Put events with their reports; gives how many reports."""
        numbers = _Numbers(batch, self._writer.names)
        self._ask(batch)
        ids, stored = self._ids(batch)
        self._put_reports(batch, ids, numbers)
        placed = list(zip(ids, batch.events, strict=True))
        new = sorted(_event_row(number, event, numbers) for number, event in placed if number not in stored)
        self._database.executemany(EVENT, new)
        grown = [(*self._grown(stored[number], event, numbers), number) for number, event in placed if number in stored]
        self._database.executemany(_GROW, grown)
        return len(batch.reports)

    def _ask(self, batch: Encoded) -> None:
        """Note the first ids of the events on whose days there are others."""
        self._database.execute("CREATE TEMP TABLE IF NOT EXISTS asked (number INTEGER PRIMARY KEY)")
        self._database.execute("DELETE FROM temp.asked")
        a_day = first_of_day(1)
        firsts = sorted({event[1] for event in batch.events})
        begin = {day: first_of_day(day) for day in {first // a_day for first in firsts}}
        there = {day for day, at in begin.items() if self._database.execute(_ANY, (at, at + a_day - 1)).fetchone()[0]}
        asked = ((first,) for first in firsts if first // a_day in there)
        self._database.executemany("INSERT INTO temp.asked VALUES (?)", asked)

    def _ids(self, batch: Encoded) -> tuple[list[int], dict[int, Sequence[int]]]:
        """Give the ids of events, those that they have or the first that are free, and the rows that are there."""
        near: dict[tuple[int, int], Sequence[int]] = {}
        taken: set[int] = set()
        for first, key, *row in self._database.execute(_STORED):
            near[first, key] = row
            taken.add(row[0])
        ids, stored = list[int](), dict[int, Sequence[int]]()
        for event in batch.events:
            row = near.get((event[1], event[0]))
            if row is not None:
                stored[row[0]] = row
                ids.append(row[0])
                continue
            number = event[1]
            while number in taken:
                # Of two whose keys begin alike, the later takes the next.
                number = self._writer.free(number + 1)
            taken.add(number)
            ids.append(number)
        return ids, stored

    def _put_reports(self, batch: Encoded, ids: Sequence[int], numbers: _Numbers) -> None:
        last: dict[int, int] = dict(self._database.execute(_LAST))
        names, actions = numbers.names, numbers.actions
        slots, keys = [first_report(number) for number in ids], [event[0] for event in batch.events]
        (document,) = self._database.execute("SELECT COALESCE(MAX(id), 0) FROM document").fetchone()
        documents, reports, words = list[tuple[object, ...]](), list[tuple[object, ...]](), list[tuple[int, str]]()
        for report in batch.reports:
            event, published, publisher, title, url, dataset, own, action, actor, target, day, sure, said = report
            document += 1
            slot = slots[event]
            at = last[slot] = last.get(slot, slot - 1) + 1
            # An event can have more reports than have room beside it.
            number = at if at < slot + PLACES else self._writer.free_report(None) - len(reports)
            dataset_name = names[dataset]
            documents.append((document, None, published, names[publisher], title, url, dataset_name, own, 0))
            who = actions[action], names[actor], names[target]
            reports.append(
                (number, keys[event], document, ASSERTED, ACTUAL, *who, 0, day, 0, dataset_name, sure, "", said)
            )
            if said:
                words.append((number, said))
        self._database.executemany(DOCUMENT, documents)
        self._database.executemany(REPORT, sorted(reports))
        for number, sentence in words:
            self._writer.put_words(number, sentence)

    def _grown(self, row: Sequence[int], event: EncodedEvent, numbers: _Numbers) -> tuple[int | None, ...]:
        """Give what the row of an event becomes by more reports."""
        _, reports, *bundles, end = row
        more = [numbers.members[bundle] for bundle in event[7:11]]
        grown = [self._writer.names.grown(bundle, names) for bundle, names in zip(bundles, more, strict=True)]
        ends = [each for each in (end, event[-1]) if each is not None]
        return (reports + event[6], *grown, max(ends, default=None))


def unload(database: sqlite3.Connection, writer: RowWriter, dataset: str) -> None:
    """Take out all events of a data set that were loaded into the table alone."""
    bundle = writer.names.bundle((dataset,))
    keys = database.execute("SELECT key FROM event WHERE loaded AND datasets = ?", (bundle,)).fetchall()
    for (key,) in keys:
        writer.take_loaded(key)


def _event_row(number: int, event: EncodedEvent, numbers: _Numbers) -> tuple[int | None, ...]:
    key, _, month, source, target, action, reports, actors, targets, places, publishers, datasets, end = event
    names, bundles = numbers.names, numbers.bundles
    return (
        number,
        key,
        month,
        names[source],
        names[target],
        numbers.actions[action],
        reports,
        0,
        bundles[actors],
        bundles[targets],
        0,
        bundles[places],
        bundles[publishers],
        bundles[datasets],
        end,
        1,
    )
