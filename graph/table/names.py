"""Names as numbers: each once in the file, and bundles of names that stand together."""

import json
import sqlite3
from collections.abc import Iterable, Mapping

from communique.graph.table.layout import SCALE
from communique.ontology.types import Action

# So many are kept at a time; what is met again later is asked for again.
_MOST = 200_000


class NameWriter:
    """Gives the numbers of names and bundles, new ones where there are none; the empty name and bundle are 0."""

    def __init__(self, database: sqlite3.Connection, actions: Mapping[str, Action]) -> None:
        self._database, self._actions = database, actions
        self._names: dict[str, int] = {"": 0}
        self._bundles: dict[tuple[str, ...], int] = {(): 0}
        self._scored: set[str] = set()
        self._reader = NameReader()

    def of(self, name: str) -> int:
        """Give the number of a name."""
        found = self._names.get(name)
        if found is None:
            if len(self._names) > _MOST:
                self._names = {"": 0}
            found = self._names[name] = self._made("name", "text", name)
        return found

    def action(self, name: str) -> int:
        """Give the number of an action, whose quad class and score are there with it."""
        found = self.of(name)
        if name not in self._scored:
            self._scored.add(name)
            action = self._actions.get(name)
            quad, score = (action.quad, round(action.goldstein * SCALE)) if action else (0, 0)
            self._database.execute("REPLACE INTO action VALUES (?, ?, ?)", (found, quad, score))
        return found

    def bundle(self, names: Iterable[str]) -> int:
        """Give the number of some names, which are sorted, together."""
        together = tuple(names)
        found = self._bundles.get(together)
        if found is None:
            if len(self._bundles) > _MOST:
                self._bundles = {(): 0}
            members = [self.of(each) for each in together]
            found = self._bundles[together] = self._made("bundle", "members", " ".join(map(str, members)))
            self._database.executemany(
                "INSERT OR IGNORE INTO member VALUES (?, ?)", ((each, found) for each in members)
            )
        return found

    def grown(self, bundle: int, more: Iterable[str]) -> int:
        """Give the number of a bundle with more names."""
        old = set(self._reader.bundle(self._database, bundle))
        return bundle if old.issuperset(more) else self.bundle(sorted(old.union(more)))

    def _made(self, table: str, column: str, text: str) -> int:
        row = self._database.execute(f"SELECT id FROM {table} WHERE {column} = ?", (text,)).fetchone()
        if row is None:
            row = self._database.execute(f"INSERT INTO {table} ({column}) VALUES (?) RETURNING id", (text,)).fetchone()
        return int(row[0])


class NameReader:
    """Gives the names that numbers stand for. None is ever given to another name, so what was read stays right."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {0: ""}
        self._bundles: dict[int, tuple[str, ...]] = {0: ()}

    def of(self, database: sqlite3.Connection, number: int) -> str:
        """Give the name of a number."""
        found = self._names.get(number)
        if found is None:
            (found,) = database.execute("SELECT text FROM name WHERE id = ?", (number,)).fetchone()
            self._names[number] = found
        return found

    def bundle(self, database: sqlite3.Connection, number: int) -> tuple[str, ...]:
        """Give the names of a bundle."""
        found = self._bundles.get(number)
        if found is None:
            (members,) = database.execute("SELECT members FROM bundle WHERE id = ?", (number,)).fetchone()
            found = self._bundles[number] = tuple([self.of(database, int(each)) for each in members.split()])
        return found


def numbers_of(database: sqlite3.Connection, names: Iterable[str]) -> list[int]:
    """Give the numbers of those of some names that the file has."""
    query = "SELECT name.id FROM json_each(?) AS wanted JOIN name ON name.text = wanted.value"
    return sorted(number for (number,) in database.execute(query, (json.dumps(list(names)),)))


def number_of(database: sqlite3.Connection, name: str) -> int:
    """Give the number of a name, -1 where the file has none."""
    if name == "":
        return 0
    row = database.execute("SELECT id FROM name WHERE text = ?", (name,)).fetchone()
    return -1 if row is None else int(row[0])
