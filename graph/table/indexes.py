"""The indexes and numbers of an event table: put off while it is filled, made when it is full."""

import sqlite3

import communique.graph.table.layout as layout
from communique.graph.table.file import transaction
from communique.graph.table.numbers import make_numbers, stop_numbers


def begin(database: sqlite3.Connection) -> None:
    """Make a table ready to be filled with much: without indexes, numbers and words, until `finish`."""
    stop_numbers(database)
    for name in ("event_key", *layout.INDEXES):
        database.execute(f"DROP INDEX IF EXISTS {name}")


def finish(database: sqlite3.Connection) -> None:
    """Make the indexes and numbers, and index the words, which was left to do."""
    make_indexes(database)
    make_numbers(database)
    if database.execute("SELECT 1 FROM report WHERE sentence <> '' LIMIT 1").fetchone():
        database.execute("INSERT INTO words (words) VALUES ('rebuild')")


def make_indexes(database: sqlite3.Connection) -> None:
    """Make the indexes that are not there."""
    # What is sorted in runs of this size stays in the processor's own cache: a fifth faster than with many megabytes.
    database.execute("PRAGMA cache_size = -2000")
    database.execute(layout.KEY_INDEX)
    database.execute(layout.DOCUMENT_INDEX)
    for name in layout.INDEXES:
        database.execute(layout.index(name))


def renew_indexes(database: sqlite3.Connection) -> None:
    """Make the indexes anew that are there with other columns, as an earlier version made them."""
    stored = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'"))
    others = [name for name in layout.INDEXES if name in stored and stored[name] != layout.index_as_stored(name)]
    if others:
        with transaction(database):
            for name in others:
                database.execute(f"DROP INDEX {name}")
                database.execute(layout.index(name))
