"""Columns by name, however a package has respelled it: ``Event ID``, ``Event.ID`` and ``event_id`` are one."""

import re
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter

from communique.graph.imports.cells import text_of
from communique.graph.imports.rows import FieldError

Cells = Sequence[str]
_SIGNS = re.compile(r"[^a-z0-9]")


def plain(name: str) -> str:
    """Give a column's name without case and signs.

    Examples
    --------
    >>> plain("Event.ID"), plain(' "CAMEO Code"')
    ('eventid', 'cameocode')
    """
    return _SIGNS.sub("", name.lower())


class Columns:
    """Where each column of a table stands."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [name.strip().strip('"') for name in names]
        self._places: dict[str, int] = {}
        for place, name in enumerate(self._names):
            self._places.setdefault(plain(name), place)

    def __contains__(self, name: str) -> bool:
        return plain(name) in self._places

    @property
    def names(self) -> frozenset[str]:
        """Give the names that there are, in plain form."""
        return frozenset(self._places) - {""}

    @property
    def width(self) -> int:
        """Give the number of columns up to the last that has a name."""
        return max(self._places[name] for name in self.names) + 1

    def written(self, name: str) -> str:
        """Give a column's name as the file writes it."""
        found = self._names[self._places[plain(name)]] if name in self else name
        return "".join(sign for sign in found if sign.isprintable())

    def place(self, *names: str) -> int:
        """Give where the first of some columns that is there stands; -1 of none."""
        return next((self._places[plain(name)] for name in names if name in self), -1)

    def cell(self, *names: str) -> Callable[[Cells], str]:
        """Give what reads the text of the first of some columns that is there; of none it is empty."""
        place = self.place(*names)
        return _nothing if place < 0 else _reader(place)

    def check(self, cells: Cells) -> None:
        """Raise FieldError for a row that is shorter than the header."""
        if len(cells) < self.width:
            raise FieldError("", f"{len(cells)} fields where the header has {self.width}")


def _reader(place: int) -> Callable[[Cells], str]:
    take = itemgetter(place)
    return lambda cells: text_of(take(cells))


def _nothing(_: Cells) -> str:
    return ""
