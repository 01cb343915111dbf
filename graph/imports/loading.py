"""Tables of event data into the event table alone: served and exported as other events, in no query of SPARQL."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from communique.graph.event_graph import EventGraph
from communique.graph.imports.loaded_rows import LoadedRows
from communique.graph.imports.reading_process import RowsOfProcess
from communique.graph.imports.running import ImportPlan, Tell
from communique.graph.table.encoding import Encoded

# Smaller files are read before another process has begun.
LARGE = 1 << 25


def load_events(graph: EventGraph, plan: ImportPlan, tell: Tell, *, again: bool = False, processes: int = 1) -> None:
    """Load tables into the event table alone. Who is stopped or killed among many rows goes on in the next run.

    What an earlier run has loaded is passed over, unless `again` asks for it: then it counts twice. With two
    `processes` large files are read in one of their own.
    """
    before = {} if again else graph.loaded(begun=True)
    if processes > 1 and plan.size > LARGE:
        with RowsOfProcess(graph.actors, plan, tell, before) as source:
            _load(graph, source)
    else:
        _load(graph, LoadedRows(graph.actors, plan, tell, before))


class RowsToLoad(Protocol):
    """Rows to be loaded, with notes of how far the tables are taken when the last of them was."""

    def batches(self) -> Iterator[Encoded]:
        """Give the rows of all tables, encoded some at a time."""
        ...

    def notes(self) -> Mapping[str, str]:
        """Give how far each table has been taken, by data set and mark."""
        ...


def _load(graph: EventGraph, source: RowsToLoad) -> None:
    # All at once, for indexes of many rows are made when all are in.
    graph.load_encoded(source.batches(), noting=source.notes)
