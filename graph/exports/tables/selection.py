"""The events that meet a filter: one by one, or all as a table or a data frame."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from communique.graph.exports.form import ExportedGraph, Rows
from communique.graph.exports.tables import frames
from communique.graph.exports.tables.own import event_table, report_table
from communique.graph.exports.tables.reported_events import ReportedEvent, reported_events, reported_events_of
from communique.graph.exports.tables.table import Table
from communique.graph.filters import EVERY, EventFilter
from communique.ontology.types import Event

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


class Graph(ExportedGraph, Protocol):
    """What gives events, and rows of them."""

    def events(self, wanted: EventFilter = EVERY, *, after: str | None = None, limit: int | None = None) -> "Events":
        """Give the events that meet a filter."""
        ...


class Events(Iterator[Event]):
    """The events that meet a filter, by date and key: an iterator that can also give them as a data frame.

    Data frames hold all of them, however many were taken from the iterator before.
    """

    def __init__(
        self, found: Iterator[Event], graph: Graph, wanted: EventFilter, after: str | None, limit: int | None
    ) -> None:
        self._found, self._graph, self._wanted, self._after, self._limit = found, graph, wanted, after, limit

    def __next__(self) -> Event:
        return next(self._found)

    def table(self, rows: Rows | str = Rows.EVENTS) -> Table:
        """Give the events, or the reports of them, as a table whose rows are read from the graph as they are asked for.

        ValueError where `rows` is neither ``events`` nor ``reports``.
        """
        if self._is_whole:
            return _made(self._graph, reported_events(self._graph, self._wanted), rows)
        return table_of(self._graph, self._again(), self._wanted, rows)

    def to_arrow(self, rows: Rows | str = Rows.EVENTS) -> "pa.Table":
        """Give the events, or the ``reports`` of them, as an Arrow table; codes are text, days are dates.

        MissingPackageError where pyarrow is not installed: it comes with ``communique[frames]``, as do the others.
        """
        return frames.to_arrow(self.table(rows))

    def to_pandas(self, rows: Rows | str = Rows.EVENTS) -> "pd.DataFrame":
        """Give the events, or the ``reports`` of them, as a data frame of pandas, as `to_arrow` does."""
        return frames.to_pandas(self.table(rows))

    def to_polars(self, rows: Rows | str = Rows.EVENTS) -> "pl.DataFrame":
        """Give the events, or the ``reports`` of them, as a data frame of polars, as `to_arrow` does."""
        return frames.to_polars(self.table(rows))

    @property
    def _is_whole(self) -> bool:
        return self._after is None and self._limit is None

    def _again(self) -> list[Event]:
        return list(self._graph.events(self._wanted, after=self._after, limit=self._limit))


def table_of(graph: ExportedGraph, events: Sequence[Event], wanted: EventFilter, rows: Rows | str) -> Table:
    """Give some of the events that meet a filter, or the reports of these, as a table."""
    return _made(graph, reported_events_of(graph, wanted, events), rows)


def _made(graph: ExportedGraph, found: Iterator[ReportedEvent], rows: Rows | str) -> Table:
    made = report_table if Rows(rows) is Rows.REPORTS else event_table
    return made(graph.world, found)
