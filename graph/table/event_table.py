"""The event table of a graph: the rows of its events and reports, and of what is loaded into it alone."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from communique.graph.stores.changes import Position
from communique.graph.stores.protocol import StoreFullError
from communique.graph.table import file, loads, making
from communique.graph.table.encoding import Encoded
from communique.graph.table.filling import DocumentWriter
from communique.graph.table.in_step import TableInStep
from communique.graph.table.loads import Incoming

# Of a table that was not filled to its end.
_BROKEN_OFF = Position("broken off", 0)
_NO_ROOM = "there is no room beside the store for its event table: make room, and open the store again"


class EventTable(TableInStep):
    """The rows of a graph's events and reports, in step with it, and those that are loaded into the table alone."""

    def load(self, batches: Iterator[Encoded], noting: Callable[[], Mapping[str, str]] = dict) -> int:
        """Load rows of other data sets into the table alone, all of them or none; gives how many.

        `noting` gives, when all are taken, what is to be noted with them: by the data set, a blank and a name.
        """
        incoming = Incoming(batches, noting)
        with self._writing_in_step() as database:
            self._check_lasting()
            (reports,) = database.execute("SELECT number FROM total WHERE name = 'reports'").fetchone()
            if not (loads.is_begun(self._location.path(), database) or incoming.are_many(reports)):
                number = loads.load(database, self.world, incoming)
                self._location.compare_loaded(database)
                return number
            at = self._at
            assert at is not None
            apart, number = loads.load_apart(self._location.path(), database, self.world, at, incoming)
            self._let_go()
            file.put_in_place(apart, self._location.path())
            self._location.compare_loaded(self._open_again())
            self._arrive(at)
            return number

    def loaded(self, *, begun: bool = False) -> dict[str, str]:
        """Give what was noted with rows that were loaded into the table alone.

        `begun` asks for what a load that was stopped has noted, where there is one with which the next goes on.
        """
        with self.reading() as database:
            if begun and loads.is_begun(self._location.path(), database):
                return loads.noted_in(loads.load_file(self._location.path()))
            return loads.noted(database)

    def unload(self, dataset: str) -> None:
        """Take out what was loaded into the table alone from a data set."""
        with self._writing_in_step() as database:
            loads.unload(database, self.world, dataset)
            self._location.compare_loaded(database, taken_out=dataset)

    @contextmanager
    def filling(self) -> Iterator[DocumentWriter | None]:
        """Give what fills the table while the block stores many documents; none where it is made when asked for.

        The block must have noted in the journal what it has stored.
        """
        journal = self.world.journal
        if journal is None or journal.file is None:
            yield None
            return
        with self._writing_in_step() as database:
            before, empty = journal.position, file.is_empty(database)
            with self._filled(database, empty=empty) as filler:
                yield filler
            assert self._database is not None
            others = [each.document for each in journal.since(before.number) if each.document not in filler.documents]
            position = journal.position
            if position.generation == before.generation:
                making.update(self._database, self.world, others, position)
                self._arrive(position)

    @contextmanager
    def _filled(self, database: sqlite3.Connection, *, empty: bool) -> Iterator[DocumentWriter]:
        """Give what fills the table: a new one where it is empty."""
        if not empty:
            # What breaks off is made anew.
            with file.transaction(database):
                file.note(database, _BROKEN_OFF)
                yield DocumentWriter(database, self.world.actions, words=True)
            return
        self._let_go()
        with making.filling(self._location.path(), _BROKEN_OFF) as new:
            yield DocumentWriter(new, self.world.actions, words=False)
        self._open_again()

    def _check_lasting(self) -> None:
        """Refuse rows that would be gone with a temporary file."""
        if self._location.left_behind() is not None:
            raise StoreFullError(_NO_ROOM)
