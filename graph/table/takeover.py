"""What a table that is made anew takes over from the one before: the rows that were loaded into it alone.

They are read by the layout in which they were written. A file whose rows cannot be taken over is kept under another
name.
"""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from communique.graph.stores.side_files import address_to_read, companions, opened_to_read, remove
from communique.graph.table import alone, layout

# How the names of notes about loaded rows begin.
LOADED_NOTE = "loaded: "
_OF_LOADED = "event IN (SELECT key FROM old.event WHERE loaded)"
# Which rows of each table are loaded ones, or what these refer to.
_LOADED = {
    "name": "",
    "bundle": "",
    "member": "",
    "action": "",
    "document": f"WHERE id IN (SELECT document FROM old.report WHERE {_OF_LOADED})",
    "report": f"WHERE {_OF_LOADED}",
    "event": "WHERE loaded",
    "state": f"WHERE name GLOB '{LOADED_NOTE}*' OR name = '{alone.NOTE}'",
}
_LOG = logging.getLogger(__name__)


def has_loaded(file: Path) -> bool:
    """Tell whether a file holds what was loaded into the table alone."""
    return _may_hold(file) is True


def take_over(database: sqlite3.Connection, old: Path) -> bool:
    """Copy what was loaded into the table alone from another file, within no transaction; gives whether all is taken.

    What stands there for names then does so here.
    """
    if not old.exists():
        return True
    try:
        database.execute("ATTACH ? AS old", (address_to_read(old),))
        (version,) = database.execute("SELECT value FROM old.state WHERE name = 'layout'").fetchone()
        if database.execute("SELECT 1 FROM old.event WHERE loaded LIMIT 1").fetchone() is None:
            return True
        if version not in layout.LACKING:
            return False
        _copy(database, version)
    except (sqlite3.DatabaseError, TypeError):
        if database.in_transaction:
            database.execute("ROLLBACK")
        return _may_hold(old) is False
    finally:
        with suppress(sqlite3.OperationalError):
            database.execute("DETACH old")
        with suppress(sqlite3.Error):
            # It takes away what was put beside the file to share it.
            opened_to_read(old).close()
    return True


def set_aside(file: Path) -> None:
    """Take away a damaged file; where it may hold what no graph holds it goes under another name, which is logged."""
    if _may_hold(file) is False:
        _LOG.warning("%s is damaged, and made anew from the graph", file)
        remove(file)
    else:
        keep(file, "damaged")


def keep(file: Path, why: str) -> None:
    """Give a file of which rows are not taken over another name, and tell it."""
    aside = next(place for place in _places(file, why) if not place.exists())
    for path, place in zip(companions(file), companions(aside), strict=True):
        with suppress(FileNotFoundError):
            path.replace(place)
    rows = alone.noted(file)
    _LOG.warning(
        "%s (%s) may hold rows that were imported into the event table alone%s, which cannot be taken from it: import "
        "their tables again (communique import --table-only); it is kept as %s: delete it when all is well",
        file,
        why.replace("-", " "),
        f" ({alone.listed(rows)})" if rows else "",
        aside,
    )


def why_not_taken(file: Path) -> str:
    """Tell why the rows of a file are not taken over: they are of a layout that nobody reads, or of none."""
    found = _layout_in(file)
    return f"layout-{found}" if found else "damaged"


def _layout_in(file: Path) -> str:
    """Give the layout that a file says it has, the empty string where it says none."""
    with suppress(sqlite3.Error, UnicodeDecodeError, TypeError), closing(opened_to_read(file)) as database:
        return str(database.execute("SELECT value FROM state WHERE name = 'layout'").fetchone()[0])
    return ""


def _copy(database: sqlite3.Connection, version: str) -> None:
    """Copy the loaded rows of a layout from the database that is attached."""
    database.execute("BEGIN IMMEDIATE")
    for table, which in _LOADED.items():
        columns = [row[1] for row in database.execute(f"PRAGMA main.table_info({table})")]
        values = (layout.LACKING[version].get(f"{table}.{column}", column) for column in columns)
        database.execute(
            f"INSERT INTO main.{table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM old.{table} {which}"
        )
    alone.put(database, alone.held(database))
    database.execute("COMMIT")


def _may_hold(file: Path) -> bool | None:
    """Tell whether a file holds loaded rows; None where neither it nor what was noted beside it can tell."""
    if not file.exists():
        return False
    try:
        with closing(opened_to_read(file)) as database:
            return database.execute("SELECT 1 FROM event WHERE loaded LIMIT 1").fetchone() is not None
    except (sqlite3.Error, UnicodeDecodeError):
        rows = alone.noted(file)
        return None if rows is None else any(rows.values())


def _places(file: Path, why: str) -> Iterator[Path]:
    yield file.with_name(f"{file.name}.{why}")
    number = 2
    while True:
        yield file.with_name(f"{file.name}.{why}-{number}")
        number += 1
