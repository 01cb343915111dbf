"""What the event table alone holds, by data set, noted in the table and in a file beside it.

All else in the table follows from the graph, and is made anew where it is lost. Rows that were loaded into it alone are
not: so the file beside it, which outlives it, tells how many there should be.
"""

import json
import logging
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from communique.graph.stores.whole_files import whole_file
from communique.graph.table.sums import mark

# Under which name the table's state tells the same.
NOTE = "loaded rows"
_COUNTED = """
SELECT name.text, SUM(event.reports) FROM event JOIN member ON member.bundle = event.datasets
JOIN name ON name.id = member.name WHERE event.loaded GROUP BY name.text ORDER BY name.text
"""
_LOG = logging.getLogger(__name__)


def register_of(table: Path) -> Path:
    """Give the file beside a table that tells what it alone holds."""
    return table.with_suffix(".loaded")


def noted(table: Path) -> dict[str, int] | None:
    """Give how many rows of each data set the file beside a table tells of, None where there is none."""
    with suppress(OSError, ValueError, AttributeError):
        found = json.loads(register_of(table).read_text("utf-8"))
        return {str(dataset): int(rows) for dataset, rows in found.items()}
    return None


def held(database: sqlite3.Connection) -> dict[str, int]:
    """Give how many rows of each data set a table alone holds; one of an earlier version is counted."""
    row = database.execute("SELECT value FROM state WHERE name = ?", (NOTE,)).fetchone()
    if row is None:
        return count(database)
    return {str(dataset): int(rows) for dataset, rows in json.loads(row[0]).items()}


def count(database: sqlite3.Connection) -> dict[str, int]:
    """Count the rows of each data set that a table alone holds."""
    if database.execute("SELECT 1 FROM event WHERE loaded LIMIT 1").fetchone() is None:
        return {}
    return dict(database.execute(_COUNTED))


def put(database: sqlite3.Connection, rows: Mapping[str, int]) -> None:
    """Note in a table how many rows of each data set it alone holds."""
    database.execute("REPLACE INTO state VALUES (?, ?)", (NOTE, json.dumps(dict(sorted(rows.items())))))


def missing(table: Path, database: sqlite3.Connection) -> dict[str, int]:
    """Give how many rows of each data set should be in a table, and are not."""
    return dict(Counter(noted(table) or {}) - Counter(held(database)))


def compare(table: Path, database: sqlite3.Connection, *, taken_out: str | None = None) -> None:
    """Tell of rows that are missing in a table, and note beside it those that are there and those that should be.

    Of a data set that was `taken_out` none should be.
    """
    former, there = noted(table), _noting(database)
    due = dict(Counter(former or {}) | Counter(there))
    if taken_out is not None:
        due.pop(taken_out, None)
    if due != (former or {}):
        # Without room it is written when the table is next opened.
        with suppress(OSError), whole_file(register_of(table), mode=0o600) as output:
            output.write(json.dumps(dict(sorted(due.items()))).encode())
    tell(table, dict(Counter(due) - Counter(there)))


def tell(table: Path, lost: Mapping[str, int]) -> None:
    """Tell of rows that are missing in a table."""
    if lost:
        _LOG.warning("%s", loss(table, lost))


def _noting(database: sqlite3.Connection) -> dict[str, int]:
    """Give how many rows a table alone holds, and note them in one that an earlier version has filled."""
    there = held(database)
    if there and database.execute("SELECT 1 FROM state WHERE name = ?", (NOTE,)).fetchone() is None:
        database.execute("BEGIN IMMEDIATE")
        put(database, there)
        mark(database)
        database.execute("COMMIT")
    return there


def loss(table: Path, lost: Mapping[str, int]) -> str:
    """Give the message about rows that are missing, with what can be done."""
    return (
        f"{sum(lost.values())} rows that were imported into the event table alone are missing ({listed(lost)}): import "
        f"their tables again (communique import --table-only), or delete {register_of(table)} where nobody misses them"
    )


def listed(rows: Mapping[str, int]) -> str:
    """Give numbers of rows as text: ``gdelt: 12, icews: 7``."""
    return ", ".join(f"{dataset}: {number}" for dataset, number in sorted(rows.items()))
