"""The rows of a table in order: events, mentions, those that name nobody, and those that cannot be read."""

import csv
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice

from communique.graph.imports.column_map import ColumnMap
from communique.graph.imports.day_order import has_day_first, with_plain_days
from communique.graph.imports.delimited import rows_of
from communique.graph.imports.files import Lines, LongLineError, TableFile, lines_of
from communique.graph.imports.forms import ImportForm, first_lines, form_of, is_tags
from communique.graph.imports.gdelt import GdeltMention
from communique.graph.imports.lookup import Lookup
from communique.graph.imports.rows import BadRow, CodedEvent, FieldError

# What becomes of a row: None where it names nobody.
ReadRow = CodedEvent | GdeltMention | BadRow | None
_DAMAGED = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, csv.Error, LongLineError)
_HEAD = 20
# Excel writes what divides the cells above them.
_EXCEL = re.compile(r'"?sep=[,;|\t]"?\s*')


@dataclass(frozen=True, slots=True)
class Opened:
    """A table that is being read: its form, None where it is empty, and its lines with how far they are read."""

    table: TableFile
    form: ImportForm | None
    lines: Lines
    head: tuple[str, ...] = ()

    def rows(self, skip: int = 0) -> Iterator[ReadRow]:
        """Give the rows behind the first some, in order."""
        if self.form is None:
            return
        every = rows_of(chain(self.head, self.lines), self.form.separation)
        number = 0
        try:
            names = next(every, (0, []))[1] if self.form.header else None
            # Files that were joined have their header again.
            every = ((number, cells) for number, cells in every if cells != names and not _are_tags(cells))
            for number, cells in islice(every, skip, None):
                yield self._row(number, cells, self.form)
        except _DAMAGED as error:
            yield BadRow(f"{self.table.name}:{number + 1}", f"the file is damaged from here on: {error}")

    def _row(self, number: int, cells: list[str], form: ImportForm) -> ReadRow:
        try:
            return form.read(cells)
        except FieldError as error:
            where = f"{self.table.name}:{number}" + (f":{error.field}" if error.field else "")
            return BadRow(where, str(error))


def _are_tags(cells: list[str]) -> bool:
    # They stand below a header, and the first cell of their row is empty or one.
    return cells[0][:1] in "#" and is_tags(cells)


@contextmanager
def opened(table: TableFile, lookup: Lookup, wanted: str | None, columns: ColumnMap | None) -> Iterator[Opened]:
    """Open a table; ValueError, which names it, where it has no form that is known or is damaged at its beginning."""
    with ExitStack() as held:
        try:
            lines = held.enter_context(lines_of(table))
            head = _without_mark(islice(lines, _HEAD))
            first = first_lines(head)
            form = form_of(first, lookup, wanted, columns) if first else None
            if form is not None and not (columns and columns.date_format) and has_day_first(table, head):
                form = _of_day_first(form)
        except (ValueError, *_DAMAGED) as error:
            raise ValueError(f"{table.name}: {error}") from error
        yield Opened(table, form, lines, head)


def _of_day_first(form: ImportForm) -> ImportForm:
    read = form.read
    return replace(form, read=lambda cells: read(with_plain_days(cells)))


def _without_mark(lines: Iterator[str]) -> tuple[str, ...]:
    """Give lines in which an empty one stands for what Excel writes above all."""
    head = tuple(lines)
    return ("\n", *head[1:]) if head and _EXCEL.fullmatch(head[0]) else head
