"""The forms of date expressions, and the days that each of them means on a day of publication."""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

Days = tuple[date, date]
Said = Mapping[str, str]

MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}
WEEKDAYS = {calendar.day_name[number].lower(): number for number in range(7)}
_NUMBERS = {word: number for number, word in enumerate("zero one two three four five six seven eight nine ten".split())}
_NUMBERS |= {"a": 1, "an": 1, "a couple of": 2, "a few": 3, "several": 3, "eleven": 11, "twelve": 12}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "final": -1}
_SHIFTS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}
_DAY_WORDS = {
    "the day before yesterday": -2,
    "the night before last": -2,
    "the previous day": -1,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}
# Months in which the seasons of the northern half begin; newspapers of the world write by them.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
# Which of so many equal parts of a month or year is meant.
_PARTS = {
    **dict.fromkeys(("early", "beginning", "start"), (0, 3)),
    **dict.fromkeys(("mid", "middle"), (1, 3)),
    **dict.fromkeys(("late", "end"), (2, 3)),
    **{f"{ordinal} half": (number - 1, 2) for ordinal, number in _ORDINALS.items() if number in (1, 2)},
    **{f"{ordinal} quarter": (number % 5 - 1, 4) for ordinal, number in _ORDINALS.items() if number < 5},
}


@dataclass(frozen=True, slots=True)
class DateForm:
    """One way to write a date: its pattern, what it means, and how it depends on the day of publication.

    `relative` ones mean nothing without that day. No text without all its `signs` (`date_signs.SIGNS`) has the pattern.
    """

    pattern: re.Pattern[str]
    days: Callable[[Said, date | None], Days | None]
    signs: frozenset[str]
    relative: bool = False


def recurrence(said: Said) -> str:
    """Give after what an expression means another day again: ``week``, ``year``, or nothing where it names which."""
    if any(said.get(name) for name in ("which", "year", "whose", "nth", "till_year", "till_whose")):
        return ""
    if said.get("month") or said.get("feast"):
        return "year"
    return "week" if (said.get("weekday") and not said.get("unit")) or said.get("weekend") else ""


def one_of(words: Mapping[str, object]) -> str:
    """Give the pattern of one of several words or phrases, the longest first."""
    return "|".join(sorted((word.replace(" ", r"\s+") for word in words), key=len, reverse=True))


def calendar_days(said: Said, published: date | None) -> Days | None:
    """Give the day, days, or (part of the) month that a month's name stands with."""
    month = MONTHS[said["month"].rstrip(".")]
    year = _year(said, month, int(said.get("day") or 1), published)
    if year is None:
        return None
    if said.get("day"):
        first = date(year, month, int(said["day"]))
        return first, date(year, month, int(said["until"])) if said.get("until") else first
    return _part(_month(year, month), said)


def _year(said: Said, month: int, day: int, published: date | None) -> int | None:
    if said.get("year"):
        return int(said["year"])
    if published is None:
        return None
    if whose := said.get("whose"):
        return published.year + _SHIFTS.get(whose, 0)
    if said.get("which") == "next":
        return published.year + (month <= published.month)
    if said.get("which") == "last":
        return published.year - (month >= published.month)
    return _nearest_year(month, day, published)


def _nearest_year(month: int, day: int, published: date) -> int:
    """Give the year in which a day of the calendar comes nearest to publication; ValueError where no year has it."""
    possible = [
        date(year, month, day)
        for year in range(max(published.year - 1, date.min.year), min(published.year + 1, date.max.year) + 1)
        if 0 < day <= calendar.monthrange(year, month)[1]
    ]
    if not possible:
        raise ValueError(f"no day {day} in month {month} of these years")
    return min(possible, key=lambda each: (abs(each - published), each)).year


def _nth_of_month(said: Said, published: date | None) -> Days | None:
    """Give "the last Monday of January", or "the first week of May"."""
    if said.get("month"):
        found = calendar_days({**said, "day": "", "part": ""}, published)
    else:
        found = None if published is None else _unit({"unit": "month", "which": said["which"]}, published)
    if found is None:
        return None
    first, last = found
    nth = _ORDINALS[said["nth"]]
    if not said.get("weekday"):
        start = first + timedelta(days=7 * (nth - 1)) if nth > 0 else last - timedelta(days=6)
        return start, min(start + timedelta(days=6), last)
    weekday = WEEKDAYS[said["weekday"]]
    if nth > 0:
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    else:
        day = last - timedelta(days=(last.weekday() - weekday) % 7)
    return (day, day) if day <= last else None


def _whole_year(said: Said, _: date | None) -> Days:
    year = int(said["year"])
    return _part((date(year, 1, 1), date(year, 12, 31)), said)


