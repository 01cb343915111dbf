"""Restoring a backup: put in the place of a store."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from communique.graph.backups.files import CHECKSUM, STORE, beside, renamed, sync, sync_folder, take
from communique.graph.backups.manifest import Backup, read, verify
from communique.graph.stores.identity import exists, identity, sharing
from communique.graph.stores.journal import Journal
from communique.graph.stores.journal_reading import journal_file
from communique.graph.stores.side_files import real_folder
from communique.graph.stores.whole_files import errors_of
from communique.graph.table.alone import register_of
from communique.graph.table.file import put_in_place, table_file


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
        for name in sorted(read(source)[1]):
            if not name.endswith(CHECKSUM):
                take(source / name, part / name)
        sync(part)
        with _free(store):
            _put(part, store.absolute())
        sync_folder(store.absolute().parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _adopt(store, quiescent=found.quiescent)
    return found


@contextmanager
def _free(store: Path) -> Iterator[None]:
    """See that nobody has a store open; StoreInUseError else."""
    if exists(store):
        with sharing(store):
            yield
    else:
        yield


def _put(part: Path, store: Path) -> None:
    """Put what was brought in the place of a store: it first, for the files beside another are not believed."""
    # But the event table before it, for who is killed in between: rows that it alone holds are taken over from it.
    placed = [store.with_name(renamed(path.name, STORE, store.name)) for path in _first(part)]
    for path, place in zip(_first(part), placed, strict=True):
        put_in_place(path, place)
    former = store.with_name(f".{store.name}.replaced")
    if store.exists():
        shutil.rmtree(former, ignore_errors=True)
        store.rename(former)
    (part / STORE).rename(store)
    of_files = ("-wal", "-shm", "-journal", CHECKSUM)
    for path in [*beside(store), *(each for end in of_files for each in store.parent.glob(f".{store.name}.*{end}"))]:
        if path not in placed:
            path.unlink(missing_ok=True)
    for path in part.iterdir():
        path.rename(store.with_name(renamed(path.name, STORE, store.name)))
    shutil.rmtree(former, ignore_errors=True)


def _first(part: Path) -> list[Path]:
    """Give the files that tell what the event table alone holds, and the table."""
    table = table_file(journal_file(part / STORE))
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
