"""Rows of other data sets as the tables take them: summed up to events, with numbers for names.

The numbers are of one batch, which may be made in another process: who writes finds the table's for each.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from communique.graph.rdf.places import widened
from communique.graph.table.layout import NO_DAY, id_of, month_of
from communique.graph.table.rows import LoadedRow

# So many rows are summed up to events at a time.
BATCH = 50_000
_DAYS = 1 << 16
# Key, the first id that it can have, month; source, target, action, number of reports; bundles of actors, targets,
# places, publishers and data sets; last day.
EncodedEvent = tuple[int, int, int | None, int, int, int, int, int, int, int, int, int, int | None]
# The place of its event in the batch; of its document day of publication, publisher, title, address, data set,
# identifier; action, actor, target, day, confidence, sentence.
EncodedReport = tuple[int, int, int, str, str, int, str, int, int, int, int | None, int, str]


class Encoded(NamedTuple):
    """Some rows: their events, and in the order of these the report that each row is; plain tuples, for they are many.

    `names`, `actions` and `bundles`, each the numbers of some names, are what the numbers stand for. The empty name and
    the empty bundle are 0.
    """

    names: list[str]
    actions: list[str]
    bundles: list[tuple[int, ...]]
    events: list[EncodedEvent]
    reports: list[EncodedReport]


def encoded(rows: Iterable[LoadedRow]) -> Iterator[Encoded]:
    """Give rows some at a time."""
    left = iter(rows)
    while some := list(islice(left, BATCH)):
        yield _Encoder().encoded(some)


class _Encoder:
    """Gives numbers to the names of a batch."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {"": 0}
        self._actions: dict[str, int] = {}
        self._bundles: dict[tuple[int, ...], int] = {(): 0}
        self._alone: dict[str, int] = {"": 0}
        self._places: dict[str | None, int] = {}

    def encoded(self, rows: Iterable[LoadedRow]) -> Encoded:
        """Give all rows of the batch."""
        found = _by_key(rows)
        events = [self._event(key, same) for key, same in found.items()]
        reports = [self._report(at, row) for at, same in enumerate(found.values()) for row in same]
        return Encoded(list(self._names), list(self._actions), list(self._bundles), events, reports)

    def _name(self, name: str) -> int:
        return self._names.setdefault(name, len(self._names))

    def _action(self, name: str) -> int:
        return self._actions.setdefault(name, len(self._actions))

    def _bundle(self, names: Iterable[str]) -> int:
        return self._bundles.setdefault(tuple([self._name(name) for name in sorted(names)]), len(self._bundles))

    def _one(self, name: str) -> int:
        """Give the number of the bundle of one name, 0 for the empty one."""
        found = self._alone.get(name)
        if found is None:
            found = self._alone[name] = self._bundle((name,))
        return found

    def _where(self, place: str | None) -> int:
        """Give the number of the bundle of a place with its country."""
        found = self._places.get(place)
        if found is None:
            found = self._places[place] = self._bundle(widened(place))
        return found

    def _event(self, key: int, same: Sequence[LoadedRow]) -> EncodedEvent:
        row = same[0]
        day, month = _day_and_month(row.date)
        actors, targets, places, publishers = self._named(same)
        return (
            key,
            id_of(day, key),
            month,
            self._name(row.source_side),
            self._name(row.target_side or ""),
            self._action(row.action),
            len(same),
            actors,
            targets,
            places,
            publishers,
            self._one(row.dataset),
            max((row.date_end.toordinal() for row in same if row.date_end is not None), default=None),
        )

    def _named(self, same: Sequence[LoadedRow]) -> tuple[int, int, int, int]:
        """Give the bundles of the actors, targets, places and publishers that rows of one event name."""
        if len(same) == 1:
            # Most events have one row.
            row = same[0]
            return self._one(row.actor), self._one(row.target or ""), self._where(row.place), self._one(row.publisher)
        return (
            self._bundle({row.actor for row in same}),
            self._bundle({row.target for row in same if row.target}),
            self._bundle({place for row in same for place in widened(row.place)}),
            self._bundle({row.publisher for row in same if row.publisher}),
        )

    def _report(self, event: int, row: LoadedRow) -> EncodedReport:
        day, _ = _day_and_month(row.date)
        published, _ = _day_and_month(row.published or row.date)
        return (
            event,
            published,
            self._name(row.publisher),
            row.title,
            row.url,
            self._name(row.dataset),
            row.identifier,
            self._action(row.action),
            self._name(row.actor),
            self._name(row.target or ""),
            None if row.date is None else day,
            round(row.confidence * 100),
            row.sentence,
        )


def _by_key(rows: Iterable[LoadedRow]) -> dict[int, list[LoadedRow]]:
    """Give the rows that tell of one event together, by its key."""
    found: dict[int, list[LoadedRow]] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(row)
    return found


def _key(row: LoadedRow) -> int:
    """Give the key of a row's event: as that of an event of the graph, but no other data set shares it."""
    day = row.date.isoformat() if row.date else ""
    parts = (row.dataset, row.source_side, row.action, row.target_side or "", day)
    return int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest()[:6])


@lru_cache(maxsize=_DAYS)
def _day_and_month(day: dt.date | None) -> tuple[int, int | None]:
    return (NO_DAY, None) if day is None else (day.toordinal(), month_of(day))