def _decade(said: Said, _: date | None) -> Days:
    year = int(said["decade"])
    return _part((date(year, 1, 1), date(year + 9, 12, 31)), said)


def _season(said: Said, published: date | None) -> Days | None:
    begins = SEASONS[said["season"]]
    year = _year(said, begins, 1, published)
    if year is None:
        return None
    last = _month(year + (begins + 2) // 13, (begins + 1) % 12 + 1)[1]
    return date(year, begins, 1), last


def _weekday(said: Said, published: date | None) -> Days | None:
    if published is None:
        return None
    weekday, which = WEEKDAYS[said["weekday"]], said.get("which", "")
    if said.get("unit"):
        weeks = -count(said["count"]) if said.get("count") else _SHIFTS.get(which, 0)
        day = published + timedelta(days=weekday - published.weekday() + 7 * weeks)
        return day, day
    back = (published.weekday() - weekday) % 7
    days = {"next": 7 - back, "before last": -back - (14 if back == 0 else 7)}.get(which, -back)
    day = published + timedelta(days=-7 if which == "last" and back == 0 else days)
    return day, day


def _day_word(said: Said, published: date | None) -> Days | None:
    if published is None:
        return None
    day = published + timedelta(days=_DAY_WORDS.get(" ".join(said["word"].split()), 0))
    return day, day


def _distance(said: Said, published: date | None) -> Days | None:
    """Give what lies so many days, weeks, months, years away: months and years are not told to the day."""
    if published is None:
        return None
    number = count(said["count"]) * (1 if said["way"] in ("in", "later") else -1)
    if said["unit"] == "month":
        return _shifted_month(published, number)
    if said["unit"] in ("year", "decade"):
        year = published.year + number * (10 if said["unit"] == "decade" else 1)
        return date(year, 1, 1), date(year, 12, 31)
    day = published + timedelta(days=number * {"day": 1, "week": 7, "fortnight": 14}[said["unit"]])
    return day, day


def _unit(said: Said, published: date | None) -> Days | None:
    if published is None:
        return None
    which = said.get("which", "")
    shift = {"before last": -2, "after next": 2}.get(which, _SHIFTS.get(which, 0))
    if said["unit"] == "year":
        year = published.year + shift
        return _part((date(year, 1, 1), date(year, 12, 31)), said)
    if said["unit"] == "month":
        return _part(_shifted_month(published, shift), said)
    monday = published + timedelta(days=7 * shift - published.weekday())
    return monday + timedelta(days=5 if said["unit"] == "weekend" else 0), monday + timedelta(days=6)


def count(words: str) -> int:
    """Give the number that a numeral or figures mean."""
    plain = " ".join(words.split())
    return _NUMBERS[plain] if plain in _NUMBERS else int(plain.replace(",", ""))


def _month(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _shifted_month(day: date, months: int) -> Days:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return _month(year, month + 1)


def _part(days: Days, said: Said) -> Days:
    """Give the part of a month or year that "early", "mid-", "the end of" say."""
    if not said.get("part"):
        return days
    number, of = _PARTS[" ".join(said["part"].split())]
    first, last = days
    if (last - first).days < 31:
        length = (last - first).days + 1
        start = first + timedelta(days=number * length // of)
        return start, first + timedelta(days=(number + 1) * length // of - 1)
    months = (last.year - first.year) * 12 + 12
    begins = _shifted_month(first, number * months // of)[0]
    return begins, _shifted_month(first, (number + 1) * months // of - 1)[1]


# In small letters "march" and "may" are verbs.
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|(?-i:Mar(?:ch)?|MARCH)|apr(?:il)?|(?-i:May|MAY)|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_UNTIL = r"(?:\s?[-\u2013]\s?(?P<until>\d{1,2})(?:st|nd|rd|th)?)?"
YEAR = r"(?P<year>(?:1[7-9]|20)\d\d)"
OF_YEAR = rf"(?:(?:\s*,\s*|\s+(?:of\s+)?){YEAR}|\s+(?:of\s+)?(?P<whose>last|this|next)\s+year)"
_WEEKDAY = rf"(?P<weekday>{one_of(WEEKDAYS)})"
_NTH = rf"(?:the\s+)?(?P<nth>{one_of(_ORDINALS)})"
_WHICH = r"(?P<which>last|this|next)"
_PART = (
    r"(?:(?P<part>early|mid|late)(?:\s+in)?[\s-]+"
    rf"|(?:the\s+)?(?P<part2>{one_of({part: 0 for part in _PARTS if part not in ('early', 'mid', 'late')})})\s+of\s+)"
)
COUNT = rf"(?P<count>\d[\d,]*|{one_of(_NUMBERS)})"
_SEASON = rf"(?P<season>{one_of(SEASONS)})"


def date_form(
    pattern: str, days: Callable[[Said, date | None], Days | None], *signs: str, relative: bool = False
) -> DateForm:
    """Give the form of a pattern, in whatever capitals it is written, and of its signs."""
    return DateForm(re.compile(pattern, re.IGNORECASE), days, frozenset(signs), relative)


# The first form that matches takes its words, so the longer ones stand first.
FORMS = (
    date_form(rf"\b{_NTH}\s+{_WEEKDAY}\s+(?:of|in)\s+(?:{MONTH}{OF_YEAR}?|{_WHICH}\s+month)", _nth_of_month, "weekday"),
    date_form(rf"\b{_NTH}\s+week\s+(?:of|in)\s+(?:{MONTH}{OF_YEAR}?|{_WHICH}\s+month)", _nth_of_month, "unit"),
    date_form(rf"\b{_WEEKDAY}(?:\s*+,)?\s++(?:of\s+)?{_WHICH}\s+(?P<unit>week)\b", _weekday, "weekday", relative=True),
    date_form(rf"\b{_WHICH}\s+(?P<unit>week)(?:\s+on|\s*,)?\s+{_WEEKDAY}\b", _weekday, "weekday", relative=True),
    date_form(rf"\b{_WEEKDAY}(?:\s*+,)?\s++{COUNT}\s+(?P<unit>week)s?\s+ago\b", _weekday, "weekday", relative=True),
    date_form(rf"\b{COUNT}\s+(?P<unit>week)s?\s+ago(?:\s+on|\s*,)?\s+{_WEEKDAY}\b", _weekday, "weekday", relative=True),
    date_form(rf"\b(?:the\s+)?{_WEEKDAY}\s+(?P<which>before\s+last)\b", _weekday, "weekday", relative=True),
    date_form(
        r"\bthe\s+(?P<unit>week|weekend|month|year)\s+(?P<which>before\s+last|after\s+next)\b",
        _unit,
        "unit",
        relative=True,
    ),
    date_form(rf"\b{MONTH}\s+{DAY}{_UNTIL}{OF_YEAR}?(?!\d)", calendar_days, "month", "figure"),
    date_form(rf"\b(?:the\s+)?{DAY}{_UNTIL}\s+(?:of\s+)?{MONTH}{OF_YEAR}?", calendar_days, "month", "figure"),
    date_form(rf"\b{_PART}(?:{_WHICH}\s+)?{MONTH}{OF_YEAR}?(?!\s*\d)", calendar_days, "month"),
    date_form(rf"\b(?:(?:in|since|during|of)\s+)?{_WHICH}\s+{MONTH}{OF_YEAR}?(?!\s*\d)", calendar_days, "month"),
    date_form(rf"\b(?:in|since|during|of)\s+{MONTH}{OF_YEAR}?(?!\s*\d)", calendar_days, "month"),
    date_form(rf"\b{MONTH}{OF_YEAR}", calendar_days, "month"),
    date_form(rf"\b{_SEASON}{OF_YEAR}", _season, "season"),
    date_form(rf"\b{_WHICH}\s+{_SEASON}\b", _season, "season", relative=True),
    date_form(rf"\b{_PART}{YEAR}\b", _whole_year, "figure"),
    date_form(
        rf"\b(?:{_PART})?the\s+(?:(?P<part3>early|mid|late)[\s-]+)?(?P<decade>(?:1[7-9]|20)\d0)['\u2019]?s\b",
        _decade,
        "figure",
    ),
    date_form(rf"\b{_PART}{_WHICH}\s+(?P<unit>month|year)\b", _unit, "unit", relative=True),
    date_form(rf"\b(?:{_WHICH}\s+)?{_WEEKDAY}\b", _weekday, "weekday", relative=True),
    date_form(
        rf"\b(?P<word>{one_of(_DAY_WORDS)}|today|tonight|overnight|this\s+(?:morning|afternoon|evening))\b",
        _day_word,
        "day",
        relative=True,
    ),
    date_form(
        r"\b(?:earlier\s+|later\s+)?(?P<which>last|this|next|past|previous)\s+(?P<unit>week|weekend|month|year)\b",
        _unit,
        "unit",
        relative=True,
    ),
    date_form(
        rf"\b{COUNT}\s+(?P<unit>day|week|fortnight|month|year|decade)s?\s+(?P<way>ago|earlier|before|later)\b",
        _distance,
        "unit",
        relative=True,
    ),
    date_form(
        rf"\b(?P<way>in)\s+{COUNT}\s+(?P<unit>day|week|fortnight|month|year|decade)s?\b(?!\s+of\b)",
        _distance,
        "unit",
        relative=True,
    ),
    date_form(rf"\b(?:in|during|back\s+in)\s+{YEAR}\b(?!\s*[-\u2013]\s*\d)", _whole_year, "figure"),
)
