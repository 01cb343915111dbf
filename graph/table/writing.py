"""Rows into the tables and out of them."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from communique.graph.table.layout import NO_DAY, PLACES, event_id, first_report, key_of, month_of
from communique.graph.table.names import NameWriter
from communique.ontology.types import Action, Document, Event, Modality, Report, Status

STATUSES, MODALITIES = tuple(Status), tuple(Modality)
# What the metadata of a document call its data set and its own id there.
DATASET, IDENTIFIER = "dataset", "identifier"
# Our own reading.
OWN_DATASET = "communique"
_STATUS = {each: number for number, each in enumerate(STATUSES)}
_MODALITY = {each: number for number, each in enumerate(MODALITIES)}
ASSERTED, ACTUAL = _STATUS[Status.ASSERTED], _MODALITY[Modality.ACTUAL]
DOCUMENT = "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
EVENT = "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
REPORT = "INSERT INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_OF_ASSERTED = f"""
SELECT DISTINCT name.text FROM report JOIN document ON document.id = report.document
JOIN name ON name.id = document.{{}} WHERE report.event = ? AND report.status = {ASSERTED}
"""
_SOURCES = f"""
SELECT DISTINCT report.event, source.text, dataset.text FROM report JOIN document ON document.id = report.document
LEFT JOIN name AS source ON source.id = document.source JOIN name AS dataset ON dataset.id = document.dataset
WHERE report.status = {ASSERTED} AND report.event NOT NULL ORDER BY report.event
"""


@dataclass(frozen=True, slots=True)
class EventReport:
    """A report with the key of the event that it asserts or denies, None where it does neither, and the event's day."""

    report: Report
    event: str | None
    day: dt.date | None = None


