"""The list of all files of a backup with their digests, and what the backup says of itself."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from communique.graph.stores.protocol import StoreDamagedError, StoreVersionError

MANIFEST, FORM = "backup.json", 1
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds. `quiescent` tells that nothing was being written when it was made."""

    made: str
    documents: int
    quads: int
    files: int
    size: int
    quiescent: bool


def verify(folder: Path) -> Backup:
    """Compare all files of a backup with its list; StoreDamagedError that names the first that is not as written."""
    backup, files = read(folder)
    # What is there besides is never restored.
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name, digest in sorted(files.items()):
        if name not in there:
            raise StoreDamagedError(f"the backup in {folder} is damaged: {name} is missing")
        if digest_of(folder / name) != digest:
            raise StoreDamagedError(f"the backup in {folder} is damaged: {name} is not what was written")
    return backup


def read(folder: Path) -> tuple[Backup, Mapping[str, str]]:
    """Give what a backup says of itself, and the digests of its files."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
        if found["form"] != FORM:
            raise StoreVersionError(
                f"the backup in {folder} is of a form that this version of communique does not know"
            )
        return Backup(**found["backup"]), {str(name): str(digest) for name, digest in found["files"].items()}
    except FileNotFoundError:
        message = f"there is no backup in {folder}: name a folder that `communique backup` has made"
        raise FileNotFoundError(message) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreDamagedError(f"the backup in {folder} is damaged: its list {MANIFEST} cannot be read") from error


def digest_of(path: Path) -> str:
    """Give the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while part := opened.read(_AT_ONCE):
            digest.update(part)
    return digest.hexdigest()
