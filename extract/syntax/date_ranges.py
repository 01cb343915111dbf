"""Dates in figures, feasts, and stretches of time between two dates, beside the plain forms of `date_forms`."""

from datetime import date, timedelta

from communique.extract.syntax.date_forms import (
    COUNT,
    DAY,
    MONTH,
    MONTHS,
    OF_YEAR,
    YEAR,
    Days,
    Said,
    calendar_days,
    count,
    date_form,
    one_of,
)

# Feasts that fall on one day of the calendar: month and day.
_FEASTS = {
    "christmas eve": ("december", "24"),
    "christmas day": ("december", "25"),
    "boxing day": ("december", "26"),
    "new year's eve": ("december", "31"),
    "new year's day": ("january", "1"),
}
_MONTH_NAMES = {number: name for name, number in reversed(MONTHS.items())}
_MONTHS_A_YEAR, _MONTHS_A_QUARTER = 12, 3
_SATURDAY = 5
_WEEK = timedelta(days=7)
_SHORT = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": _WEEK, "fortnight": 2 * _WEEK}
_TILL = "till_"


def _iso(said: Said, _: date | None) -> Days:
    day = date.fromisoformat(said["iso"])
    return day, day


def _figures(said: Said, _: date | None) -> Days | None:
    """Give the day of "25/12/2018"; None where day and month could be either way round."""
    low, high = sorted((int(said["one"]), int(said["other"])))
    if low != high <= _MONTHS_A_YEAR:
        return None
    day = date(int(said["year"]), low, high)
    return day, day


def _quarter(said: Said, published: date | None) -> Days | None:
    last = int(said["quarter"]) * _MONTHS_A_QUARTER
    first = _MONTH_NAMES[last - _MONTHS_A_QUARTER + 1]
    return _between({"month": first, "year": said["year"], f"{_TILL}month": _MONTH_NAMES[last]}, published)


def _feast(said: Said, published: date | None) -> Days | None:
    month, day = _FEASTS[said["feast"].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")]
    return calendar_days({**said, "month": month, "day": day}, published)


def _between(said: Said, published: date | None) -> Days | None:
    """Give the days from one date to another; what one leaves open the other says ("from 3 to 5 August 2018").

    A beginning without a year is the one before the end ("from December to January 2014").
    """
    first = {name: words for name, words in said.items() if not name.startswith(_TILL)}
    last = {name.removeprefix(_TILL): words for name, words in said.items() if name.startswith(_TILL)}
    ends = calendar_days({**first, **last}, published)
    if ends is None:
        return None
    month = {"month": first.get("month", last.get("month", ""))}
    if not (first.get("year") or first.get("whose")):
        before = calendar_days({**first, **month, "year": str(ends[0].year)}, published)
        if before is not None and before[0] > ends[1] and first.get("month"):
            before = calendar_days({**first, "year": str(ends[0].year - 1)}, published)
    else:
        before = calendar_days(first, published)
    return (before[0], ends[1]) if before is not None and before[0] <= ends[1] else None


def _years(said: Said, _: date | None) -> Days | None:
    first, last = int(said["year"]), int(said["till_year"])
    return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _weekend(_: Said, published: date | None) -> Days | None:
    """Give the Saturday and the Sunday before publication."""
    if published is None:
        return None
    saturday = published - timedelta(days=(published.weekday() - _SATURDAY) % 7)
    return saturday, saturday + timedelta(days=1)


def _until_now(said: Said, published: date | None) -> Days | None:
    """Give the days of "the past two weeks"; months are taken for thirty days, years for as many of the calendar."""
    if published is None:
        return None
    number, unit = count(said["count"]), said["unit"]
    if unit == "year":
        first = date(published.year - number, published.month, min(published.day, 28))
    elif unit == "month":
        first = published - timedelta(days=30 * number)
    else:
        first = published - number * _SHORT[unit]
    return first, published


_TILL_DAY = DAY.replace("<day>", "<till_day>")
_TILL_MONTH = MONTH.replace("<month>", "<till_month>")
_YEAR_TOO = YEAR.replace("<year>", "<year2>")
_TILL_YEAR = YEAR.replace("<year>", "<till_year>")
_TILL_OF_YEAR = OF_YEAR.replace("<year>", "<till_year>").replace("<whose>", "<till_whose>")
_FROM = r"(?:from|between)\s+(?:the\s+)?"
_TO = r"\s+(?:to|and|until|till|through)\s+(?:the\s+)?"
_FEAST = one_of(_FEASTS).replace("'", r"['\u2019]")

# They are tried before the plain forms, whose words they hold.
RANGES = (
    date_form(
        rf"\b{_FROM}{DAY}(?:\s+{MONTH}{OF_YEAR}?)?{_TO}{_TILL_DAY}\s+(?:of\s+)?{_TILL_MONTH}{_TILL_OF_YEAR}?",
        _between,
        "month",
        "figure",
    ),
    date_form(
        rf"\b{_FROM}{MONTH}\s+{DAY}{OF_YEAR}?{_TO}(?:{_TILL_MONTH}\s+)?{_TILL_DAY}{_TILL_OF_YEAR}?(?!\d)",
        _between,
        "month",
        "figure",
    ),
    date_form(rf"\b{_FROM}{MONTH}{OF_YEAR}?{_TO}{_TILL_MONTH}{_TILL_OF_YEAR}?(?!\s*\d)", _between, "month"),
    date_form(
        rf"\b(?:{_FROM}{YEAR}{_TO}|in\s+{YEAR.replace('<year>', '<year2>')}\s?[-\u2013]\s?){_TILL_YEAR}\b",
        _years,
        "figure",
    ),
    date_form(r"\b(?P<iso>(?:1[7-9]|20)\d\d-\d\d-\d\d)\b", _iso, "figure"),
    date_form(rf"\bQ(?P<quarter>[1-4])\s+(?:of\s+)?{YEAR}\b", _quarter, "figure"),
    date_form(rf"\b(?P<one>\d{{1,2}})([/.])(?P<other>\d{{1,2}})\2{YEAR}\b", _figures, "figure"),
    date_form(rf"\b(?P<feast>{_FEAST}){OF_YEAR}?\b", _feast, "feast"),
    date_form(r"\b(?:over|at|on|during)\s+(?:the|this)\s+(?P<weekend>weekend)\b", _weekend, "unit", relative=True),
    date_form(
        rf"\b(?:in|over|during|within|for)\s+the\s+(?:last|past)\s+{COUNT}\s+"
        r"(?P<unit>hour|day|week|fortnight|month|year)s\b",
        _until_now,
        "unit",
        relative=True,
    ),
)