class RowWriter:
    """Puts rows into the tables of a connection, and takes them out, in the transaction of who calls."""

    def __init__(self, database: sqlite3.Connection, actions: Mapping[str, Action], *, words: bool = True) -> None:
        """`words` tells that the words of sentences are indexed with each; else who calls does so for all at once."""
        self._database, self._words = database, words
        self.names = NameWriter(database, actions)

    def put_document(self, document: Document, linked: Iterable[EventReport]) -> None:
        """Put a document that is not there with its reports."""
        number = self.put_source(document, document.id)
        for each in linked:
            self._put_report(each, number)

    def put_source(self, document: Document, name: str | None) -> int:
        """Put what is known of a document, and give its number."""
        said = dict(document.metadata)
        published = NO_DAY if document.published is None else document.published.toordinal()
        dataset = self.names.of(said.get(DATASET) or OWN_DATASET)
        language = self.names.of(document.language)
        row = (document.title, document.url, dataset, said.get(IDENTIFIER, ""), language)
        return self._inserted(DOCUMENT, (None, name, published, self.names.of(document.source), *row))

    def take_loaded(self, key: int) -> None:
        """Take an event out that is in the table alone, with its reports."""
        found = self._database.execute("SELECT id, document, sentence FROM report WHERE event = ?", (key,)).fetchall()
        for number, document, sentence in found:
            self._take_words(number, sentence)
            self._database.execute("DELETE FROM report WHERE id = ?", (number,))
            self._database.execute("DELETE FROM document WHERE id = ? AND name IS NULL", (document,))
        self._database.execute("DELETE FROM event WHERE key = ?", (key,))

    def take_document(self, name: str) -> set[str]:
        """Take a document out with its reports; gives the keys of the events concerned."""
        row = self._database.execute("SELECT id FROM document WHERE name = ?", (name,)).fetchone()
        if row is None:
            return set()
        found = self._database.execute("SELECT id, event, sentence FROM report WHERE document = ?", row).fetchall()
        for number, _, sentence in found:
            self._take_words(number, sentence)
        self._database.execute("DELETE FROM report WHERE document = ?", row)
        self._database.execute("DELETE FROM document WHERE id = ?", row)
        return {key_of(event) for _, event, _ in found if event is not None}

    def add_event(
        self, event: Event, publishers: Iterable[str], datasets: Iterable[str], *, disputed: bool, loaded: bool = False
    ) -> None:
        """Put an event of whose key there is none, whose reports are where they belong."""
        row = self.event_row(event_id(event.date, event.key), event, publishers, datasets, disputed, loaded)
        try:
            self._database.execute(EVENT, row)
        except sqlite3.IntegrityError:
            # Of millions a few have keys that begin alike, so all others need not be looked for.
            self._database.execute(EVENT, (self.free(row[0]), *row[1:]))

    def put_event(self, event: Event, *, disputed: bool) -> None:
        """Put an event in the place of what there is of its key, and its reports where they belong."""
        key = int(event.key, 16)
        self._database.execute("DELETE FROM event WHERE key = ?", (key,))
        number = self.free(event_id(event.date, event.key))
        publishers, datasets = (self._of_reports(key, column) for column in ("source", "dataset"))
        self._database.execute(EVENT, self.event_row(number, event, publishers, datasets, disputed))
        self._move(key, number)

    def take_event(self, key: str) -> None:
        """Take an event out; the reports that deny it come last of all."""
        self._database.execute("DELETE FROM event WHERE key = ?", (int(key, 16),))
        self._move(int(key, 16), event_id(None, key))

    def name_sources(self) -> None:
        """Give all events the publishers and data sets of the reports that assert them."""
        cursor = self._database.execute(_SOURCES)
        for key, same in groupby(cursor, key=itemgetter(0)):
            rows = list(same)
            bundles = [self.names.bundle(sorted({row[column] for row in rows if row[column]})) for column in (1, 2)]
            self._database.execute("UPDATE event SET publishers = ?, datasets = ? WHERE key = ?", (*bundles, key))

    def event_row(
        self,
        number: int,
        event: Event,
        publishers: Iterable[str],
        datasets: Iterable[str],
        disputed: bool,
        loaded: bool = False,
    ) -> tuple[int, *tuple[int | None, ...]]:
        """Give the row of an event, which begins with its id."""
        names = self.names
        return (
            number,
            int(event.key, 16),
            None if event.date is None else month_of(event.date),
            names.of(event.actor_side),
            names.of(event.target_side or ""),
            names.action(event.action),
            event.reports,
            int(disputed),
            names.bundle(event.actors),
            names.bundle(event.targets),
            names.bundle(event.about),
            names.bundle(event.places),
            names.bundle(publishers),
            names.bundle(datasets),
            None if event.date_end is None else event.date_end.toordinal(),
            int(loaded),
        )

    def _put_report(self, linked: EventReport, document: int) -> None:
        names, report = self.names, linked.report
        row = (
            None if linked.event is None else int(linked.event, 16),
            document,
            _STATUS[report.status],
            _MODALITY[report.modality],
            names.action(report.action),
            names.of(report.actor),
            names.of(report.target or ""),
            names.of(report.speaker or ""),
            None if report.date is None else report.date.toordinal(),
            report.span[0],
            names.of(report.rule),
            round(report.confidence * 100),
            report.trigger,
            report.sentence,
        )
        self.put_words(self._insert_report(linked, row), report.sentence)

    def _insert_report(self, linked: EventReport, row: tuple[object, ...]) -> int:
        """Insert a row that lacks its id: the first of its event where that is free, as mostly; and give the id."""
        at = None if linked.event is None else event_id(linked.day, linked.event)
        if at is not None:
            number = first_report(at)
            with suppress(sqlite3.IntegrityError):
                self._database.execute(REPORT, (number, *row))
                return number
        number = self.free_report(at)
        self._database.execute(REPORT, (number, *row))
        return number

    def free(self, number: int) -> int:
        """Give the first id from one on that no event has: of two whose keys begin alike, the later takes the next."""
        while self._database.execute("SELECT 1 FROM event WHERE id = ?", (number,)).fetchone() is not None:
            number += 1
        return number

    def free_report(self, event: int | None) -> int:
        """Give the next id for a report of an event; for one of none, or of an event that has too many, below zero."""
        if event is not None:
            first = first_report(event)
            most = "SELECT MAX(id) FROM report WHERE id BETWEEN ? AND ?"
            (last,) = self._database.execute(most, (first, first + PLACES - 1)).fetchone()
            if last is None or last + 1 < first + PLACES:
                return first if last is None else int(last) + 1
        (least,) = self._database.execute("SELECT MIN(id) FROM report").fetchone()
        return min(least or 0, 0) - 1

    def _move(self, key: int, event: int) -> None:
        """Move the reports of an event to where it is."""
        first = first_report(event)
        astray = "SELECT id, sentence FROM report WHERE event = ? AND id NOT BETWEEN ? AND ?"
        for number, sentence in self._database.execute(astray, (key, first, first + PLACES - 1)).fetchall():
            new = self.free_report(event)
            self._take_words(number, sentence)
            self._database.execute("UPDATE report SET id = ? WHERE id = ?", (new, number))
            self.put_words(new, sentence)

    def put_words(self, number: int, sentence: str) -> None:
        """Add a report's sentence to the full text, where there is one."""
        if self._words and sentence:
            self._database.execute("INSERT INTO words (rowid, sentence) VALUES (?, ?)", (number, sentence))

    def _take_words(self, number: int, sentence: str) -> None:
        if self._words and sentence:
            # Words can be taken out only by who knows them.
            self._database.execute(
                "INSERT INTO words (words, rowid, sentence) VALUES ('delete', ?, ?)", (number, sentence)
            )

    def _of_reports(self, key: int, column: str) -> list[str]:
        return sorted(text for (text,) in self._database.execute(_OF_ASSERTED.format(column), (key,)))

    def _inserted(self, statement: str, row: tuple[object, ...]) -> int:
        number = self._database.execute(statement, row).lastrowid
        assert number is not None
        return number
