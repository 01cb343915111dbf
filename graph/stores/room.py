"""Room on the disk where a store lies: whether there is enough to write, and which errors say that there is none."""

import os
import shutil
import sqlite3
import sys
from pathlib import Path

from communique.graph.stores.protocol import StoreFullError
from communique.graph.stores.whole_files import NO_ROOM

# With less than this nothing is written any more: an engine that runs out of room in the middle stands still.
RESERVE = 16 << 20
# And with room for fewer files than these: disks that hold many small ones run out of it first.
FILES = 32
# The engine tells only in words.
_WORDS = ("No space left on device", "Disk quota exceeded", "File too large")


def has_room(store: Path) -> bool:
    """Tell whether there is enough room to write to a store, and to what lies beside it, maybe on another disk."""
    return all(map(_has_room, (store, store.absolute().parent)))


def _has_room(place: Path) -> bool:
    try:
        return shutil.disk_usage(place).free >= RESERVE and _has_room_for_files(place)
    except OSError:
        # What hinders us from looking need not hinder from writing.
        return True


def _has_room_for_files(place: Path) -> bool:
    if sys.platform == "win32":
        return True
    disk = os.statvfs(place)
    # Some disks take any number, and say that they take none.
    return disk.f_files == 0 or disk.f_favail >= FILES


def is_full(error: BaseException | None) -> bool:
    """Tell whether an error, or what it was raised from, says that there is no room left."""
    while error is not None:
        if isinstance(error, StoreFullError):
            return True
        if isinstance(error, sqlite3.Error):
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code == sqlite3.SQLITE_FULL:
                return True
        elif isinstance(error, OSError) and (error.errno in NO_ROOM or any(word in str(error) for word in _WORDS)):
            return True
        error = error.__cause__ or error.__context__
    return False


def no_room(where: Path | None) -> str:
    """Say that there is no room left, and what to do."""
    return f"there is no room left on the disk of {where}: it can be read, and written again when there is room"
