"""What stands out: the strongest pairs of sides, those that changed most of late, the places of events.

And the events of an article, and the data sets that tell of events.
"""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import communique.graph.table.layout as layout
from communique.graph.filters import EventFilter
from communique.graph.table.conditions import any_way
from communique.graph.table.view import View
from communique.ontology.types import is_named_place

_YEAR = 12
# Where a report's trigger begins, its action, actor and target (empty where it has none).
Claim = tuple[int, str, str, str]
_PAIR = "MIN(source, target) AS one_side, MAX(source, target) AS other_side"
_OTHERS = "source != target"
# So many pairs have as many events as the last of twice so many dyads, at least; so one of the two dyads of each pair
# that is sought has half as many. Only such pairs are added up.
_STRONGEST = f"""
WITH busiest AS (SELECT events FROM dyad WHERE {_OTHERS} ORDER BY events DESC LIMIT 2 * ?1),
pairs AS (
    SELECT DISTINCT {_PAIR} FROM dyad
    WHERE {_OTHERS} AND dyad.events >= (SELECT (COALESCE(MIN(events), 0) + 1) / 2 FROM busiest)
)
SELECT summed.* FROM (
    SELECT one_side, other_side, SUM(events) AS events, SUM(one), SUM(two), SUM(three), SUM(four), SUM(score),
        MIN(first), MAX(last)
    FROM pairs CROSS JOIN dyad
    ON (source = one_side AND target = other_side) OR (source = other_side AND target = one_side)
    GROUP BY one_side, other_side
) AS summed CROSS JOIN name a ON a.id = one_side CROSS JOIN name b ON b.id = other_side
ORDER BY summed.events DESC, MIN(a.text, b.text), MAX(a.text, b.text) LIMIT ?1
"""
# Of each pair that has events in the last month these, and those in the year before it: cooperation, then conflict. The
# dyads tell by their last days which pairs have; there is no index of months, and most pairs have none of late.
_MONTHS = f"month BETWEEN :last - {_YEAR} AND :last"
_MOVED = f"""
WITH pairs AS (SELECT DISTINCT {_PAIR} FROM dyad WHERE last >= :first_day AND {_OTHERS})
SELECT one_side, other_side, SUM((month = :last) * (one + two)), SUM((month < :last) * (one + two)),
    SUM((month = :last) * (three + four)), SUM((month < :last) * (three + four))
FROM pairs CROSS JOIN dyad_month
ON (source = one_side AND target = other_side AND {_MONTHS})
OR (source = other_side AND target = one_side AND {_MONTHS})
GROUP BY one_side, other_side
"""
_CLAIMS = """
SELECT r.start, r.action, r.actor, r.target, r.event FROM report r CROSS JOIN document d ON d.id = r.document
WHERE d.name = ? AND EXISTS (SELECT 1 FROM event WHERE key = r.event)
"""
_PLACES = """
SELECT e.places, SUM(quad = 1), SUM(quad = 2), SUM(quad = 3), SUM(quad = 4)
FROM event e CROSS JOIN action a ON a.id = e.action WHERE e.places AND {where} GROUP BY e.places
"""
_DATASETS = "SELECT DISTINCT e.datasets FROM event e WHERE {where}"


@dataclass(frozen=True, slots=True)
class Strength:
    """Two sides and what there is between them in both directions, with the days of the first and the last event."""

    sides: tuple[str, str]
    events: int
    quads: tuple[int, int, int, int]
    goldstein_sum: float
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def goldstein_mean(self) -> float:
        """Give the mean Goldstein score."""
        return self.goldstein_sum / self.events


@dataclass(frozen=True, slots=True)
class Move:
    """Two sides, the events of a kind between them in a month, and how many a month there were in the year before."""

    sides: tuple[str, str]
    conflict: bool
    month: str
    events: int
    before: float

    @property
    def kind(self) -> str:
        """Give of what kind the events are."""
        return "conflict" if self.conflict else "cooperation"

    @property
    def more(self) -> float:
        """Give how many more events there were than in a usual month."""
        return self.events - self.before


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """The id of a place, and how many events of each quad class were there."""

    place: str
    quads: tuple[int, int, int, int]

    @property
    def events(self) -> int:
        """Give the number of events."""
        return sum(self.quads)


