"""The rows of a plan as the event table takes them, each once, with notes of how far the tables are taken."""

import datetime as dt
from collections.abc import Iterator, Mapping

from communique.graph.imports.files import TableFile
from communique.graph.imports.forms import ImportForm
from communique.graph.imports.gdelt import GdeltMention
from communique.graph.imports.lookup import Lookup
from communique.graph.imports.notes import Noted
from communique.graph.imports.reading import opened
from communique.graph.imports.rows import BadRow, CodedEvent
from communique.graph.imports.running import ROWS_AT_ONCE, ImportPlan, ImportStep, Tell, unreadable
from communique.graph.table.encoding import Encoded, encoded
from communique.graph.table.rows import LoadedRow
from communique.ontology.actors import Actors
from communique.ontology.types import Actor, ActorKind

# A row that comes again within so many is the same.
_REMEMBERED = 1_000_000


class LoadedRows:
    """The rows of a plan, read here."""

    def __init__(self, actors: Actors, plan: ImportPlan, tell: Tell, before: Mapping[str, str]) -> None:
        """`before` is what was noted by earlier runs."""
        self._plan, self._tell, self._before = plan, tell, before
        self._lookup, self._actors = Lookup(actors), actors
        self._sides: dict[str, str] = {}
        self._notes: dict[str, str] = {}
        self._seen: tuple[set[int], set[int]] = (set(), set())

    def notes(self) -> dict[str, str]:
        """Give how far each table has been taken."""
        return dict(self._notes)

    def batches(self) -> Iterator[Encoded]:
        """Give the rows of all tables, encoded some at a time."""
        return encoded(self.rows())

    def rows(self) -> Iterator[LoadedRow]:
        """Give the rows of all tables."""
        for table in self._plan.tables:
            try:
                yield from self._rows_of(table)
            except ValueError as error:
                self._tell(unreadable(table, error))

    def _rows_of(self, table: TableFile) -> Iterator[LoadedRow]:
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
                    loaded = None if self._came_before(row.key, dataset) else self._loaded(row, dataset, reading.form)
                    counts[0 if loaded is not None else 1] += 1
                elif isinstance(row, BadRow):
                    bad.append(row)
                else:
                    counts[3 if isinstance(row, GdeltMention) else 2] += 1
                if taken % ROWS_AT_ONCE == 0:
                    self._tell(_step(table, reading.lines.read, counts, bad))
                    counts, bad = [0, 0, 0, 0], []
                if loaded is not None:
                    self._notes[name] = str(Noted(taken))
                    yield loaded
            self._notes[name] = str(Noted(taken, whole=True))
            self._tell(_step(table, reading.lines.read, counts, bad))

    def _came_before(self, key: str, dataset: str) -> bool:
        mark = hash((dataset, key))
        recent, older = self._seen
        if mark in recent or mark in older:
            return True
        recent.add(mark)
        if len(recent) > _REMEMBERED:
            self._seen = (set(), recent)
        return False

    def _loaded(self, row: CodedEvent, dataset: str, form: ImportForm) -> LoadedRow:
        target = row.target
        # Tuples are made sooner from a row of values.
        return LoadedRow(
            dataset,
            row.identifier,
            row.action,
            row.actor.id,
            self._side(row.actor, row.day),
            None if target is None else target.id,
            None if target is None else self._side(target, row.day),
            row.day,
            row.day_end,
            row.published,
            row.place,
            row.source or form.label,
            row.url,
            row.title,
            "",
            row.confidence,
        )

    def _side(self, actor: Actor, day: dt.date) -> str:
        """Give the side of an actor, that of one who was found by what the row says of him."""
        if actor.kind is ActorKind.PERSON:
            if not actor.found:
                return self._actors.side(actor.id, day)
            return self._actors.side(actor.roles[0].body, day) if actor.roles else actor.id
        side = self._sides.get(actor.id)
        if side is None:
            side = self._sides[actor.id] = self._actors.side(actor.acts_for or actor.id, day)
        return side


def _step(table: TableFile, read: int, counts: list[int], bad: list[BadRow]) -> ImportStep:
    stored, unchanged, nobody, unmatched = counts
    return ImportStep(table.name, read, stored, unchanged, nobody, unmatched, bad=tuple(bad))
