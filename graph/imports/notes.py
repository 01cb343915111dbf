"""How far each table is in a store: notes in a file beside it, so that a run goes on where the last one ended."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from communique.graph.imports.files import TableFile
from communique.graph.stores.identity import identity
from communique.graph.stores.side_files import beside
from communique.graph.stores.whole_files import whole_file

_ENDS = 1 << 16


@dataclass(frozen=True, slots=True)
class Noted:
    """How many rows of a table are read, whether these are all, and how many waited in vain for others (mentions)."""

    rows: int = 0
    whole: bool = False
    waiting: int = 0

    def __str__(self) -> str:
        return f"{self.rows} {'whole' if self.whole else 'begun'}"

    @classmethod
    def read(cls, written: str) -> "Noted":
        """Give what was written as text; nothing for the empty text."""
        rows, _, whole = written.partition(" ")
        return cls(int(rows or 0), whole == "whole")


def imports_file(store: Path) -> Path:
    """Give the file of the notes about a store."""
    return beside(store, "imports")


class Notes:
    """The notes about one store; those about another that lay in its place before are passed over."""

    def __init__(self, store: Path, *, again: bool = False) -> None:
        """Read the notes about the store in a folder; `again` begins anew."""
        self._file = imports_file(store)
        found = identity(store)
        self._store = found.store if found is not None else ""
        self._tables: dict[str, Noted] = {}
        with suppress(OSError, ValueError, KeyError, TypeError):
            if again:
                return
            content = json.loads(self._file.read_text("utf-8"))
            if content["store"] == self._store:
                self._tables = {
                    name: Noted(int(rows), bool(whole), *map(int, waiting))
                    for name, (rows, whole, *waiting) in content["tables"].items()
                }

    def of(self, mark: str) -> Noted:
        """Give what is noted of the table with a mark."""
        return self._tables.get(mark, Noted())

    def put(self, mark: str, noted: Noted) -> None:
        """Note how far a table is in."""
        self._tables[mark] = noted
        self._write()

    def forget_waiting(self, mark: str) -> None:
        """Forget all tables with rows that wait for those of the table with a mark: they are read again."""
        waiting = [name for name, each in self._tables.items() if each.waiting and name != mark]
        if waiting:
            for name in waiting:
                del self._tables[name]
            self._write()

    def _write(self) -> None:
        tables = {name: [each.rows, each.whole, each.waiting] for name, each in sorted(self._tables.items())}
        with whole_file(self._file) as output:
            output.write(json.dumps({"store": self._store, "tables": tables}, indent=0).encode())


def mark_of(table: TableFile, how: Mapping[str, str]) -> str:
    """Give what tells a table from others: its size and both ends, whatever its name, and how it is imported."""
    digest = hashlib.sha256(json.dumps([table.member, sorted(how.items())]).encode())
    size = table.path.stat().st_size
    digest.update(str(size).encode())
    with table.path.open("rb") as stream:
        digest.update(stream.read(_ENDS))
        stream.seek(max(0, size - _ENDS))
        digest.update(stream.read(_ENDS))
    return digest.hexdigest()[:32]
