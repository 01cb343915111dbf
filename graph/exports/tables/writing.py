"""Tables as files of the two forms that any table has."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import IO

from communique.graph.exports.tables.frames import write_parquet
from communique.graph.exports.tables.table import Table
from communique.graph.exports.tables.text_files import write_csv

TABLE_WRITERS: Mapping[str, Callable[[Table, IO[bytes]], None]] = MappingProxyType(
    {"csv": write_csv, "parquet": write_parquet}
)


def write_table(table: Table, form: str, output: IO[bytes]) -> None:
    """Write a table as ``csv`` or ``parquet``.

    ValueError where there is no such form, MissingPackageError where it needs a package that is not installed.
    """
    if form not in TABLE_WRITERS:
        raise ValueError(f"a table cannot be written as {form!r}: choose from {', '.join(TABLE_WRITERS)}")
    TABLE_WRITERS[form](table, output)
