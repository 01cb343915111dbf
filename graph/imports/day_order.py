"""Days with slashes: ``3/1/2018`` is 1 March, unless the days of its table say that the day comes first."""

import re
from collections.abc import Iterable, Sequence

from communique.graph.imports.cells import SLASHED
from communique.graph.imports.files import TableFile, lines_of

_SLASHES = re.compile(r"""(?:^|(?<=[\t,;|"\s]))(\d{1,2})/(\d{1,2})/(\d{4})(?=[\t,;|"\s]|$)""")
_MONTHS = 12


def has_day_first(table: TableFile, head: Iterable[str]) -> bool:
    """Tell whether the days of a table begin with the day, by the first of them that can be read in one way only.

    Where none of some first lines has a day with slashes no others are read; else as many as it takes, for a table in
    order of days can have thousands of the first of January.
    """
    if not any(_SLASHES.search(line) for line in head):
        return False
    with lines_of(table) as lines:
        for line in lines:
            for first, second, _ in _SLASHES.findall(line):
                if (int(first) > _MONTHS) != (int(second) > _MONTHS):
                    return int(first) > _MONTHS
    return False


def with_plain_days(cells: Sequence[str]) -> list[str]:
    """Give cells with their days as ``2018-01-03``, where the day comes first: ``3/1/2018``.

    Examples
    --------
    >>> with_plain_days(["7", "3/1/2018", "3/1/2018 10:00", "1/2"])
    ['7', '2018-01-03', '2018-01-03', '1/2']
    """
    return [_plain(cell) if "/" in cell else cell for cell in cells]


def _plain(cell: str) -> str:
    found = SLASHED.fullmatch(cell.strip().strip('"').strip())
    return cell if found is None else f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
