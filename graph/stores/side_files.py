"""Files of SQLite that lie beside a store: what was written to them is checked before it is believed."""

import os
import sqlite3
import zlib
from pathlib import Path

# What is wrong outside of a file: it is in use, there is no memory or no room, the disk fails.
_OUTSIDE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
# Of the write-ahead log: its header, and that of each of its pages.
_LOG_HEADER, _PAGE_HEADER = 32, 24


def beside(store: Path, kind: str) -> Path:
    """Give the file of a kind that lies beside a store."""
    folder = store.absolute()
    return folder.with_name(f".{folder.name}.{kind}")


def companions(file: Path) -> list[Path]:
    """Give a file of SQLite with those that it may keep beside it."""
    return [file, *(file.with_name(f"{file.name}{suffix}") for suffix in ("-wal", "-shm", "-journal"))]


def remove(file: Path) -> None:
    """Delete a file of SQLite, which nobody may have open."""
    for path in companions(file):
        path.unlink(missing_ok=True)


def opened_to_read(file: Path) -> sqlite3.Connection:
    """Open a file that is there for reading; who may not write there leaves a file or two beside it.

    Only a connection that may write takes away what it puts beside a file.
    """
    try:
        database = _addressed(file, "rw")
        database.execute("PRAGMA query_only = 1")
        database.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    except sqlite3.OperationalError:
        return _addressed(file, "ro")
    return database


def _addressed(file: Path, mode: str) -> sqlite3.Connection:
    address = f"{file.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)


def is_damage(error: BaseException, file: Path | None = None) -> bool:
    """Tell whether an error of SQLite says that the file is not what was written to it."""
    if isinstance(error, UnicodeDecodeError):
        # Of a message that quotes what stands in the file.
        return True
    if not isinstance(error, sqlite3.DatabaseError) or isinstance(error, sqlite3.ProgrammingError):
        return False
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code == sqlite3.SQLITE_READONLY:
        # By a number in its first page, a file can say so of itself.
        return file is not None and os.access(file, os.W_OK)
    return code not in _OUTSIDE


def checksum(*values: object) -> int:
    """Give the checksum of a row."""
    return zlib.crc32("\x1f".join(map(str, values)).encode("utf-8", "surrogatepass"))


def is_sound(database: sqlite3.Connection, schema: str) -> bool:
    """Tell whether a file has these tables and no others, and its pages and indexes agree."""
    try:
        return _tables(database) == _tables_of(schema) and _checked(database)
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise


def pages_in_log(file: Path) -> int:
    """Give the place of the last page in the write-ahead log of a file that seems to belong to it; 0 where none is.

    A log is there before opening only where a process was killed or power was lost.
    """
    try:
        log = companions(file)[1].read_bytes()
    except FileNotFoundError:
        return 0
    salts = log[16:20], log[20:24]
    size = int.from_bytes(log[8:12], "big") + _PAGE_HEADER
    last = 0
    for number, start in enumerate(range(_LOG_HEADER, len(log), max(size, 512)), start=1):
        head = log[start : start + 16]
        if head[8:12] == salts[0] or head[12:16] == salts[1]:
            last = number
    return max(last, int(len(log) > 0))


def pages_recovered(database: sqlite3.Connection) -> int:
    """Give how many pages of its write-ahead log an opened file has found to be right."""
    _, found, _ = database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return int(found)


def _checked(database: sqlite3.Connection) -> bool:
    return database.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]


def _tables(database: sqlite3.Connection) -> list[tuple[str, str]]:
    return database.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").fetchall()


def _tables_of(schema: str) -> list[tuple[str, str]]:
    database = sqlite3.connect(":memory:")
    try:
        database.executescript(schema)
        return _tables(database)
    finally:
        database.close()
