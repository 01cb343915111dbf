"""Room on the disk where a store lies: whether there is enough to write, and which errors say that there is none."""

import errno
import shutil
import sqlite3
from pathlib import Path

from communique.graph.stores.protocol import StoreFullError

# With less than this nothing is written any more: an engine that runs out of room in the middle stands still.
RESERVE = 16 << 20
_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# The engine tells only in words.
_WORDS = ("No space left on device", "Disk quota exceeded", "File too large")


def has_room(folder: Path) -> bool:
    """Tell whether there is enough room on the disk of a folder to write to it."""
    try:
        return shutil.disk_usage(folder).free >= RESERVE
    except OSError:
        # What hinders us from looking need not hinder from writing.
        return True


def is_full(error: BaseException | None) -> bool:
    """Tell whether an error, or what it was raised from, says that there is no room left."""
    while error is not None:
        if isinstance(error, StoreFullError):
            return True
        if isinstance(error, sqlite3.Error):
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code == sqlite3.SQLITE_FULL:
                return True
        elif isinstance(error, OSError) and (error.errno in _ERRORS or any(word in str(error) for word in _WORDS)):
            return True
        error = error.__cause__ or error.__context__
    return False


def no_room(where: Path | None) -> str:
    """Say that there is no room left, and what to do."""
    return f"there is no room left on the disk of {where}: it can be read, and written again when there is room"
