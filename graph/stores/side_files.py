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
# What SQLite says where it can make no files beside one.
_NO_FILES_BESIDE = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
# Of the write-ahead log: its header, and that of each of its pages.
_LOG_HEADER, _PAGE_HEADER = 32, 24


def real_folder(store: Path) -> Path:
    """Give the folder that a link to a store leads to: beside the link nobody would find what belongs to the store."""
    return store.resolve() if store.is_symlink() else store


def beside(store: Path, kind: str) -> Path:
    """Give the file of a kind that lies beside a store."""
    folder = real_folder(store).absolute()
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
        database = _tried(_address(file, "mode=rw"))
    except sqlite3.OperationalError:
        return _connected(address_to_read(file))
    database.execute("PRAGMA query_only = 1")
    return database


def address_to_read(file: Path) -> str:
    """Give the address by which a file is only read, also where SQLite can make no files beside it.

    It makes them to share a file with who writes to it. Where there is no room for them, or the folder cannot be
    written to, and they are not there, nobody does.
    """
    address = _address(file, "mode=ro")
    try:
        _tried(address).close()
    except sqlite3.OperationalError as error:
        if makes_no_files(error) and not _has_log(file):
            return _address(file, "mode=ro&immutable=1")
    return address


def makes_no_files(error: Exception) -> bool:
    """Tell whether an error of SQLite may say that nothing can be written beside a file, nor to it."""
    return isinstance(error, sqlite3.OperationalError) and _code(error) in _NO_FILES_BESIDE


def _has_log(file: Path) -> bool:
    """Tell whether something of a file may stand beside it alone."""
    _, log, _, journal = companions(file)
    return any(path.exists() and path.stat().st_size > 0 for path in (log, journal))


def _tried(address: str) -> sqlite3.Connection:
    """Open a file and read something of it, for it is not opened before."""
    database = _connected(address)
    try:
        database.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    except BaseException:
        database.close()
        raise
    return database


def _connected(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)


def _address(file: Path, how: str) -> str:
    return f"{file.absolute().as_uri()}?{how}"


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)) & 0xFF


def is_damage(error: BaseException, file: Path | None = None) -> bool:
    """Tell whether an error of SQLite says that the file is not what was written to it."""
    if isinstance(error, UnicodeDecodeError):
        # Of a message that quotes what stands in the file.
        return True
    if not isinstance(error, sqlite3.DatabaseError) or isinstance(error, sqlite3.ProgrammingError):
        return False
    code = _code(error)
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
