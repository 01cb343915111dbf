"""What a network is made of: which events, what its nodes and edges are, and where the rows come from."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

from communique.graph.filters import EventFilter, Level
from communique.graph.stores.world import World
from communique.graph.table.rows import EventRow, Pair, ReportRow, SentenceRow
from communique.ontology.types import Extraction


class Edges(StrEnum):
    """What an edge of a network is: an event, the events of one CAMEO root, or all from one actor to another."""

    EVENTS = "events"
    ROOTS = "roots"
    SUMS = "sums"


class ExportedGraph(Protocol):
    """Where rows come from: what of a `GraphReader` networks and exports ask for."""

    world: World

    def rows(self, wanted: EventFilter = ..., /) -> Iterator[EventRow]:
        """Give the events that meet a filter, by date and key, undated ones last."""

    def report_rows(self, wanted: EventFilter = ..., /) -> Iterator[ReportRow]:
        """Give the reports of these events, in the order of the events."""

    def sentence_rows(self, wanted: EventFilter = ..., /) -> Iterator[SentenceRow]:
        """Give the sentence of the surest report of each of these events, in the order of the events."""

    def pairs(self, wanted: EventFilter = ..., level: Level = ..., /) -> Iterator[Pair]:
        """Give these events summed up by ordered pair."""

    def extractions(self) -> Iterator[Extraction]:
        """Give all that was stored, by date of publication and id."""
