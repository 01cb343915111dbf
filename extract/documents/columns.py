"""Parquet files of articles: a row is an article, its columns are called as in `record_fields.toml`."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from communique.extract.documents.article import UnreadableError
from communique.extract.documents.records import Placed
from communique.extract.documents.tables import unfit

_MARK = b"PAR1"
# Articles are long: so many are decoded together.
_AT_ONCE = 64


def is_parquet(head: bytes) -> bool:
    """Tell whether bytes begin as a Parquet file does."""
    return head.startswith(_MARK)


def rows(stream: BinaryIO) -> Iterator[Placed]:
    """Give the rows of a Parquet file as records, each with its number, counted from 1.

    Parameters
    ----------
    stream
        A file in which one can go back, for what is where stands at its end.
    """
    try:
        from pyarrow import ArrowException, parquet
    except ModuleNotFoundError:
        yield "", UnreadableError("Parquet needs pyarrow: pip install 'communique[frames]'")
        return
    number = 0
    try:
        file = parquet.ParquetFile(stream)
        if error := unfit(file.schema_arrow.names):
            yield "", error
            return
        for batch in file.iter_batches(batch_size=_AT_ONCE):
            for record in batch.to_pylist():
                number += 1
                yield f", row {number}", _record(record)
    except (ArrowException, OSError) as error:
        yield f", row {number + 1}", UnreadableError(f"the file is damaged from here on: {error}")


def _record(row: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in row.items()
        if value is not None
    }
