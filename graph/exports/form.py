"""What a form of export is: its name, its file, who writes it, and what of a selection it takes."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import IO

from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.networks.selection import Edges, ExportedGraph

__all__ = ["ALL", "NETWORK", "PICTURE", "TABLE", "WHOLE", "ExportForm", "ExportedGraph", "Rows", "Selection", "Writer"]


class Rows(StrEnum):
    """What a row of a table is: an event, or a report of one."""

    EVENTS = "events"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Selection:
    """What of the graph is exported.

    Attributes
    ----------
    wanted
        For networks and tables: conditions on the events.
    level, edges
        For networks: whether nodes are sides or the actors that reports name, and what an edge is.
    rows
        For tables: whether a row is an event or a report.
    around
        For networks: the id of an actor; only it, its partners, and what is between them.

    Examples
    --------
    >>> Selection(EventFilter(root="19"), edges=Edges.SUMS).given()
    ['wanted', 'edges']
    """

    wanted: EventFilter = EVERY
    level: Level = Level.SIDE
    edges: Edges = Edges.EVENTS
    rows: Rows = Rows.EVENTS
    around: str | None = None

    def given(self) -> list[str]:
        """Give the names of the fields that differ from their defaults."""
        return [field.name for field in fields(self) if getattr(self, field.name) != field.default]


ALL = Selection()
Writer = Callable[[ExportedGraph, Selection, IO[bytes]], None]

# What forms take of a selection: its fields by name.
WHOLE: frozenset[str] = frozenset()
NETWORK = frozenset({"wanted", "level", "edges", "around"})
PICTURE = frozenset({"wanted", "level", "around"})
TABLE = frozenset({"wanted", "rows"})

_SAID = {
    "wanted": "conditions on events",
    "level": "a level",
    "edges": "a kind of edges",
    "rows": "a kind of rows",
    "around": "an actor in the middle",
}


@dataclass(frozen=True, slots=True)
class ExportForm:
    """A form in which the graph can be exported.

    Attributes
    ----------
    name
        By which it is asked for.
    file
        The name of its file where nobody gives one, and the last part of its address over HTTP.
    media_type
        With its charset, where it is text.
    about
        What the file holds, in a sentence.
    write
        Writes it to a stream.
    takes
        The fields of a `Selection` that it heeds; a selection that gives others is refused.
    ending
        By which a file's name tells that it has this form; "" where others have the same ending.
    starts
        How a file begins, for the documentation of the service.
    """

    name: str
    file: str
    media_type: str
    about: str
    write: Writer
    takes: frozenset[str] = WHOLE
    ending: str = ""
    starts: str = ""

    def check(self, selection: Selection) -> None:
        """Raise ValueError where a selection gives what the form does not take."""
        beyond = [_SAID[name] for name in selection.given() if name not in self.takes]
        if beyond:
            raise ValueError(f"{self.name} takes no such thing as {' or '.join(beyond)}: leave that out, or {_OTHERS}")


_OTHERS = "choose a form that does (communique export --formats)"
