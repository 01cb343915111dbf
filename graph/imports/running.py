"""Tables of event data into the graph, some thousand rows at a time, with progress after each step."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from communique.graph.event_graph import EventGraph
from communique.graph.imports.column_map import ColumnMap
from communique.graph.imports.extractions import extraction_of, mention_of
from communique.graph.imports.files import TableFile, tables_in
from communique.graph.imports.forms import ImportForm
from communique.graph.imports.gdelt import GdeltMention
from communique.graph.imports.lookup import Lookup
from communique.graph.imports.notes import Noted, Notes, mark_of
from communique.graph.imports.reading import ReadRow, opened
from communique.graph.imports.rows import BadRow, CodedEvent
from communique.ontology.types import Extraction, document_id

ROWS_AT_ONCE = 20_000
_EVENTS_OF_MENTIONS = 4096


@dataclass(frozen=True, slots=True)
class ImportStep:
    """What became of some rows.

    Attributes
    ----------
    table
        The name of their table.
    read
        How many bytes of it have been read by now.
    stored, unchanged
        How many changed the graph, and how many were in it already, or came twice.
    nobody
        How many name nobody.
    unmatched
        Of mentions, how many are of events that are not in the graph.
    skipped
        How many were in by the notes of an earlier run.
    bad
        Those that cannot be read.
    """

    table: str
    read: int = 0
    stored: int = 0
    unchanged: int = 0
    nobody: int = 0
    unmatched: int = 0
    skipped: int = 0
    bad: tuple[BadRow, ...] = ()


Tell = Callable[[ImportStep], None]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Which tables are imported, and how.

    Attributes
    ----------
    tables
        In the order in which they are read.
    form
        The form that was asked for, None where each table tells its own.
    columns
        The map of a table of one's own.
    dataset
        The name of the data set, where it is not that of the form.
    """

    tables: tuple[TableFile, ...]
    form: str | None = None
    columns: ColumnMap | None = None
    dataset: str = ""

    @property
    def size(self) -> int:
        """Give the bytes of all tables as they lie on the disk."""
        return sum(table.size for table in self.tables)

    def mark(self, table: TableFile) -> str:
        """Give what tells a table from others, by its content and by what else decides what becomes of it."""
        columns = "" if self.columns is None else json.dumps(asdict(self.columns))
        return mark_of(table, {"form": self.form or "", "columns": columns, "dataset": self.dataset})


def planned(paths: Iterable[Path], *, form: str | None, columns: ColumnMap | None, dataset: str = "") -> ImportPlan:
    """Give the plan of an import; mentions come last, for they are of events in the other tables."""
    tables = [table for path in paths for table in tables_in(path)]
    tables.sort(key=lambda table: "mentions" in (table.member or table.path.name).lower())
    return ImportPlan(tuple(tables), form, columns, dataset)


def import_events(graph: EventGraph, plan: ImportPlan, tell: Tell, notes: Notes | None = None) -> None:
    """Import tables into graph and event table; one that cannot be read does not keep the others out.

    With `notes` what an earlier run has stored is passed over.
    """
    lookup = Lookup(graph.actors)
    for table in plan.tables:
        try:
            _import_table(graph, table, plan, lookup, tell, notes)
        except ValueError as error:
            tell(unreadable(table, error))


def unreadable(table: TableFile, error: ValueError) -> ImportStep:
    """Give the step that tells of a table that cannot be read."""
    bad = BadRow(table.name, str(error).removeprefix(f"{table.name}: "))
    return ImportStep(table.name, table.size, bad=(bad,))


def _import_table(
    graph: EventGraph, table: TableFile, plan: ImportPlan, lookup: Lookup, tell: Tell, notes: Notes | None
) -> None:
    mark = plan.mark(table)
    noted = notes.of(mark) if notes is not None else Noted()
    if noted.rows or noted.whole:
        tell(ImportStep(table.name, table.size if noted.whole else 0, skipped=noted.rows))
    if noted.whole:
        return
    done, waiting = noted.rows, noted.waiting
    with opened(table, lookup, plan.form, plan.columns) as reading:
        rows = reading.rows(skip=done)
        while reading.form is not None and (batch := list(islice(rows, ROWS_AT_ONCE))):
            step = _stored(graph, batch, reading.form, plan, table.name, reading.lines.read)
            done, waiting = done + len(batch), waiting + step.unmatched
            if notes is not None:
                # Mentions of events that come only now.
                if step.stored and any(isinstance(row, CodedEvent) for row in batch):
                    notes.forget_waiting(mark)
                notes.put(mark, Noted(done, waiting=waiting))
            tell(step)
    if notes is not None:
        notes.put(mark, Noted(done, whole=True, waiting=waiting))


def _stored(
    graph: EventGraph, batch: Sequence[ReadRow], form: ImportForm, plan: ImportPlan, name: str, read: int
) -> ImportStep:
    dataset = plan.dataset or form.dataset
    coded = [extraction_of(row, dataset, form.label) for row in batch if isinstance(row, CodedEvent)]
    mentions = [row for row in batch if isinstance(row, GdeltMention)]
    matched = list(_mentions(graph, mentions, dataset))
    # A row that comes twice is one document; of two with one id the later counts.
    once = {each.document.id: each for each in (*coded, *matched)}
    changed = graph.store_all(once.values())
    return ImportStep(
        name,
        read,
        stored=changed,
        unchanged=len(coded) + len(matched) - changed,
        nobody=sum(row is None for row in batch),
        unmatched=len(mentions) - len(matched),
        bad=tuple(row for row in batch if isinstance(row, BadRow)),
    )


def _mentions(graph: EventGraph, mentions: Iterable[GdeltMention], dataset: str) -> Iterator[Extraction]:
    @lru_cache(maxsize=_EVENTS_OF_MENTIONS)
    def event_of(identifier: str) -> Extraction | None:
        """Give the document of an event by its own id."""
        return graph.extraction(document_id(identifier, dataset))

    for mention in mentions:
        event = event_of(mention.identifier)
        if event is not None:
            yield mention_of(mention, event, dataset)
