"""The day on which an article was published, as articles and feeds write it."""

import re
from datetime import UTC, date, datetime

import dateparser

from communique.extract.documents.article import UnreadableError, tidy

_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?!\d)")
_TIME = re.compile(r"(?:,?[T ]\s*(?:[01]?\d|2[0-4]):?[0-5]\d.{0,30})?\Z")
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}\b")
_HAS_YEAR = re.compile(r"\b\d{4}\b")
# Year, month, day and perhaps hour, minute, second without anything between them.
_COMPACT = re.compile(r"((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))(?:(?:[01]\d|2[0-3])(?:[0-5]\d){0,2})?\Z")
# Seconds or milliseconds since 1970, as programs write them, from 2001 on.
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?\Z")
_LONGEST = 60
_MONTHS = 12


def publication_date(value: str) -> date:
    """Give the day that a date of publication means, in the zone in which it is written.

    Parameters
    ----------
    value
        An ISO 8601 date or datetime, a usual English form, or a number of seconds or milliseconds since 1970, which
        means a day in UTC.

    Returns
    -------
    date
        The day.

    Raises
    ------
    UnreadableError
        Where it is no date, or where day and month could be either way round.
    """
    text = tidy(value)
    compact, epoch = _COMPACT.match(text), _EPOCH.match(text)
    if compact is not None:
        text = compact[1]
    elif epoch is not None:
        return datetime.fromtimestamp(int(epoch[1]), UTC).date()
    year_first = _YEAR_FIRST.match(text)
    if year_first is not None:
        return _from_year(year_first, text)
    numeric = _NUMERIC.match(text)
    if numeric is not None and numeric[1] != numeric[2] and max(int(numeric[1]), int(numeric[2])) <= _MONTHS:
        raise UnreadableError(f"the date {text!r} can be read in two ways: write it as YYYY-MM-DD")
    found = _usual(text) if len(text) <= _LONGEST and _HAS_YEAR.search(text) else None
    if found is None:
        raise _no_date(text)
    return found.date()


def _from_year(found: re.Match[str], text: str) -> date:
    year, _, month, day, compact_month, compact_day = found.groups()
    try:
        if _TIME.match(text, found.end()):
            return date(int(year), int(month or compact_month), int(day or compact_day))
    except ValueError:
        pass
    raise _no_date(text)


def _no_date(text: str) -> UnreadableError:
    return UnreadableError(f"{text[:_LONGEST]!r} is not a date: write it as YYYY-MM-DD")


def _usual(text: str) -> datetime | None:
    return dateparser.parse(
        text, languages=["en"], settings={"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}
    )
