"""What the file of a journal says to who only reads it: how far it has come, and whether power was lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

from communique.graph.stores import power
from communique.graph.stores.changes import Position
from communique.graph.stores.identity import StoreIdentity
from communique.graph.stores.side_files import beside, opened_to_read

# Under which name a journal says what has to be done before it holds again.
DUE = "due"
# In which run of the machine the store was opened, unless all is safe.
RUN, AT_REST = "run", "at rest"


def position_in(file: Path, found: StoreIdentity | None = None) -> Position | None:
    """Give how far the journal in a file has come, without writing to it; None where that cannot be told.

    With the identity that a store has now, None also where others may have written to it since.
    """
    try:
        with closing(opened_to_read(file)) as database:
            state = dict(database.execute("SELECT name, value FROM state"))
            (number,) = database.execute("SELECT MAX(number) FROM changes").fetchone()
            (pending,) = database.execute("SELECT COUNT(*) FROM pending").fetchone()
    except sqlite3.Error:
        return None
    if found is not None and (pending or (state.get("store"), state.get("opening")) != (found.store, found.opening)):
        return None
    if DUE in state or is_lost(state.get(RUN)):
        return None
    return Position(state["generation"], int(number or state.get("after") or 0))


def lost_power(file: Path) -> bool:
    """Tell whether, by the journal in a file, power was lost when its store was last written to."""
    try:
        with closing(opened_to_read(file)) as database:
            row = database.execute("SELECT value FROM state WHERE name = ?", (RUN,)).fetchone()
    except sqlite3.Error:
        return False
    return row is not None and is_lost(row[0])


def is_lost(run: str | None) -> bool:
    """Tell whether power was lost, by the run of the machine that a journal has noted; it notes none at first."""
    return run not in (None, AT_REST, power.run_of_machine())


def journal_file(store: Path) -> Path:
    """Give the file of a store's journal."""
    return beside(store, "changes")
