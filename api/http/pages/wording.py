"""How numbers and days are written on pages, and what numbers say in plain words."""

import datetime as dt

# A blank that keeps thousands together on a line, and a minus as wide as a plus.
_NARROW, _MINUS, _DASH = "\u202f", "\u2212", "\u2013"
_MONTHS = "January February March April May June July August September October November December".split()


def grouped(number: int) -> str:
    """Give a number with its thousands apart: ``12 345``."""
    return f"{number:,}".replace(",", _NARROW)


def percent(part: int, whole: int) -> str:
    """Give a share in whole percent, and a dash of nothing."""
    return f"{round(100 * part / whole)}{_NARROW}%" if whole else _DASH


def signed(number: float | None) -> str:
    """Give a score with its sign and one decimal, and a dash where there is none."""
    if number is None:
        return _DASH
    text = f"{number:+.1f}".replace("-", _MINUS)
    return "0.0" if text[1:] == "0.0" else text


def day(date: dt.date | None) -> str:
    """Give a day as people read it: ``24 November 2015``; one that is not known says so."""
    return "undated" if date is None else f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def month(period: str) -> str:
    """Give a month (``2015-11``) or any other period as people read it: ``November 2015``."""
    year, _, number = period.partition("-")
    return f"{_MONTHS[int(number) - 1]} {year}" if number.isdigit() and len(number) == 2 else period


def count(number: int, one: str, many: str = "") -> str:
    """Give a number with its noun: ``1 event``, ``2 events``."""
    return f"{grouped(number)} {one if number == 1 else many or f'{one}s'}"
