"""What a program has asked of a disk, read from what strace wrote down, and what may be left of it when power is lost.

A disk keeps what was synced. Of the rest it keeps any part: each page of a file that was written, and, in one of two
ways, the names of files: those that file systems with a journal keep (in order, up to a moment; whatever is synced
brings all names before it along), or any of them (`Names.ANY`), as far as neither the folder was synced nor, of a new
file, the file itself.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

CALLS = (
    "openat,open,creat,write,pwrite64,pwritev,pwritev2,writev,ftruncate,truncate,fallocate,fsync,fdatasync,"
    "sync_file_range,rename,renameat,renameat2,unlink,unlinkat,link,linkat,mkdir,mkdirat,rmdir,copy_file_range,sendfile"
)
TRACED = ("strace", "-ff", "-ttt", "-T", "-y", "-xx", "-s", "100000000", "-e", f"trace={CALLS}", "-o")
_PAGE = 4096
# So long may be what stands before the path in a line, with a path before it.
_HEAD = 2000
_LINE = re.compile(r"(\d+\.\d+) (\w+)\((.*)\)\s+= (-?\w+)(?:<[^>]*>)?(?: \w+ \([^)]*\))? <(\d+\.\d+)>$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_OPEN = re.compile(r"(\w+)<((?:\\x[0-9a-f]{2}|[^>])*)>")


class Names(StrEnum):
    """Which names of files are there after power was lost."""

    IN_ORDER = "in order"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Call:
    """One thing asked of the disk, about a path (and another), with bytes at a place of a file."""

    begun: float
    ended: float
    what: str
    path: str
    other: str = ""
    content: bytes = b""
    place: int | None = None


@dataclass(slots=True)
class _File:
    """The content of a file as a program sees it, what of it is synced, and the changes since."""

    content: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    changes: list[tuple[int, bytes]] = field(default_factory=list)
    ever_synced: bool = False


@dataclass(frozen=True, slots=True)
class _Naming:
    """A change of names: a file gets a path (`file` is None for a folder), or loses it."""

    what: str
    path: str
    file: _File | None
    other: str = ""


def calls(folder: Path, root: Path) -> list[Call]:
    """Give what was asked of files below a root, in order."""
    found = [call for path in folder.iterdir() for call in _of_thread(path, str(root))]
    return sorted(found, key=lambda call: call.begun)


def _of_thread(log: Path, root: str) -> Iterator[Call]:
    marked = "".join(f"\\x{byte:02x}" for byte in root.encode())
    with log.open(encoding="ascii", errors="replace") as lines:
        # Temporary files of SQLite are the most of it.
        of_root = [line.rstrip("\n") for line in lines if marked in line[:_HEAD]]
    for line in of_root:
        match = _LINE.match(line)
        if match is None or match[4].startswith("-"):
            continue
        begun, what, given = float(match[1]), match[2], match[3]
        texts = [_bytes(text) for text in _TEXT.findall(given)]
        opened = [_bytes(path).decode(errors="replace") for _, path in _OPEN.findall(given)]
        yield from _call(begun, begun + float(match[5]), what, given, texts, opened, root)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _call(
    begun: float, ended: float, what: str, given: str, texts: Sequence[bytes], opened: Sequence[str], root: str
) -> Iterator[Call]:
    paths = [text.decode(errors="replace") for text in texts]
    if what in ("openat", "open", "creat"):
        if "O_CREAT" in given and paths[0].startswith(root):
            yield Call(begun, ended, "create", paths[0], other="truncate" if "O_TRUNC" in given else "")
    elif what in ("rename", "renameat", "renameat2", "link", "linkat"):
        if paths[0].startswith(root):
            yield Call(begun, ended, what.removesuffix("2").removesuffix("at"), paths[0], paths[1])
    elif what in ("unlink", "unlinkat", "rmdir", "mkdir", "mkdirat"):
        if paths[0].startswith(root):
            removes = what == "rmdir" or "AT_REMOVEDIR" in given
            yield Call(begun, ended, "rmdir" if removes else what.removesuffix("at"), paths[0])
    elif opened and opened[0].startswith(root):
        rest = given.rsplit(",", 1)[-1].strip()
        if what in ("copy_file_range", "sendfile", "truncate", "pwritev2"):
            raise SystemExit(f"{what} is not understood here")
        if what in ("write", "writev"):
            yield Call(begun, ended, "write", opened[0], content=b"".join(texts))
        elif what in ("pwrite64", "pwritev"):
            yield Call(begun, ended, "write", opened[0], content=b"".join(texts), place=int(rest))
        elif what == "ftruncate":
            yield Call(begun, ended, "truncate", opened[0], place=int(rest))
        elif what in ("fsync", "fdatasync"):
            yield Call(begun, ended, "sync", opened[0])


class Disk:
    """Follows what is asked of a disk, and gives what may be left of it."""

    def __init__(self, root: Path) -> None:
        """Take what is below a folder, all of it synced."""
        self._files: dict[str, _File] = {}
        self._folders = {str(path) for path in (root, *root.rglob("*")) if path.is_dir()}
        for path in root.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                self._files[str(path)] = _File(bytearray(content), content, ever_synced=True)
        self._synced_names = dict(self._files)
        self._synced_folders = set(self._folders)
        self._namings: list[_Naming] = []
        self._places: dict[str, int] = defaultdict(int)

    def do(self, call: Call) -> None:
        """Do what was asked; a sync counts when it has ended."""
        path = call.path.removesuffix(" (deleted)")
        if call.what == "create":
            self._create(path, call.other == "truncate")
        elif call.what in ("mkdir", "rmdir"):
            self._folders.symmetric_difference_update({path})
            self._namings.append(_Naming(call.what, path, None))
        elif call.what == "unlink":
            self._namings.append(_Naming("unlink", path, self._files.pop(path, None)))
        elif call.what == "rename":
            self._rename(path, call.other)
        elif call.what == "link":
            self._files[call.other] = self._files[path]
            self._namings.append(_Naming("link", call.other, self._files[path]))
        elif path in self._files:
            self._change(self._files[path], path, call)

    def sync(self, path: str, names: Names) -> None:
        """Note that a file or folder is on the disk as it was when that was asked."""
        if names is Names.IN_ORDER:
            self._sync_names(self._namings)
        else:
            self._sync_names([each for each in self._namings if _is_synced_by(each, path, self._files.get(path))])
        if (file := self._files.get(path)) is not None:
            file.synced, file.ever_synced = bytes(file.content), True
            file.changes.clear()

    def left(self, target: Path, root: Path, chance: random.Random, names: Names) -> None:
        """Write to a folder what may be left below a root when power is lost now."""
        files, folders = dict(self._synced_names), set(self._synced_folders)
        if names is Names.IN_ORDER:
            surviving = self._namings[: chance.randint(0, len(self._namings))]
        else:
            share = chance.choice((0.0, 0.5, 0.9, 1.0))
            surviving = [each for each in self._namings if chance.random() < share]
        for each in surviving:
            _name(files, folders, each)
        share = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        contents: dict[int, bytes] = {}
        for folder in sorted(folders):
            (target / Path(folder).relative_to(root)).mkdir(parents=True, exist_ok=True)
        for path, file in sorted(files.items()):
            content = contents.setdefault(id(file), _content(file, chance, share))
            if str(Path(path).parent) in folders:
                (target / Path(path).relative_to(root)).write_bytes(content)

    def _create(self, path: str, truncates: bool) -> None:
        self._places[path] = 0
        if path not in self._files:
            self._files[path] = _File()
            self._namings.append(_Naming("link", path, self._files[path]))
        elif truncates:
            file = self._files[path]
            file.content.clear()
            file.changes.append((0, b""))
        else:
            self._places[path] = len(self._files[path].content)

    def _rename(self, path: str, other: str) -> None:
        if path in self._files:
            self._files[other] = self._files.pop(path)
            self._places[other] = self._places.pop(path, 0)
            self._namings.append(_Naming("rename", path, self._files[other], other))
            return
        for each in [name for name in self._files if name.startswith(f"{path}/")]:
            self._files[other + each.removeprefix(path)] = self._files.pop(each)
        for folder in [name for name in self._folders if name == path or name.startswith(f"{path}/")]:
            self._folders.remove(folder)
            self._folders.add(other + folder.removeprefix(path))
        self._namings.append(_Naming("rename folder", path, None, other))

    def _change(self, file: _File, path: str, call: Call) -> None:
        if call.what == "truncate":
            assert call.place is not None
            _resize(file.content, call.place)
            file.changes.append((call.place, b""))
        elif call.what == "write":
            place = self._places[path] if call.place is None else call.place
            _put(file.content, place, call.content)
            file.changes.append((place, call.content))
            if call.place is None:
                self._places[path] = place + len(call.content)

    def _sync_names(self, namings: Sequence[_Naming]) -> None:
        for each in list(namings):
            _name(self._synced_names, self._synced_folders, each)
            self._namings.remove(each)


def _is_synced_by(naming: _Naming, path: str, file: _File | None) -> bool:
    """Tell whether a sync of a path brings a name along: that of its folder, or of the file as it was made."""
    folders = {str(Path(name).parent) for name in (naming.path, naming.other) if name}
    return path in folders or path == naming.path or (naming.file is not None and naming.file is file)


def _name(files: dict[str, _File], folders: set[str], naming: _Naming) -> None:
    if naming.what == "mkdir":
        folders.add(naming.path)
    elif naming.what == "rmdir":
        folders.discard(naming.path)
    elif naming.what == "link" and naming.file is not None:
        files[naming.path] = naming.file
    elif naming.what == "unlink":
        files.pop(naming.path, None)
    elif naming.what == "rename" and naming.file is not None:
        files.pop(naming.path, None)
        files[naming.other] = naming.file
    elif naming.what == "rename folder" and naming.path in folders:
        for each in [name for name in files if name.startswith(f"{naming.path}/")]:
            files[naming.other + each.removeprefix(naming.path)] = files.pop(each)
        for folder in [name for name in folders if name == naming.path or name.startswith(f"{naming.path}/")]:
            folders.remove(folder)
            folders.add(naming.other + folder.removeprefix(naming.path))


def _content(file: _File, chance: random.Random, share: float) -> bytes:
    """Give what is left of a file: of each page what was synced, or what a write since has made of it."""
    content = bytearray(file.synced)
    last = len(file.changes)
    ends: dict[int, int] = {}
    for number, (place, written) in enumerate(file.changes):
        if not written:
            if chance.random() < share:
                _resize(content, place)
            continue
        for start in range(place - place % _PAGE, place + len(written), _PAGE):
            # A page is written as it is at a moment: with all that came before, and nothing that came after.
            end = ends.setdefault(start, last if chance.random() < share else chance.randint(0, last))
            if number < end:
                first, behind = max(start, place), min(start + _PAGE, place + len(written))
                _put(content, first, written[first - place : behind - place])
    return bytes(content)


def _put(content: bytearray, place: int, written: bytes) -> None:
    if len(content) < place:
        content.extend(bytes(place - len(content)))
    content[place : place + len(written)] = written


def _resize(content: bytearray, size: int) -> None:
    if len(content) > size:
        del content[size:]
    else:
        content.extend(bytes(size - len(content)))
