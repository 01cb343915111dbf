"""Full-text search over the sentences that assert or deny events."""

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from graph import terms as t
from graph.filters import EVERY, EventFilter, conditions
from graph.reading import cursor_place, event, select
from graph.world import World
from ontology.event import Event

# So many keys at a time are tried against the other conditions of a search.
_CHUNK = 200
# It can be made again, so nothing of it need survive; 64 MiB of it are held in memory.
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -65536;
CREATE TABLE told (id INTEGER PRIMARY KEY, document TEXT, key TEXT, date TEXT, sentence TEXT);
CREATE INDEX told_by ON told (document);
CREATE INDEX told_of ON told (key);
CREATE VIRTUAL TABLE words USING fts5 (
    sentence, content='told', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER come AFTER INSERT ON told BEGIN
    INSERT INTO words (rowid, sentence) VALUES (new.id, new.sentence);
END;
CREATE TRIGGER gone AFTER DELETE ON told BEGIN
    INSERT INTO words (words, rowid, sentence) VALUES ('delete', old.id, old.sentence);
END;
"""
_WORDS = re.compile(r'"([^"]*)"?|([^\s"]+)')
_UNDATED = "~"


class SentenceIndex:
    """The words of all sentences by event, read from the graph when first asked for, then kept in step.

    It lies in a temporary file that goes with it. Any thread may use it.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        self._changed: set[str] = set()

    def changed(self, *documents: str) -> None:
        """Note that these documents came, changed or went; where none is named, that anything may have changed."""
        with self._lock:
            self._changed.update(documents)
            if not documents:
                self._close()

    def close(self) -> None:
        """Let go of the temporary file; the next search reads the graph again."""
        with self._lock:
            self._close()

    def events(
        self, words: str, wanted: EventFilter = EVERY, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[Event]:
        """Give the events told in a sentence with all these words, by date and key, undated ones last.

        Words count in any form (``accuse`` finds ``accused``); words in double quotes must stand together. `wanted`
        and `after` as for `graph.reading.events`; ValueError where there is no word.
        """
        place, number = cursor_place(after), 0
        while chunk := self._chunk(_as_query(words), place):
            place = chunk[-1]
            allowed = self._allowed([key for _, key in chunk], wanted)
            for _, key in chunk:
                found = event(self._world, key) if key in allowed else None
                if found is not None:
                    yield found
                    number += 1
                    if number == limit:
                        return

    def _chunk(self, query: str, place: tuple[str, str]) -> list[tuple[str, str]]:
        with self._lock:
            rows = self._current().execute(
                "SELECT DISTINCT date, key FROM told WHERE id IN (SELECT rowid FROM words WHERE words MATCH ?) "
                "AND (date, key) > (?, ?) ORDER BY date, key LIMIT ?",
                (query, *place, _CHUNK),
            )
            return [(date, key) for date, key in rows]

    def _allowed(self, keys: list[str], wanted: EventFilter) -> set[str]:
        if wanted == EVERY:
            return set(keys)
        events = " ".join(str(self._world.terms.event(key)) for key in keys)
        date = "?e dip:date ?date ." if wanted.start or wanted.end else ""
        where = f"VALUES ?e {{ {events} }} ?e a dip:Event . {date} {conditions(wanted, self._world)}"
        return {t.name_of(row["e"]) for row in select(self._world, f"SELECT DISTINCT ?e WHERE {{ {where} }}")}

    def _current(self) -> sqlite3.Connection:
        if self._database is None:
            self._database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
            self._database.executescript(_TABLES)
            self._fill(self._database)
        for document in self._changed:
            self._database.execute("DELETE FROM told WHERE document = ?", (document,))
            told = self._told(str(self._world.terms.document(document)))
            rows = [(document, t.name_of(row["e"]), row["sentence"].value) for row in told]
            dates = {key: self._date(key) for _, key, _ in rows}
            self._add(self._database, rows, dates)
            # What was denied before anybody asserted it had no date.
            moved = [(date, key, date) for key, date in dates.items()]
            self._database.executemany("UPDATE told SET date = ? WHERE key = ? AND date <> ?", moved)
        self._changed.clear()
        return self._database

    def _fill(self, database: sqlite3.Connection) -> None:
        # All dates by themselves: asked for with each sentence, they would take the engine ten times as long.
        dated = select(self._world, "SELECT ?e ?date WHERE { ?e a dip:Event ; dip:date ?date }")
        dates = {t.name_of(row["e"]): row["date"].value for row in dated}
        told = self._told("?d")
        rows = ((t.name_of(row["d"]), t.name_of(row["e"]), row["sentence"].value) for row in told)
        self._add(database, rows, dates)

    def _told(self, graph: str) -> ox.QuerySolutions:
        told = "?r dip:sentence ?sentence . { ?r dip:event ?e } UNION { ?r dip:denies ?e }"
        return select(self._world, f"SELECT * WHERE {{ GRAPH {graph} {{ {told} }} }}")

    def _date(self, key: str) -> str:
        found = event(self._world, key)
        return found.date.isoformat() if found is not None and found.date is not None else _UNDATED

    def _add(
        self, database: sqlite3.Connection, rows: Iterable[tuple[str, str, str]], dates: Mapping[str, str]
    ) -> None:
        database.execute("BEGIN")
        database.executemany(
            "INSERT INTO told (document, key, date, sentence) VALUES (?, ?, ?, ?)",
            ((document, key, dates.get(key, _UNDATED), sentence) for document, key, sentence in rows),
        )
        database.execute("COMMIT")

    def _close(self) -> None:
        self._changed.clear()
        if self._database is not None:
            self._database.close()
            self._database = None


def _as_query(words: str) -> str:
    """Give words and quoted phrases as a query in which none of them is an operator."""
    parts = [phrase or word for phrase, word in _WORDS.findall(words.replace("\x00", " "))]
    if not any(character.isalnum() for part in parts for character in part):
        raise ValueError(f"text: {words!r} holds no word to look for")
    return " ".join(f'"{part}"' for part in parts)
