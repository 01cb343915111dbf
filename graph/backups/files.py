"""What a backup shares with the store that it is of: names of files beside it, and files that are taken and synced."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from communique.graph.stores.journal_file import copied
from communique.graph.stores.protocol import StoreDamagedError

# By this name a store lies in its backup, and in the names of the files beside it.
STORE = "store"
# What is of one process, is made again when it is missing, or belongs to another file: a checksum is of the bytes of
# one file, and a copy that SQLite has made holds the same in others.
CHECKSUM = ".sum"
_LEFT_OUT = (".service", ".requests", ".snapshots", ".new", ".part", "-wal", "-shm", "-journal", ".lock", CHECKSUM)
# What is kept of what was brought up to date or made anew, until its owner deletes it.
_SET_ASIDE = ".layout-", ".damaged"
_SQLITE = b"SQLite format 3\0"


def beside(store: Path) -> Iterator[Path]:
    """Give the files beside a store that are of it: what it keeps hidden, and the actors of one's own."""
    folder = store.absolute()
    for pattern in (f".{folder.name}.*", f"{folder.name}.actors.*"):
        for path in folder.parent.glob(pattern):
            if (
                path.is_file()
                and not path.name.endswith(_LEFT_OUT)
                and not any(map(path.name.__contains__, _SET_ASIDE))
            ):
                yield path


def renamed(name: str, old: str, new: str) -> str:
    """Give the name of a file beside a store for a store of another name."""
    hidden = "." if name.startswith(".") else ""
    return f"{hidden}{new}{name[len(hidden) + len(old) :]}"


def take(source: Path, target: Path) -> None:
    """Give a file a second name where it never changes, else copy it: a database as it is at one moment."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    if source.suffix == ".sst":
        with suppress(OSError):
            os.link(source, target)
            return
    with source.open("rb") as opened:
        is_database = opened.read(len(_SQLITE)) == _SQLITE
    if is_database:
        try:
            copied(source, target)
        except sqlite3.DatabaseError as error:
            message = f"{source} is damaged ({error}): open the store once for writing, which makes it anew"
            raise StoreDamagedError(message) from error
    else:
        shutil.copyfile(source, target)
        target.chmod(0o600)


def sync(folder: Path) -> None:
    """See that a folder with all that is in it survives a loss of power."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as opened:
                os.fsync(opened.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """See that the names in a folder survive a loss of power, where folders can be opened."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
