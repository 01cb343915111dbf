"""Tables as Arrow, and from it as Parquet and as data frames of pandas and polars.

These packages are the extra ``frames``; whoever has no use for them does without.
"""

import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import IO, TYPE_CHECKING

from communique.graph.exports.tables.table import Kind, Table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_ROWS = 1 << 15


class MissingPackageError(ValueError):
    """A package is not installed that what was asked for needs."""


def write_parquet(table: Table, output: IO[bytes]) -> None:
    """Write a table as Parquet, the same bytes for the same rows; memory does not grow with them.

    MissingPackageError where pyarrow is not installed.
    """
    arrow, parquet = _package("pyarrow"), _package("pyarrow.parquet")
    schema = _schema(arrow, table)
    sink = arrow.PythonFile(_CountingStream(output), mode="w")
    with parquet.ParquetWriter(sink, schema, compression="zstd", version="2.6") as writer:
        for batch in _batches(arrow, table, schema):
            writer.write_batch(batch)


def to_arrow(table: Table) -> "pa.Table":
    """Give a table as Arrow; MissingPackageError where pyarrow is not installed."""
    arrow = _package("pyarrow")
    schema = _schema(arrow, table)
    made: pa.Table = arrow.Table.from_batches(list(_batches(arrow, table, schema)), schema)
    return made


def to_pandas(table: Table) -> "pd.DataFrame":
    """Give a table as a data frame of pandas, days as dates; MissingPackageError where it is not installed."""
    _package("pandas")
    return to_arrow(table).to_pandas(date_as_object=False)


def to_polars(table: Table) -> "pl.DataFrame":
    """Give a table as a data frame of polars; MissingPackageError where it is not installed."""
    made: pl.DataFrame = _package("polars").from_arrow(to_arrow(table))
    return made


def _package(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        what = name.partition(".")[0]
        raise MissingPackageError(
            f"{what} is not installed, and this needs it: pip install 'communique[frames]' (CSV needs nothing more)"
        ) from error


def _schema(arrow: ModuleType, table: Table) -> "pa.Schema":
    types = {
        Kind.TEXT: arrow.string(),
        Kind.INTEGER: arrow.int64(),
        Kind.NUMBER: arrow.float64(),
        Kind.DAY: arrow.date32(),
        Kind.FLAG: arrow.bool_(),
    }
    made: pa.Schema = arrow.schema([(column.name, types[column.kind]) for column in table.columns])
    return made


def _batches(arrow: ModuleType, table: Table, schema: "pa.Schema") -> Iterator["pa.RecordBatch"]:
    for rows in table.batches(_ROWS):
        columns = zip(*rows, strict=True)
        arrays = [arrow.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
        yield arrow.RecordBatch.from_arrays(arrays, schema=schema)


class _CountingStream:
    """A stream that knows how much was written to it, as Parquet asks and a pipe does not tell."""

    closed = False

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self._at = 0

    def write(self, data: bytes) -> int:
        """Write."""
        self._output.write(data)
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        """Give how much was written."""
        return self._at

    def flush(self) -> None:
        """Write what is held back."""
        self._output.flush()

    def close(self) -> None:
        """Leave the stream open: whoever gave it closes it."""
