"""Tab-separated data files: one header line, no quoting, `|` between several values of a cell."""

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path


def rows(path: Traversable | Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Give every row of a TSV file; lines that start with ``#`` are comments.

    Parameters
    ----------
    path
        A file whose first line that is no comment is the header.

    Yields
    ------
    line : int
        The line number, counted from 1.
    cells : dict of str to str
        The cells by column name.

    Raises
    ------
    ValueError
        Names file and line where the header is missing or names a column twice, or where a row has more or fewer cells
        than the header.
    """
    columns: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line or (columns is not None and line.startswith("#")):
            continue
        cells = line.split("\t")
        if columns is None:
            columns = _header(path, number, cells)
        elif len(cells) != len(columns):
            raise ValueError(
                f"{path.name}:{number}: {len(cells)} cells where the header has {len(columns)} columns "
                f"({', '.join(columns)}): separate cells by one tab each"
            )
        else:
            yield number, dict(zip(columns, cells, strict=True))
    if columns is None:
        raise ValueError(f"{path.name}:1: no header line: name the columns in the first line, separated by tabs")


def split(cell: str) -> tuple[str, ...]:
    """Give the values of a cell that holds several, separated by `|`; none for an empty cell."""
    return tuple(value.strip() for value in cell.split("|") if value.strip())


def _header(path: Traversable | Path, number: int, columns: list[str]) -> list[str]:
    doubled = sorted({column for column in columns if columns.count(column) > 1})
    if doubled:
        raise ValueError(f"{path.name}:{number}: columns named twice: {', '.join(doubled)}: rename one of them")
    return columns
