"""How numbers and days are written on pages, and what numbers say in plain words."""

import datetime as dt

# A blank that keeps thousands together on a line, and a minus as wide as a plus.
_NARROW, _MINUS, _DASH = "\u202f", "\u2212", "\u2013"
_MARKS = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb"
_MONTHS = "January February March April May June July August September October November December".split()


def grouped(number: int) -> str:
    """Give a number with its thousands apart: ``12 345``."""
    return f"{number:,}".replace(",", _NARROW)


def percent(part: int, whole: int) -> str:
    """Give a share in whole percent, and a dash of nothing; what is not all is not rounded to all, nor to nothing."""
    if not whole:
        return _DASH
    share = round(100 * part / whole)
    if part and not share:
        return f"under 1{_NARROW}%"
    return f"over 99{_NARROW}%" if share == 100 and part < whole else f"{share}{_NARROW}%"


def signed(number: float | None) -> str:
    """Give a score with its sign and one decimal, and a dash where there is none."""
    if number is None:
        return _DASH
    text = f"{number:+,.1f}".replace("-", _MINUS).replace(",", _NARROW)
    return "0.0" if text[1:] == "0.0" else text


def decimal(number: float | None, places: int = 1) -> str:
    """Give a number that needs no sign where it is above nothing, and a dash where there is none."""
    if number is None:
        return _DASH
    text = f"{number:,.{places}f}".replace("-", _MINUS).replace(",", _NARROW)
    return text.removeprefix(_MINUS) if not text.strip(f"{_MINUS}0.") else text


def day(date: dt.date | None) -> str:
    """Give a day as people read it: ``24 November 2015``; one that is not known says so."""
    return "undated" if date is None else f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def in_marks(text: str) -> str:
    """Give what somebody said or typed in quotation marks, unless it has marks of its own."""
    return text if text[:1] in _MARKS or text[-1:] in _MARKS else f"“{text}”"


def period_name(period: str | None) -> str:
    """Give a day, a week, a month or a year by its name in data as people read it: ``2015-11`` is November 2015."""
    if period is None:
        return ""
    year, _, rest = period.partition("-")
    if not rest:
        return year
    if rest.startswith("W"):
        return f"week of {day(dt.date.fromisocalendar(int(year), int(rest[1:]), 1))}"
    if "-" in rest:
        return day(dt.date.fromisoformat(period))
    return f"{_MONTHS[int(rest) - 1]} {year}"


def within(period: str) -> str:
    """Give when something was that was in a period: ``in November 2015``, ``on 24 November 2015``."""
    name = period_name(period)
    if name.startswith("week"):
        return f"in the {name}"
    return f"on {name}" if period.count("-") == 2 else f"in {name}"


def count(number: int, one: str, many: str = "") -> str:
    """Give a number with its noun: ``1 event``, ``2 events``."""
    return f"{grouped(number)} {one if number == 1 else many or f'{one}s'}"
