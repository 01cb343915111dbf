"""Snapshots for who reads a store while another process writes to it: a file asks for one, and the writer makes it.

What a reader sees that opens the store beside its writer is undefined, and only the writer can make a snapshot. So it
looks a few times a second for requests in a folder beside the store. Whoever may write there may have the store copied.
"""

import os
import secrets
import shutil
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from communique.graph.stores.protocol import StoreInUseError

_PAUSE = 0.05
_REQUEST, _PART, _SNAPSHOT, _FAILED = ".request", ".part", ".snapshot", ".failed"
Backup = Callable[[Path], None]


class SnapshotsOnRequest:
    """Makes snapshots of a store for the readers that ask, in a thread, until it is closed or the store is gone."""

    def __init__(self, location: Path, backup: "weakref.WeakMethod[Backup]") -> None:
        folder = _folder(location)
        _forget_the_dead(folder)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=_answer, args=(folder, backup, self._closed), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Answer no more."""
        self._closed.set()
        self._thread.join()


@contextmanager
def requested_snapshot(location: Path, is_held: Callable[[], bool], patience: float) -> Iterator[Path | None]:
    """Give the folder of a snapshot made by the process that writes to a store, for as long as the block lasts.

    None where by now no process writes (`is_held` tells). Raises StoreInUseError where none comes within so many
    seconds.
    """
    folder = _folder(location)
    # The writer tells by the number whether who asked is still there.
    asked = folder / f"{os.getpid()}-{secrets.token_hex(8)}{_REQUEST}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        asked.touch(exist_ok=False)
    except OSError as error:
        raise _in_use(location, f"{folder} cannot be written to") from error
    try:
        yield _awaited(asked, location, is_held, time.monotonic() + patience)
    finally:
        for suffix in (_REQUEST, _FAILED):
            asked.with_suffix(suffix).unlink(missing_ok=True)
        for suffix in (_PART, _SNAPSHOT):
            shutil.rmtree(asked.with_suffix(suffix), ignore_errors=True)
        with suppress(OSError):
            folder.rmdir()


def _awaited(asked: Path, location: Path, is_held: Callable[[], bool], deadline: float) -> Path | None:
    snapshot, failed = asked.with_suffix(_SNAPSHOT), asked.with_suffix(_FAILED)
    while not snapshot.is_dir():
        if failed.is_file():
            # Where there is no room for a snapshot there may be none to say so.
            why = failed.read_text("utf-8") or "its disk has no room to say why"
            raise _in_use(location, f"it can make no snapshot ({why})")
        if not is_held():
            return None
        if time.monotonic() > deadline:
            raise _in_use(location, "it gives no snapshot")
        time.sleep(_PAUSE / 2)
    return snapshot


def _in_use(location: Path, why: str) -> StoreInUseError:
    return StoreInUseError(f"the store in {location} is in use by another process, and {why}: wait for its end")


def _answer(folder: Path, backup: "weakref.WeakMethod[Backup]", closed: threading.Event) -> None:
    while not closed.wait(_PAUSE):
        make = backup()
        if make is None:
            return
        for asked in sorted(folder.glob(f"*{_REQUEST}")):
            _make(asked, make)
        # Between two looks the store may go: nothing here holds it.
        del make


def _make(asked: Path, make: Backup) -> None:
    part = asked.with_suffix(_PART)
    try:
        make(part)
        part.rename(asked.with_suffix(_SNAPSHOT))
    except (OSError, RuntimeError, ValueError) as error:
        with suppress(OSError):
            asked.with_suffix(_FAILED).write_text(str(error), encoding="utf-8")
    with suppress(OSError):
        asked.unlink(missing_ok=True)


def _forget_the_dead(folder: Path) -> None:
    """Delete what is left of readers that were killed."""
    for path in folder.glob("*-*.*"):
        if not is_running(path.name.partition("-")[0]):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()


def is_running(process: str) -> bool:
    """Tell whether there is a process of this number on this machine."""
    try:
        os.kill(int(process), 0)
    except PermissionError:
        return True
    except (OSError, ValueError, OverflowError):
        return False
    return True


def _folder(location: Path) -> Path:
    return location.absolute().with_name(f".{location.name}.requests")
