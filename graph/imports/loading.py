"""Tables of event data into the event table alone: served and exported as other events, in no query of SPARQL."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from communique.graph.event_graph import EventGraph
from communique.graph.imports.files import Table
from communique.graph.imports.forms import Form
from communique.graph.imports.gdelt import Mention
from communique.graph.imports.lookup import Lookup
from communique.graph.imports.notes import Noted
from communique.graph.imports.reading import opened
from communique.graph.imports.rows import BadRow, CodedEvent
from communique.graph.imports.running import ROWS_AT_ONCE, ImportPlan, ImportStep, Tell, unreadable
from communique.graph.table.rows import LoadedRow

# Each load makes the indexes of all rows anew, so it is to be of many; what is lost when it is stopped, of few.
LOADED_AT_ONCE = 5_000_000
# A row that comes again within so many is the same.
_REMEMBERED = 1_000_000


def load_events(graph: EventGraph, plan: ImportPlan, tell: Tell, *, again: bool = False) -> None:
    """Load tables into the event table alone, some millions of rows at a time, each time all of them or none.

    What an earlier run has loaded is passed over, unless `again` asks for it: then it counts twice.
    """
    loading = _Loading(graph, plan, tell, again=again)
    rows = loading.rows()
    for first in rows:
        graph.load(_with_first(first, rows), noting=loading.notes)
    # Tables without a row for the event table are noted, too.
    graph.load((), noting=loading.notes)


def _with_first(first: LoadedRow, rows: Iterator[LoadedRow]) -> Iterator[LoadedRow]:
    yield first
    yield from islice(rows, LOADED_AT_ONCE - 1)


class _Loading:
    """The rows of a plan, with notes of how far they are taken."""

    def __init__(self, graph: EventGraph, plan: ImportPlan, tell: Tell, *, again: bool) -> None:
        self._plan, self._tell = plan, tell
        self._lookup = Lookup(graph.actors)
        self._side = lru_cache(maxsize=1 << 16)(graph.actors.side)
        self._before = {} if again else graph.loaded()
        self._notes: dict[str, str] = {}
        self._seen: tuple[set[int], set[int]] = (set(), set())

    def notes(self) -> dict[str, str]:
        """Give how far each table has been taken."""
        return dict(self._notes)

    def rows(self) -> Iterator[LoadedRow]:
        """Give the rows of all tables."""
        for table in self._plan.tables:
            try:
                yield from self._rows_of(table)
            except ValueError as error:
                self._tell(unreadable(table, error))

    def _rows_of(self, table: Table) -> Iterator[LoadedRow]:
        with opened(table, self._lookup, self._plan.form, self._plan.columns) as reading:
            if reading.form is None:
                return
            dataset = self._plan.dataset or reading.form.dataset
            name = f"{dataset} {self._plan.mark(table)}"
            noted = Noted.read(self._before.get(name, ""))
            if noted.rows or noted.whole:
                self._tell(ImportStep(table.name, table.size if noted.whole else 0, skipped=noted.rows))
            if noted.whole:
                return
            taken, counts, bad = noted.rows, [0, 0, 0, 0], list[BadRow]()
            for row in reading.rows(skip=taken):
                taken += 1
                loaded = None
                if isinstance(row, CodedEvent):
                    loaded = None if self._came_before(row) else self._loaded(row, dataset, reading.form)
                    counts[0 if loaded is not None else 1] += 1
                elif isinstance(row, BadRow):
                    bad.append(row)
                else:
                    counts[3 if isinstance(row, Mention) else 2] += 1
                if taken % ROWS_AT_ONCE == 0:
                    self._tell(_step(table, reading.lines.read, counts, bad))
                    counts, bad = [0, 0, 0, 0], []
                if loaded is not None:
                    self._notes[name] = str(Noted(taken))
                    yield loaded
            self._notes[name] = str(Noted(taken, whole=True))
            self._tell(_step(table, reading.lines.read, counts, bad))

    def _came_before(self, row: CodedEvent) -> bool:
        mark = hash(row.key)
        recent, older = self._seen
        if mark in recent or mark in older:
            return True
        recent.add(mark)
        if len(recent) > _REMEMBERED:
            self._seen = (set(), recent)
        return False

    def _loaded(self, row: CodedEvent, dataset: str, form: Form) -> LoadedRow:
        target = row.target
        return LoadedRow(
            dataset=dataset,
            identifier=row.identifier,
            action=row.action,
            actor=row.actor.id,
            source_side=self._side_of(row.actor.id, row),
            target=None if target is None else target.id,
            target_side=None if target is None else self._side_of(target.id, row),
            date=row.day,
            date_end=row.day_end,
            published=row.published,
            place=row.place,
            publisher=row.source or form.label,
            url=row.url,
            title=row.title,
            confidence=row.confidence,
        )

    def _side_of(self, actor: str, row: CodedEvent) -> str:
        return self._side(actor, row.day)


def _step(table: Table, read: int, counts: list[int], bad: list[BadRow]) -> ImportStep:
    stored, unchanged, nobody, unmatched = counts
    return ImportStep(table.name, read, stored, unchanged, nobody, unmatched, bad=tuple(bad))
