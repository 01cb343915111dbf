"""The checksum of a table's file: whether it is, byte for byte, what was written to it.

The checks of SQLite see what is wrong between pages, and not a value that has become another. So whoever closes a table
writes down the checksum of its file, and with it a mark that each transaction changes: where the marks are the same, so
must be the bytes. After a process was killed they are not, and nothing can be told.
"""

import secrets
import sqlite3
import zlib
from contextlib import suppress
from pathlib import Path

from communique.graph.stores.side_files import checksum, companions
from communique.graph.stores.whole_files import whole_file

_AT_ONCE = 1 << 20
_MARK = "SELECT value FROM state WHERE name = 'written'"


def mark(database: sqlite3.Connection) -> None:
    """Note within a transaction that the file becomes another."""
    database.execute("REPLACE INTO state VALUES ('written', ?)", (secrets.token_hex(8),))


def marked(database: sqlite3.Connection) -> str | None:
    """Give what is noted of the last transaction."""
    row = database.execute(_MARK).fetchone()
    return None if row is None else str(row[0])


def write_sum(database: sqlite3.Connection, file: Path) -> None:
    """Write down the checksum of a file, which only this connection writes; without room there is none."""
    row = database.execute(_MARK).fetchone()
    said = _said(file)
    if row is None or (said is not None and said[0] == row[0]) or not _is_whole(database, file):
        return
    found = _sum_of(file)
    with suppress(OSError), whole_file(sum_file(file), mode=0o600) as output:
        output.write(f"{row[0]} {found} {checksum(row[0], found)}\n".encode())


def is_as_written(database: sqlite3.Connection, file: Path) -> bool | None:
    """Tell whether an opened file is what was written to it; None where that cannot be told."""
    said, row = _said(file), database.execute(_MARK).fetchone()
    if said is None or row is None or row[0] != said[0] or not _is_whole(database, file):
        return None
    return _sum_of(file) == said[1]


def sum_file(file: Path) -> Path:
    """Give the file in which the checksum of a table's file stands."""
    return file.with_name(f"{file.name}.sum")


def _said(file: Path) -> tuple[str, int] | None:
    """Give the mark and the checksum that were written down, None where there are none that can be read."""
    try:
        written, found, own = sum_file(file).read_text("ascii").split()
        return (written, int(found)) if int(own) == checksum(written, int(found)) else None
    except (OSError, ValueError):
        return None


def _is_whole(database: sqlite3.Connection, file: Path) -> bool:
    """Tell whether nothing of the file stands in its write-ahead log alone, after moving what does."""
    log = companions(file)[1]
    if not log.exists() or log.stat().st_size == 0:
        return True
    try:
        busy, pages, moved = database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    except sqlite3.OperationalError:
        return False
    return bool(busy == 0 and pages == moved)


def _sum_of(file: Path) -> int:
    found, buffer = 0, bytearray(_AT_ONCE)
    with file.open("rb", buffering=0) as stream:
        while read := stream.readinto(buffer):
            found = zlib.crc32(memoryview(buffer)[:read], found)
    return found
