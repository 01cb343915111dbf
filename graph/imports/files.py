"""Files of event data as lines: plain, packed, or in a zip with one table or several."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from communique.graph.imports.unpacking import text_stream

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
# Stands for the table of an archive that has none.
_NO_MEMBER = ""
_BOM = "\ufeff"
# Rows of event data have some hundred bytes; a text in a cell may have thousands.
LONGEST_LINE = 1 << 24
# What else archives hold that is no table.
_WORKBOOK = frozenset(("[Content_Types].xml", "content.xml"))
_NO_TABLES = (".pdf", ".md", ".html", ".docx", ".png", ".json", ".R", ".py")


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table in a file: the whole of it, or a member of a zip."""

    path: Path
    member: str | None = None

    @property
    def name(self) -> str:
        """Give the name by which its rows are named in messages: the file's, with the member of an archive."""
        return f"{self.path}/{self.member}" if self.member else f"{self.path}"

    @property
    def size(self) -> int:
        """Give its size in bytes as it lies on the disk."""
        if not self.member:
            return self.path.stat().st_size
        with zipfile.ZipFile(self.path) as archive:
            return archive.getinfo(self.member).compress_size


def tables_in(path: Path) -> list[TableFile]:
    """Give the tables of a file, by name: itself, or those of a zip; of one without any, what tells so when opened."""
    with path.open("rb") as stream:
        head = stream.read(4)
    if head not in {_ZIP, _EMPTY_ZIP}:
        return [TableFile(path)]
    return [TableFile(path, member) for member in _members(path) or [_NO_MEMBER]]


class LongLineError(ValueError):
    """A line of a table does not end: it is none, or what was packed small is very large."""


class Lines:
    """The lines of a table, decoded, with how far in the file they reach."""

    def __init__(self, raw: BinaryIO, stream: BinaryIO) -> None:
        self._raw = raw
        self._stream = stream
        self._first = True

    @property
    def read(self) -> int:
        """Give how many bytes of the file have been read."""
        return self._raw.tell()

    def __iter__(self) -> Iterator[str]:
        """Give each line with its end; a line that is not UTF-8 is read as Latin-1, as many of these files are.

        Raises LongLineError before more of a line is in memory than it may have.
        """
        for line in iter(lambda: self._stream.readline(LONGEST_LINE), b""):
            if len(line) == LONGEST_LINE:
                raise LongLineError(f"a line is longer than {LONGEST_LINE:,} bytes")
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError:
                text = line.decode("latin-1")
            yield text.removeprefix(_BOM) if self._first else text
            self._first = False


@contextmanager
def lines_of(table: TableFile) -> Iterator[Lines]:
    """Open a table; ValueError where what it is packed in is damaged shows when its lines are read."""
    with table.path.open("rb") as raw:
        if table.member is not None:
            with zipfile.ZipFile(raw) as archive, _member(archive, _there(table.member)) as packed:
                place = _Position(raw, archive.getinfo(table.member).header_offset)
                yield Lines(place, text_stream(cast(BinaryIO, packed)))
        else:
            yield Lines(raw, text_stream(raw))


class _Position(io.BytesIO):
    """How far a file has been read from a place in it."""

    def __init__(self, raw: BinaryIO, start: int) -> None:
        super().__init__()
        self._raw_file = raw
        self._start = start

    def tell(self) -> int:
        """Give the number of bytes read since the place."""
        return max(0, self._raw_file.tell() - self._start)


def _there(member: str) -> str:
    if member == _NO_MEMBER:
        raise ValueError("the archive holds no table; of a workbook, save the sheet as CSV")
    return member


def _member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    try:
        return archive.open(name)
    except (RuntimeError, NotImplementedError) as error:
        # It has a password, or is packed in a way that Python does not know.
        raise ValueError(f"the archive cannot be opened ({error}): unpack it first") from error


def _members(path: Path) -> list[str]:
    """Give the names of the tables in a zip, none of one that is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [entry.filename for entry in archive.infolist() if not entry.is_dir() and entry.file_size]
    except zipfile.BadZipFile:
        return []
    if _WORKBOOK.intersection(names):
        return []
    hidden = ("__MACOSX/", ".")
    return sorted(
        name for name in names if not name.startswith(hidden) and "/." not in name and not name.endswith(_NO_TABLES)
    )
