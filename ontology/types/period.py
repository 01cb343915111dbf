"""Periods whose ends may be known to the day, the month or only the year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


def first_day(partial: str) -> date:
    """Give the first day that a partial date can mean.

    Parameters
    ----------
    partial
        An ISO 8601 date to the year, month or day (``2004``, ``2004-03``, ``2004-03-09``).

    Returns
    -------
    date
        The day.

    Raises
    ------
    ValueError
        Shows what was given, where it is no such date.
    """
    year, month, day = _parts(partial)
    return date(year, month or 1, day or 1)


def last_day(partial: str) -> date:
    """Give the last day that a partial date can mean.

    Parameters
    ----------
    partial
        An ISO 8601 date to the year, month or day.

    Returns
    -------
    date
        The day.

    Raises
    ------
    ValueError
        As in `first_day`.
    """
    year, month, day = _parts(partial)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time between two partial ISO 8601 dates, both included; None is an open end."""

    start: str | None = None
    end: str | None = None

    def covers(self, day: date) -> bool:
        """Tell whether a day lies in the period, an imprecise end counting to its last day."""
        if self.start is not None and day < first_day(self.start):
            return False
        return self.end is None or day <= last_day(self.end)


ALWAYS = Period()


def _parts(partial: str) -> tuple[int, int | None, int | None]:
    found = _PARTIAL.match(partial)
    if found is None:
        raise ValueError(f"{partial!r} is not a date: write 2004, 2004-03 or 2004-03-09")
    year, month, day = found.groups()
    return int(year), int(month) if month else None, int(day) if day else None
