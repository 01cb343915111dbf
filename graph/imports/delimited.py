"""Lines divided into cells: by tabs without quoting, as event data is, or by commas with it."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Hive writes its tables with the control character A between cells.
_SEPARATORS = ("\t", "\x01", ",", ";", "|")
_LONGEST_CELL = 1 << 24


@dataclass(frozen=True, slots=True)
class Separation:
    """What stands between cells, and whether cells may be quoted, and so hold it and ends of lines."""

    delimiter: str = "\t"
    quoted: bool = False


def separation_of(first: Sequence[str]) -> Separation:
    """Give how some first lines are divided: by the separator that most often divides the first of them.

    What looks divided by tabs has no quoting: a lone quotation mark would swallow all that follows.
    """
    counts = Counter({each: first[0].count(each) for each in _SEPARATORS})
    if counts["\t"] or counts["\x01"]:
        return Separation("\t" if counts["\t"] else "\x01")
    return Separation(max(_SEPARATORS, key=lambda each: counts[each]), quoted=True)


def split_line(line: str, separation: Separation) -> list[str]:
    """Give the cells of one line."""
    return next(iter(_rows([line], separation)))[1]


def rows_of(lines: Iterable[str], separation: Separation) -> Iterator[tuple[int, list[str]]]:
    """Give each row that is not empty, with the number of the line on which it begins."""
    return ((number, cells) for number, cells in _rows(lines, separation) if any(cells))


def _rows(lines: Iterable[str], separation: Separation) -> Iterator[tuple[int, list[str]]]:
    if not separation.quoted:
        delimiter = separation.delimiter
        for number, line in enumerate(lines, start=1):
            yield number, line.rstrip("\r\n").split(delimiter)
        return
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, delimiter=separation.delimiter)
    begins = 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1
