"""Tables as text: comma-separated with a header, or tab-separated without quotes, as event data comes."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from communique.graph.exports.tables.table import Row, Table, Value

# What would end a cell or a line where nothing can be quoted, and what many readers take for the start of a quotation.
_PLAIN = str.maketrans({"\t": " ", "\n": " ", "\r": " ", '"': "'"})


def write_csv(table: Table, output: IO[bytes]) -> None:
    """Write a table as RFC 4180 has it, in UTF-8; lines end with a line feed, and what is unknown is empty."""
    with _text(output) as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(table.names)
        for row in table.rows:
            writer.writerow([_cell(value) for value in row])


def write_tabs(table: Table, output: IO[bytes], *, header: bool = True) -> None:
    """Write a table with tabs between the cells and no quotation: tabs, line ends and double quotes are replaced."""
    with _text(output) as text:
        if header:
            text.write("\t".join(table.names) + "\n")
        for row in table.rows:
            text.write(_plain(row))


@contextmanager
def _text(output: IO[bytes]) -> Iterator[io.TextIOWrapper]:
    text = io.TextIOWrapper(output, encoding="utf-8", newline="", write_through=False)
    try:
        yield text
        text.flush()
    finally:
        # Whoever gave the stream closes it.
        text.detach()


def _plain(row: Row) -> str:
    return "\t".join(_cell(value).translate(_PLAIN) for value in row) + "\n"


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)
