"""A month or a year among typed words: ``March 2014 Russia Ukraine``."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from communique.api.http.explorer.periods import days_of
from communique.api.http.pages.wording import period_name

_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")
_NAMES = {
    name.lower(): at for names in (calendar.month_name, calendar.month_abbr) for at, name in enumerate(names) if at
}
# Words before a time that mean nothing else; of those that open it, all that follows.
_BEFORE, _SINCE = ("in", "of", "during"), ("since", "from", "after")


@dataclass(frozen=True, slots=True)
class TypedTime:
    """A period by its name in data (``2014-03``, ``2014``), and whether what follows it is meant as well."""

    period: str
    open: bool = False

    @property
    def words(self) -> str:
        """Give it as people read it."""
        return f"since {period_name(self.period)}" if self.open else period_name(self.period)

    @property
    def days(self) -> tuple[dt.date, dt.date | None]:
        """Give its first and its last day; no last one where what follows is meant as well."""
        first, last = days_of(self.period)
        return first, None if self.open else last

    @property
    def filters(self) -> dict[str, str]:
        """Give the filters of its days, as addresses have them."""
        return {name: f"{day}" for name, day in zip(("from", "to"), self.days, strict=True) if day is not None}


def time_among(words: list[str]) -> tuple[list[str], TypedTime | None]:
    """Give the words without those that mean a time, and this time; the first one where there are several."""
    for at, word in enumerate(words):
        found, length = _at(words, at, word.lower().strip(",."))
        if found is None:
            continue
        start, opener = at, words[at - 1].lower() if at else ""
        if opener in _BEFORE + _SINCE:
            start -= 1
        return words[:start] + words[at + length :], TypedTime(found, opener in _SINCE)
    return words, None


def _at(words: list[str], at: int, word: str) -> tuple[str | None, int]:
    """Give the period that begins at a word, and how many words it takes."""
    if _MONTH.fullmatch(word) or _YEAR.fullmatch(word):
        return word, 1
    following = words[at + 1].strip(",.") if at + 1 < len(words) else ""
    if word in _NAMES and _YEAR.fullmatch(following):
        return f"{following}-{_NAMES[word]:02d}", 2
    return None, 0
