"""Backups of a store in a folder, also while another process writes to it: made whole, verified, restored.

A backup is itself a store by the name of ``store``, with the files that lie beside it and a list of all its files. The
engine's tables never change once they are written, so on one disk they are hard links; on another they are copies.
"""

import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from communique.graph.event_graph import EventGraph
from communique.graph.stores.changes import Position
from communique.graph.stores.documents import every_document
from communique.graph.stores.identity import exists, identity, is_held, sharing
from communique.graph.stores.journal import Journal
from communique.graph.stores.journal_file import copied
from communique.graph.stores.journal_reading import journal_file
from communique.graph.stores.protocol import StoreDamagedError, StoreInUseError, StoreVersionError
from communique.graph.stores.side_files import opened_to_read, real_folder
from communique.graph.stores.snapshot_requests import requested_snapshot
from communique.graph.stores.whole_files import errors_of
from communique.graph.table.alone import register_of
from communique.graph.table.file import put_in_place, table_file
from communique.graph.table.sums import is_as_written, sum_file

# By this name a store lies in its backup, and in the names of the files beside it.
_STORE, _LIST = "store", "backup.json"
_FORM = 1
_PATIENCE = 60.0
# So often a state is looked for in which nothing is being written.
_TRIES = 5
# What is of one process, is made again when it is missing, or belongs to another file: a checksum is of the bytes of
# one file, and a copy that SQLite has made holds the same in others.
_CHECKSUM = ".sum"
_LEFT_OUT = (".service", ".requests", ".snapshots", ".new", ".part", "-wal", "-shm", "-journal", ".lock", _CHECKSUM)
# What is kept of what was brought up to date or made anew, until its owner deletes it.
_SET_ASIDE = ".layout-", ".damaged"
_SQLITE = b"SQLite format 3\0"
_AT_ONCE = 1 << 20
Opener = Callable[[Path], EventGraph]


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds. `quiescent` tells that nothing was being written when it was made."""

    made: str
    documents: int
    quads: int
    files: int
    size: int
    quiescent: bool


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
            _sync(part)
            if target.exists():
                target.rmdir()
            part.rename(target)
        _sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return made


def restore(source: Path, store: Path, *, replace: bool = False) -> Backup:
    """Put a verified backup in the place of a store, which others may neither read nor write meanwhile.

    Raises FileExistsError where there is a store, unless it is to be replaced; StoreDamagedError where the backup is
    not what was written.
    """
    store, found = real_folder(store), verify(source)
    if exists(store) and not replace:
        raise FileExistsError(f"there is a store in {store} already: restore to another place, or ask to replace it")
    part = store.absolute().with_name(f".{store.name}.restoring")
    shutil.rmtree(part, ignore_errors=True)
    store.absolute().parent.mkdir(parents=True, exist_ok=True)
    with errors_of(store, part):
        part.mkdir(mode=0o700)
    try:
        for name in sorted(_read(source)[1]):
            if not name.endswith(_CHECKSUM):
                _take(source / name, part / name)
        _sync(part)
        with _free(store):
            _put(part, store.absolute())
        _sync_folder(store.absolute().parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _adopt(store, quiescent=found.quiescent)
    return found


def verify(folder: Path) -> Backup:
    """Compare all files of a backup with its list; StoreDamagedError that names the first that is not as written."""
    backup, files = _read(folder)
    # What is there besides is never restored.
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name, digest in sorted(files.items()):
        if name not in there:
            raise StoreDamagedError(f"the backup in {folder} is damaged: {name} is missing")
        if _digest(folder / name) != digest:
            raise StoreDamagedError(f"the backup in {folder} is damaged: {name} is not what was written")
    return backup


def _copied(store: Path, part: Path) -> bool:
    """Copy a store with what lies beside it; gives whether all of it is of one state, as it then mostly is."""
    for _ in range(_TRIES):
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        before = _position(journal_file(store))
        with _still(store) as folder:
            for path in sorted(folder.iterdir()):
                if path.is_file() and path.name != "LOCK":
                    _take(path, part / _STORE / path.name)
        with suppress(FileNotFoundError):
            # A snapshot has none, and by it a journal knows its store.
            shutil.copyfile(store / "IDENTITY", part / _STORE / "IDENTITY")
        # The journal last: what it names and the others lack is found, not so what only they have.
        for path in sorted(_beside(store), key=lambda path: path == journal_file(store)):
            _check_written(path)
            _take(path, part / _renamed(path.name, store.name, _STORE))
        journal = part / journal_file(Path(_STORE)).name
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


@contextmanager
def _free(store: Path) -> Iterator[None]:
    """See that nobody has a store open; StoreInUseError else."""
    if exists(store):
        with sharing(store):
            yield
    else:
        yield


def _beside(store: Path) -> Iterator[Path]:
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


def _renamed(name: str, old: str, new: str) -> str:
    hidden = "." if name.startswith(".") else ""
    return f"{hidden}{new}{name[len(hidden) + len(old) :]}"


def _take(source: Path, target: Path) -> None:
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


def _check_written(source: Path) -> None:
    """Refuse a database that by its checksum is not what was written to it: its copy would have none."""
    if not sum_file(source).exists():
        return
    with suppress(sqlite3.Error), closing(opened_to_read(source)) as database:
        if is_as_written(database, source) is False:
            message = f"{source} is not what was written: open the store once for writing, which makes it anew"
            raise StoreDamagedError(message)


def _sync(folder: Path) -> None:
    """See that a folder with all that is in it survives a loss of power."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as opened:
                os.fsync(opened.fileno())
        else:
            _sync_folder(path)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """See that the names in a folder survive a loss of power, where folders can be opened."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _put(part: Path, store: Path) -> None:
    """Put what was brought in the place of a store: it first, for the files beside another are not believed."""
    # But the event table before it, for who is killed in between: rows that it alone holds are taken over from it.
    placed = [store.with_name(_renamed(path.name, _STORE, store.name)) for path in _first(part)]
    for path, place in zip(_first(part), placed, strict=True):
        put_in_place(path, place)
    former = store.with_name(f".{store.name}.replaced")
    if store.exists():
        shutil.rmtree(former, ignore_errors=True)
        store.rename(former)
    (part / _STORE).rename(store)
    of_files = ("-wal", "-shm", "-journal", _CHECKSUM)
    for path in [*_beside(store), *(each for end in of_files for each in store.parent.glob(f".{store.name}.*{end}"))]:
        if path not in placed:
            path.unlink(missing_ok=True)
    for path in part.iterdir():
        path.rename(store.with_name(_renamed(path.name, _STORE, store.name)))
    shutil.rmtree(former, ignore_errors=True)


def _first(part: Path) -> list[Path]:
    """Give the files that tell what the event table alone holds, and the table."""
    table = table_file(journal_file(part / _STORE))
    return [path for path in (register_of(table), table) if path.exists()]


def _adopt(store: Path, *, quiescent: bool) -> None:
    """Tell the journal that it belongs to the store as it lies here, so that what is right needs no comparing."""
    now = identity(store)
    if not journal_file(store).exists() or now is None:
        return
    with closing(Journal(journal_file(store))) as journal:
        if quiescent:
            journal.adopt(now)
        else:
            journal.belongs_to(None, now)


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
    with opened(part / _STORE) as graph:
        documents = sum(1 for _ in every_document(graph.world))
        quads = graph.size
    # Opened only for reading, the engine leaves nothing behind but its log.
    files = {path.relative_to(part).as_posix(): path for path in part.rglob("*") if path.is_file()}
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    size = sum(path.stat().st_size for path in files.values())
    backup = Backup(made, documents, quads, len(files), size, quiescent)
    digests = {name: _digest(path) for name, path in sorted(files.items())}
    text = json.dumps({"form": _FORM, "backup": asdict(backup), "files": digests}, indent=1)
    with (part / _LIST).open("x", encoding="utf-8") as output:
        output.write(text)
        output.flush()
        os.fsync(output.fileno())
    return backup


def _read(folder: Path) -> tuple[Backup, Mapping[str, str]]:
    """Give what a backup says of itself, and the digests of its files."""
    try:
        found = json.loads((folder / _LIST).read_text("utf-8"))
        if found["form"] != _FORM:
            raise StoreVersionError(
                f"the backup in {folder} is of a form that this version of communique does not know"
            )
        return Backup(**found["backup"]), {str(name): str(digest) for name, digest in found["files"].items()}
    except FileNotFoundError:
        message = f"there is no backup in {folder}: name a folder that `communique backup` has made"
        raise FileNotFoundError(message) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreDamagedError(f"the backup in {folder} is damaged: its list {_LIST} cannot be read") from error


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while part := opened.read(_AT_ONCE):
            digest.update(part)
    return digest.hexdigest()
