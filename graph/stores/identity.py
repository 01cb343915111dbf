"""Which store lies in a folder, and who opened it last for writing: by what the engine itself keeps there."""

from dataclasses import dataclass
from pathlib import Path


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
        current = folder / "CURRENT"
        found = current.stat()
        listed = current.read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return StoreIdentity(made, f"{listed} {found.st_ino} {found.st_mtime_ns}")
