"""Tables of any length, printed as their rows come: columns are as wide as the first thousand rows want them."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice, zip_longest

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from communique.api.commands.tables import table

# Fewer are laid out as a whole.
FIRST = 1000
_GAP = "   "
_NO_SIGN = "\ufffd"


def print_rows(screen: Console, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Print a table without holding more than its first rows, and give how many it has.

    Nothing in a cell is obeyed by the terminal.
    """
    rest = iter(rows)
    first = list(islice(rest, FIRST))
    if len(first) < FIRST:
        screen.print(table(heads, first))
        return len(first)
    widths = _widths(heads, first, screen.width)
    screen.print()
    for line in _lines(screen, heads, widths):
        screen.print(Text(line, "bold"), soft_wrap=True)
    screen.print(f" {'─' * (sum(widths) + len(_GAP) * (len(widths) - 1))}", soft_wrap=True)
    number = 0
    for row in chain(first, rest):
        screen.file.writelines(f"{line}\n" for line in _lines(screen, row, widths))
        number += 1
    screen.print()
    return number


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Give the widths of columns that fit together; the widest is the first to give way."""
    columns = zip(heads, *rows, strict=True)
    widths = [max(1, min(room, max(map(_width, column)))) for column in columns]
    room -= len(_GAP) * (len(widths) - 1) + 2
    while sum(widths) > max(room, len(widths)):
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths


def _width(cell: str) -> int:
    return max(map(cell_len, cell.split("\n")))


def _lines(screen: Console, cells: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    """Give the lines of a row; what is longer than its column goes on below."""
    columns = [_folded(screen, _shown(cell), width) for cell, width in zip(cells, widths, strict=True)]
    for parts in zip_longest(*columns, fillvalue=""):
        yield f" {_GAP.join(map(set_cell_size, parts, widths))}".rstrip()


def _folded(screen: Console, cell: str, width: int) -> list[str]:
    if "\n" not in cell and cell_len(cell) <= width:
        return [cell]
    return [line.plain for line in Text(cell).wrap(screen, width, overflow="fold")]


def _shown(cell: str) -> str:
    if cell.isprintable():
        return cell
    return "".join(sign if sign.isprintable() or sign == "\n" else _NO_SIGN for sign in cell)
