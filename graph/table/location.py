"""Where a table lies: in a file beside its store, in one that another process keeps, or where temporary files are."""

import sqlite3
import tempfile
from pathlib import Path

from communique.graph.stores.changes import Position
from communique.graph.stores.journal import Journal
from communique.graph.table import alone, file


class TableLocation:
    """The file of a table, which is a temporary one where there is no other or no room beside the store."""

    def __init__(self, journal: Journal | None, shared: Path | None, former: Path | None) -> None:
        """Take a store's journal; `shared` and `former` are files as `TableInStep` has them."""
        self._journal, self._former = journal, former
        self.is_shared = shared is not None
        self._file = self._beside() or shared
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    @property
    def is_temporary(self) -> bool:
        """Tell whether the file goes with who made it."""
        return self._temporary is not None

    def path(self) -> Path:
        """Give the file; one that is temporary is made by the thread that reads the graph, of which there is one."""
        if self._file is None:
            self._temporary = tempfile.TemporaryDirectory()
            self._file = Path(self._temporary.name) / "table"
        return self._file

    def leave(self) -> None:
        """Be where temporary files are from now on."""
        self.is_shared, self._file = False, None

    def clear(self) -> None:
        """Take away a temporary file."""
        if self._temporary is not None:
            self._temporary.cleanup()

    def follows(self, at: Position | None) -> bool:
        """Tell whether others read the file, and it is in step when the documents that have changed are read.

        `at` is how far it is, if that is known.
        """
        if self._journal is None or self._journal.file is None:
            return False
        at = at or file.position_of(self.path())
        return at is not None and at.generation == self._journal.position.generation

    def left_behind(self) -> Path | None:
        """Give the file beside the store in whose place a temporary one is made."""
        if self._temporary is None:
            return None
        return self._beside() or self._former

    def compare_loaded(self, database: sqlite3.Connection, *, taken_out: str | None = None) -> None:
        """See that what the table alone should hold is there, and that it is known where the file is lost."""
        if self._temporary is None:
            alone.compare(self.path(), database, taken_out=taken_out)
        elif (left := self.left_behind()) is not None:
            alone.tell(left, alone.missing(left, database))

    def _beside(self) -> Path | None:
        """Give the file beside the store, None where the store has no journal in a file."""
        return None if self._journal is None or self._journal.file is None else file.table_file(self._journal.file)
