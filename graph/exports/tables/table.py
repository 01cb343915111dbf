"""What a table is: columns with a name and a kind, and rows that are made as they are read."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

Value = str | int | float | bool | dt.date | None
Row = tuple[Value, ...]


class Kind(StrEnum):
    """What the values of a column are. Codes are text: ``010`` is not ten."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, and what it says."""

    name: str
    kind: Kind = Kind.TEXT
    about: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and rows that can be read once; a row has a value, or None, for each column."""

    columns: tuple[Column, ...]
    rows: Iterable[Row]

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of the columns."""
        return tuple(column.name for column in self.columns)

    def batches(self, size: int) -> Iterator[list[Row]]:
        """Give the rows, so many at once."""
        batch: list[Row] = []
        for row in self.rows:
            batch.append(row)
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch


def joined(values: Iterable[str]) -> str:
    """Give several values as one cell."""
    return ";".join(value.replace(";", ",") for value in values)