def strongest(view: View, limit: int) -> list[Strength]:
    """Give the pairs of two sides with most events, in both directions."""
    with view.reading() as database:
        return [
            Strength(
                _names(view, database, one, other),
                events,
                (a, b, c, d),
                score / layout.SCALE,
                *map(layout.date_of, ends),
            )
            for one, other, events, a, b, c, d, score, *ends in database.execute(_STRONGEST, (limit,))
        ]


def moves(view: View, limit: int) -> list[Move]:
    """Give the pairs with most more events of a kind in the last month than in a month of the year before.

    Those of most more come first, at most so many of each kind.
    """
    with view.reading() as database:
        latest = layout.date_of(database.execute("SELECT MAX(last) FROM dyad").fetchone()[0])
        if latest is None:
            return []
        last = layout.month_of(latest)
        found = list(database.execute(_MOVED, {"last": last, "first_day": latest.replace(day=1).toordinal()}))
        return [move for conflict in (True, False) for move in _most(view, database, found, last, conflict)[:limit]]


def places(view: View, ways: Iterable[EventFilter], limit: int) -> list[PlaceCount]:
    """Give the places of the events that meet one of some filters that exclude each other, those of most events first.

    An event is where its narrowest places are.
    """
    counted: dict[str, tuple[int, int, int, int]] = {}
    with view.reading() as database:
        for wanted in ways:
            where = any_way(wanted, view, database)
            for bundle, one, two, three, four in database.execute(_PLACES.format(where=where)):
                for name in _narrowest(view.names.bundle(database, bundle)):
                    a, b, c, d = counted.get(name, (0, 0, 0, 0))
                    counted[name] = (a + one, b + two, c + three, d + four)
    found = (PlaceCount(name, quads) for name, quads in counted.items())
    return sorted(found, key=lambda each: (-each.events, each.place))[:limit]


def datasets(view: View, ways: Iterable[EventFilter]) -> list[str]:
    """Give the data sets, by name, that tell of an event which meets one of some filters."""
    found: set[str] = set()
    with view.reading() as database:
        for wanted in ways:
            where = any_way(wanted, view, database)
            for (bundle,) in database.execute(_DATASETS.format(where=where)).fetchall():
                found.update(view.names.bundle(database, bundle))
    return sorted(found)


def events_of_document(view: View, document: str) -> dict[Claim, str]:
    """Give the keys of the events that the reports of a document assert or deny, by what tells the reports apart."""
    with view.reading() as database:
        found = database.execute(_CLAIMS, (document,)).fetchall()
        claims: dict[Claim, str] = {}
        for start, action, actor, target, key in found:
            name_of = partial(view.names.of, database)
            claims[start, name_of(action), name_of(actor), name_of(target)] = layout.key_of(key)
        return claims


def _narrowest(names: tuple[str, ...]) -> Iterator[str]:
    named = [name for name in names if is_named_place(name)]
    around = {name.partition(".")[0] for name in named}
    yield from named
    yield from (name for name in names if name not in named and name not in around)


def _most(
    view: View, database: sqlite3.Connection, found: list[tuple[int, ...]], last: int, conflict: bool
) -> list[Move]:
    made = []
    for one, other, *numbers in found:
        now, before = numbers[2:] if conflict else numbers[:2]
        if now * _YEAR > before:
            sides = _names(view, database, one, other)
            made.append(Move(sides, conflict, layout.month_name(last), now, before / _YEAR))
    return sorted(made, key=lambda move: (-move.more, move.sides))


def _names(view: View, database: sqlite3.Connection, one: int, other: int) -> tuple[str, str]:
    first, second = sorted((view.names.of(database, one), view.names.of(database, other)))
    return first, second
