"""Which store lies in a folder, who opened it last for writing, and who reads it: by the files of the engine."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from communique.graph.stores.protocol import StoreInUseError

_CURRENT, _LOCK = "CURRENT", "LOCK"


@dataclass(frozen=True, slots=True)
class StoreIdentity:
    """`store` is another for every store that is made, `opening` another whenever one is opened for writing."""

    store: str
    opening: str


def identity(folder: Path) -> StoreIdentity | None:
    """Give the identity of the store in a folder, None where there is none.

    The engine writes a random name once, and at every opening the file that names its list of files anew. A copy put
    in the place of a store has other files, even where their names and contents are the same.
    """
    try:
        made = folder.joinpath("IDENTITY").read_text(encoding="utf-8").strip()
        current = folder / _CURRENT
        found = current.stat()
        listed = current.read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return StoreIdentity(made, f"{listed} {found.st_ino} {found.st_mtime_ns}")


def exists(folder: Path) -> bool:
    """Tell whether there is a store in a folder."""
    return (folder / _CURRENT).is_file()


@contextmanager
def sharing(folder: Path) -> Iterator[None]:
    """Keep writers out while the store in a folder is read: what a reader beside a writer sees is undefined.

    Raises StoreInUseError where another process writes to it.
    """
    lock = folder / _LOCK
    if sys.platform == "win32" or not os.access(lock, os.R_OK):
        yield
        return
    import fcntl

    with lock.open("rb") as held:
        try:
            fcntl.lockf(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            message = f"the store in {folder} is in use by another process: wait for its end, or ask it over HTTP"
            raise StoreInUseError(message) from error
        yield


def is_held(folder: Path) -> bool:
    """Tell whether another process writes to the store in a folder."""
    try:
        with sharing(folder):
            return False
    except StoreInUseError:
        return True
