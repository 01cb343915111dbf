"""Tables of articles (CSV, TSV): a row is an article, its columns are called as in `record_fields.toml`."""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from io import BufferedReader

from communique.extract.documents.article import UnreadableError, too_long
from communique.extract.documents.encoding import decode
from communique.extract.documents.record_fields import field_of
from communique.extract.documents.record_shapes import shapes
from communique.extract.documents.records import Placed

MAX_ROW = 8_000_000
# The module's own limit is less than an article may have; it is one for the whole process.
csv.field_size_limit(max(csv.field_size_limit(), MAX_ROW))

_DELIMITERS = "\t,;|"
# Spreadsheets of some countries say in the first line what stands between the cells.
_STATED = re.compile(r"sep=(.)\s*\Z")
_LONGEST_NAME = 60
# So many characters are read again because of quotation marks that do not close: else a table could take for ever.
_MOST_IN_VAIN = 4 * MAX_ROW
_FEWEST_COLUMNS = 2
# As many as a spreadsheet has.
_MOST_COLUMNS = 16_384


def is_table(head: bytes) -> bool:
    """Tell whether a text begins with the header of a table of articles."""
    first, _, rest = head.removeprefix(codecs.BOM_UTF8).partition(b"\n")
    if _STATED.match(line := first.decode("utf-8", "replace")):
        line = rest.partition(b"\n")[0].decode("utf-8", "replace")
    names = _cells(line, _delimiter(line))
    known = {field for name in names if (field := field_of(name))}
    return "text" in known and len(known) >= _FEWEST_COLUMNS and max(map(len, names)) <= _LONGEST_NAME


def rows(stream: BufferedReader) -> Iterator[Placed]:
    """Give the rows of a table as records.

    Parameters
    ----------
    stream
        A table in UTF-8 (single lines may be in a Western encoding) whose first line names the columns. What stands
        between the cells is told by that line: a tab, a comma, a semicolon or a bar.

    Yields
    ------
    Placed
        The line where a row begins, counted from 1, and the row by columns, or what is wrong with it. A quotation mark
        that is never closed spoils its own line only.
    """
    lines = _Lines(stream)
    header = lines.take() or ""
    delimiter = ""
    if stated := _STATED.match(header):
        delimiter, header = stated[1], lines.take() or ""
    delimiter = delimiter or _delimiter(header)
    start = lines.number
    names = [name.strip() for name in _cells(header, delimiter)]
    if error := unfit(names):
        yield f":{start}", error
        return
    while (line := lines.take()) is not None:
        place = f":{lines.number}"
        if line.strip():
            cells = _row(line, lines, delimiter, len(names))
            yield place, cells if isinstance(cells, UnreadableError) else _record(names, cells)


def unfit(names: Sequence[str]) -> UnreadableError | None:
    """Give the error for columns of which none holds the words of articles, or more than a spreadsheet has."""
    if len(names) > _MOST_COLUMNS:
        # Each would be said of every article.
        return UnreadableError(f"{len(names):,} columns: {_MOST_COLUMNS:,} at most, leave out what is not of articles")
    if {"text", "beginning"} & {field_of(name) for name in names}:
        return None
    shown = ", ".join(repr(name[:_LONGEST_NAME]) for name in names[:10])
    return UnreadableError(f"no column holds the articles' words: name one 'text' (there are {shown})")


class _Lines:
    """The lines of a stream, some of which can be given back."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream, self._back = stream, deque[str]()
        self._returned = 0
        self.number = 0

    @property
    def patient(self) -> bool:
        """Tell whether a row may still go over several lines: not where that was tried in vain over and over."""
        return self._returned <= _MOST_IN_VAIN

    def take(self) -> str | None:
        """Give the next line with its end; None where there is none."""
        line = self._back.popleft() if self._back else self._read()
        self.number += line is not None
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        """Let lines be taken once more."""
        self._back.extendleft(reversed(lines))
        self._returned += sum(map(len, lines))
        self.number -= len(lines)

    def _read(self) -> str | None:
        line = self._stream.readline(MAX_ROW + 1)
        if not line:
            return None
        try:
            return decode(line.removeprefix(codecs.BOM_UTF8))
        except UnreadableError:
            return line.decode("latin-1")


def _row(first: str, lines: _Lines, delimiter: str, width: int) -> list[str] | UnreadableError:
    """Give the cells of the row that begins with a line; what it takes in vain of those below is given back."""
    taken: list[str] = []
    wrong: list[UnreadableError] = []
    cells: list[str] = []

    def given() -> Iterator[str]:
        yield first
        size = len(first)
        while size <= MAX_ROW and lines.patient and (line := lines.take()) is not None:
            taken.append(line)
            size += len(line)
            yield line
        wrong.append(too_long() if size > MAX_ROW else _unclosed())

    try:
        cells = next(csv.reader(given(), delimiter=delimiter, strict=True))
    except csv.Error:
        if not taken and not wrong:
            # Quotation marks within a cell that are not doubled: in one line it is seen well enough where it ends.
            return _cells(first, delimiter)
        wrong.append(_unclosed())
    if taken and len(cells) > width:
        wrong.append(_unclosed())
    if not wrong:
        return cells
    lines.give_back(taken)
    return wrong[0]


def _unclosed() -> UnreadableError:
    return UnreadableError(
        "a quotation mark opens here that is not closed, or not where the cell ends: double those within"
    )


def _record(names: Sequence[str], cells: Sequence[str]) -> dict[str, object] | UnreadableError:
    if any(cell.strip() for cell in cells[len(names) :]):
        return UnreadableError(
            f"{len(cells)} cells where the header names {len(names)}: put what holds the delimiter in quotation marks"
        )
    nothing = shapes().nothing
    found: dict[str, object] = {}
    for name, cell in zip(names, cells, strict=False):
        if name and cell.strip() and cell.strip() not in nothing:
            found.setdefault(name, cell)
    return found


def _delimiter(header: str) -> str:
    """Give what stands between the names of a header: what makes most columns that are known."""
    known = [sum(field_of(name) is not None for name in _cells(header, mark)) for mark in _DELIMITERS]
    return _DELIMITERS[known.index(max(known))]


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [""]) or [""]
    except csv.Error:
        return [""]
