"""Making a backup of a store, also while another process writes to it: whole, and verified."""

import datetime as dt
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from communique.graph.backups.files import STORE, beside, renamed, sync, sync_folder, take
from communique.graph.backups.manifest import FORM, MANIFEST, Backup, digest_of, verify
from communique.graph.event_graph import EventGraph
from communique.graph.stores.changes import Position
from communique.graph.stores.documents import every_document
from communique.graph.stores.identity import is_held, sharing
from communique.graph.stores.journal_reading import journal_file
from communique.graph.stores.protocol import StoreDamagedError, StoreInUseError
from communique.graph.stores.side_files import opened_to_read, real_folder
from communique.graph.stores.snapshot_requests import requested_snapshot
from communique.graph.stores.whole_files import errors_of
from communique.graph.table.sums import is_as_written, sum_file

_PATIENCE = 60.0
# So often a state is looked for in which nothing is being written.
_TRIES = 5
Opener = Callable[[Path], EventGraph]


def back_up(store: Path, target: Path, opened: Opener) -> Backup:
    """Make a backup of a store in a new folder, which appears whole or not at all, and verify it.

    Parameters
    ----------
    store
        Folder of the store; another process may be writing to it.
    target
        Folder to be made.
    opened
        Opens a store for reading.

    Raises
    ------
    FileExistsError
        Where there is something at `target`.
    StoreInUseError
        Where the process that writes to the store makes no snapshot.
    StoreUnfinishedError
        Where the graph is not whole.
    """
    store = real_folder(store)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FileExistsError(f"there is something in {target} already: name a new folder for each backup")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        with errors_of(target, part):
            quiescent = _copied(store, part)
            made = _listed(part, opened, quiescent=quiescent)
            verify(part)
            sync(part)
            if target.exists():
                target.rmdir()
            part.rename(target)
        sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return made


def _copied(store: Path, part: Path) -> bool:
    """Copy a store with what lies beside it; gives whether all of it is of one state, as it then mostly is."""
    for _ in range(_TRIES):
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        before = _position(journal_file(store))
        with _still(store) as folder:
            for path in sorted(folder.iterdir()):
                if path.is_file() and path.name != "LOCK":
                    take(path, part / STORE / path.name)
        with suppress(FileNotFoundError):
            # A snapshot has none, and by it a journal knows its store.
            shutil.copyfile(store / "IDENTITY", part / STORE / "IDENTITY")
        # The journal last: what it names and the others lack is found, not so what only they have.
        for path in sorted(beside(store), key=lambda path: path == journal_file(store)):
            _check_written(path)
            take(path, part / renamed(path.name, store.name, STORE))
        journal = part / journal_file(Path(STORE)).name
        if not journal.exists() or before is None or before == _position(journal):
            return before is not None
    return False


@contextmanager
def _still(store: Path) -> Iterator[Path]:
    """Give a folder with the files of a store that nobody changes: the store itself, or a snapshot of its writer."""
    for _ in range(_TRIES):
        try:
            with sharing(store):
                yield store
                return
        except StoreInUseError:
            with requested_snapshot(store, lambda: is_held(store), _PATIENCE) as snapshot:
                if snapshot is not None:
                    yield snapshot
                    return
    raise StoreInUseError(f"the store in {store} is in use by other processes: wait for their end")


def _check_written(source: Path) -> None:
    """Refuse a database that by its checksum is not what was written to it: its copy would have none."""
    if not sum_file(source).exists():
        return
    with suppress(sqlite3.Error), closing(opened_to_read(source)) as database:
        if is_as_written(database, source) is False:
            message = f"{source} is not what was written: open the store once for writing, which makes it anew"
            raise StoreDamagedError(message)


def _position(journal: Path) -> Position | None:
    """Give how far a journal has come, None where something is being written or has to be compared."""
    if not journal.exists():
        return None
    with closing(opened_to_read(journal)) as database:
        state = dict(database.execute("SELECT name, value FROM state"))
        (number,) = database.execute("SELECT MAX(number) FROM changes").fetchone()
        (pending,) = database.execute("SELECT COUNT(*) FROM pending").fetchone()
    if pending or "due" in state:
        return None
    return Position(state.get("generation", ""), int(number or 0))


def _listed(part: Path, opened: Opener, *, quiescent: bool) -> Backup:
    """Read all of a backup once, as the engine checks what it reads, and write the list of its files."""
    with opened(part / STORE) as graph:
        documents = sum(1 for _ in every_document(graph.world))
        quads = graph.size
    # Opened only for reading, the engine leaves nothing behind but its log.
    files = {path.relative_to(part).as_posix(): path for path in part.rglob("*") if path.is_file()}
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    size = sum(path.stat().st_size for path in files.values())
    backup = Backup(made, documents, quads, len(files), size, quiescent)
    digests = {name: digest_of(path) for name, path in sorted(files.items())}
    text = json.dumps({"form": FORM, "backup": asdict(backup), "files": digests}, indent=1)
    with (part / MANIFEST).open("x", encoding="utf-8") as output:
        output.write(text)
        output.flush()
        os.fsync(output.fileno())
    return backup
