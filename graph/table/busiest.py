"""The ordered pairs of sides with most events, chosen by the engine: of hundred thousands a page shows a thousand."""

import datetime as dt
import sqlite3
import sys
from dataclasses import dataclass

from communique.graph.filters import EVERY, EventFilter
from communique.graph.table.names import number_of
from communique.graph.table.rows import Pair
from communique.graph.table.streaming import PAIR_COLUMNS, day_of_pair, pair_of, summed_by_side
from communique.graph.table.view import View

# Of pairs with as many events as the last one some are left out, so these are put in order by their ids.
_BUSIEST = """
WITH {summed} found AS (SELECT * FROM {rows} WHERE source != target {near}),
least AS (SELECT events FROM found ORDER BY events DESC LIMIT 1 OFFSET :limit - 1),
whole AS (SELECT COUNT(*) AS number, MIN(first) AS begin, MAX(last) AS until FROM found)
SELECT {columns}, number, begin, until
FROM found f JOIN name s ON s.id = f.source JOIN name t ON t.id = f.target CROSS JOIN whole
WHERE events >= IFNULL((SELECT events FROM least), 0) ORDER BY events DESC, s.text, t.text LIMIT :limit
"""
_NEAR = """
AND source IN ({partners}) AND target IN ({partners})
"""
_PARTNERS = """
SELECT target FROM {rows} WHERE source = :around UNION SELECT source FROM {rows} WHERE target = :around
UNION SELECT :around
"""


@dataclass(frozen=True, slots=True)
class BusiestPairs:
    """The pairs of most events, how many pairs there are in all, and the first and the last day of any of these."""

    pairs: list[Pair]
    number: int
    first: dt.date | None
    last: dt.date | None


def busiest_sides(view: View, wanted: EventFilter, around: str | None, limit: int | None) -> BusiestPairs:
    """Give the pairs of two sides with most events that meet a filter, those of equals by id.

    `around` a side, only those of it and its partners with one another.
    """
    with view.reading() as database:
        query = _parts(view, wanted, around is not None, database)
        given = {
            "limit": sys.maxsize if limit is None else limit,
            "around": 0 if around is None else number_of(database, around),
        }
        columns = ", ".join(f"f.{name}" for name in PAIR_COLUMNS)
        rows = database.execute(_BUSIEST.format(columns=columns, **query), given).fetchall()
        days = wanted == EVERY
        number, *ends = rows[0][-3:] if rows else (0, None, None)
        first, last = (day_of_pair(each, days=days) for each in ends)
        return BusiestPairs([pair_of(row[:-3], view.names, database, days=days) for row in rows], number, first, last)


def _parts(view: View, wanted: EventFilter, has_centre: bool, database: sqlite3.Connection) -> dict[str, str]:
    """Give what sums up the events of the filter by pair, from where pairs are taken, and which."""
    kept = wanted == EVERY
    rows = "dyad" if kept else "summed"
    partners = _PARTNERS.format(rows=rows)
    return {
        "summed": "" if kept else f"summed AS ({summed_by_side(view, wanted, database)}),",
        "rows": rows,
        "near": _NEAR.format(partners=partners) if has_centre else "",
    }
