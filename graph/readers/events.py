"""The events of an event graph: listed, counted, searched for, as rows and in pairs."""

from collections.abc import Iterable, Iterator, Sequence

from communique.graph.exports.form import Rows
from communique.graph.exports.tables.selection import Events, table_of
from communique.graph.exports.tables.table import Table
from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.lookups import counting, events
from communique.graph.lookups import words as full_text
from communique.graph.networks import neighbourhood
from communique.graph.readers.documents import DocumentsReader
from communique.graph.table import listing, overview, streaming
from communique.graph.table.busiest import BusiestPairs
from communique.graph.table.overview import Claim
from communique.graph.table.rows import EventRow, Pair, ReportRow, SentenceRow
from communique.ontology.types import Event


class EventsReader(DocumentsReader):
    """Events, and the documents that tell of them."""

    def events(self, wanted: EventFilter = EVERY, *, after: str | None = None, limit: int | None = None) -> Events:
        """Give the events that meet a filter, by date and key; `after` is the `cursor` of the last one before.

        They can be iterated over, and asked for all at once as a data frame (``to_pandas()`` …).
        """
        found = events.events(self._view, wanted, after=after, limit=limit)
        return Events(found, self, wanted, after, limit)

    def table_of(self, found: Sequence[Event], wanted: EventFilter = EVERY, rows: Rows | str = Rows.EVENTS) -> Table:
        """Give some of the events that meet a filter, such as a page of them, or the reports of these, as a table."""
        return table_of(self, found, wanted, rows)

    def event(self, key: str) -> Event | None:
        """Give the event of a key."""
        return events.event(self._view, key)

    def latest(self, ways: Iterable[EventFilter], limit: int) -> list[Event]:
        """Give the latest dated events that meet one of some filters, latest first."""
        return events.latest(self._view, ways, limit)

    def count(self, wanted: EventFilter = EVERY) -> int:
        """Give the number of events that meet a filter."""
        return counting.count_events(self._view, wanted)

    def evidence(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """Give by an event's key the sentences that assert it, each once, by document and place."""
        return listing.sentences_of(self._view, keys)

    def search(
        self,
        words: str,
        wanted: EventFilter = EVERY,
        *,
        after: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Event]:
        """Give the events that a sentence with all these words asserts or denies, by date and key.

        Parameters
        ----------
        words
            Words in any form (``accuse`` finds ``accused``); words in double quotes must stand together.
        wanted
            Conditions that the events must meet besides.
        after
            The `cursor` of the last event of the page before.
        limit
            How many at most.

        Raises
        ------
        ValueError
            Where there is no word to look for.
        """
        return full_text.events_with_words(self._view, words, wanted, after=after, limit=limit)

    def rows(self, wanted: EventFilter = EVERY) -> Iterator[EventRow]:
        """Give the events that meet a filter as flat rows, by date and key, undated ones last; however many."""
        self.check(wanted)
        return streaming.event_rows(self._view, wanted)

    def report_rows(self, wanted: EventFilter = EVERY) -> Iterator[ReportRow]:
        """Give the reports of the events that meet a filter as flat rows, in the order of the events.

        Who asks for all also gets the reports that make no event, after the others, by document.
        """
        self.check(wanted)
        return streaming.report_rows(self._view, wanted)

    def report_rows_of(self, keys: Iterable[str]) -> dict[str, list[ReportRow]]:
        """Give by an event's key the reports that assert or deny it as flat rows, by document and place."""
        return streaming.report_rows_of(self._view, keys)

    def sentence_rows(self, wanted: EventFilter = EVERY) -> Iterator[SentenceRow]:
        """Give the sentence of the surest report that asserts each event of a filter, in the order of the events."""
        self.check(wanted)
        return streaming.sentence_rows(self._view, wanted)

    def pairs(self, wanted: EventFilter = EVERY, level: Level = Level.SIDE) -> Iterator[Pair]:
        """Give the events that meet a filter summed up by ordered pair, of sides or of the actors named, by id."""
        self.check(wanted)
        return streaming.pairs(self._view, wanted, level)

    def busiest_pairs(
        self,
        wanted: EventFilter = EVERY,
        level: Level = Level.SIDE,
        around: str | None = None,
        limit: int | None = 1000,
    ) -> BusiestPairs:
        """Give of `pairs`, as `around_actor` keeps them, those of two with most events, and how many there are.

        With `limit` None all of them.
        """
        self.check(wanted)
        return neighbourhood.busiest(self._view, wanted, level, around, limit)

    def events_of_document(self, document_id: str) -> dict[Claim, str]:
        """Give the keys of the events that a document asserts or denies, by what tells its reports apart."""
        return overview.events_of_document(self._view, document_id)
