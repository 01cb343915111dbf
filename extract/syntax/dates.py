"""Dates of events: expressions in a sentence, what they mean relative to publication, and to which word they belong."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from communique.extract.syntax.clauses import above, is_verb
from communique.ontology.lexicon import cues
from communique.ontology.types import DateBasis

_MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}
_DAYS = {calendar.day_name[number].lower(): number for number in range(7)}
_NUMBERS = {word: number for number, word in enumerate("zero one two three four five six seven eight nine ten".split())}
_NUMBERS |= {"a": 1, "an": 1, "several": 3, "eleven": 11, "twelve": 12}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = "(?P<weekday>" + "|".join(_DAYS) + ")"
_PATTERNS = (
    rf"\b{_MONTH}\s+{_DAY}(?:\s*,\s*{_YEAR})?(?!\d)",
    rf"\b(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?:\s*,?\s*{_YEAR})?",
    r"\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b",
    rf"\b(?:(?:in|since|during|of|last|next|this|early|late|mid-?)\s+)+{_MONTH}(?:\s*,?\s*{_YEAR})?(?!\s*\d)",
    rf"\b{_MONTH}\s+{_YEAR}",
    rf"\b(?P<which>last|next|this)?\s*{_WEEKDAY}\b",
    r"\b(?P<word>yesterday|today|tonight|tomorrow|overnight)\b",
    r"\b(?P<which>last|this|next|earlier this|later this|past)\s+(?P<unit>week|weekend|month|year)\b",
    r"\b(?P<count>\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|several)\s+(?P<unit>day|week|month|year)s?\s+(?P<way>ago|earlier|before|later)\b",
    rf"\bin\s+{_YEAR}\b",
)
_EXPRESSIONS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS)


@dataclass(frozen=True, slots=True)
class When:
    """A date expression of a sentence: character span, first and last day that it means, and its basis."""

    start: int
    end: int
    first: date
    last: date
    basis: DateBasis
    weekday: bool = False

    def towards(self, published: date | None, *, future: bool) -> "When | None":
        """Give the reading that fits a coming or a past event, or None where there is none.

        A bare weekday lies after publication if the event is to come; what has happened cannot
        have happened after the report was published.
        """
        if published is not None and not future and self.first > published:
            return None
        if not (future and self.weekday and published is not None) or self.first >= published:
            return self
        day = self.first + timedelta(days=7)
        return When(self.start, self.end, day, day, self.basis)


def expressions(text: str, published: date | None) -> list[When]:
    """Give the date expressions of a sentence that can be resolved, leftmost first, without overlap.

    Without a publication date only expressions that name their year are resolved.
    """
    found: list[When] = []
    for pattern in _EXPRESSIONS:
        for match in pattern.finditer(text):
            when = _resolve(match, published)
            if when is not None and not any(_overlap(when, other) for other in found):
                found.append(when)
    return sorted(found, key=lambda when: when.start)


def date_of(trigger: Token, found: list[When], is_trigger: Callable[[Token], bool]) -> When | None:
    """Give the expression that dates a trigger.

    It is the one that hangs on the trigger or on a word between the two that is no trigger
    itself; else the one of the clause that governs the trigger, unless that clause is reported
    speech or the trigger stands in a relative clause.
    """
    if not found:
        return None
    holders = {when.start: _holder(trigger.doc, when, is_trigger) for when in found}
    for holder in _dating_words(trigger):
        here = [when for when in found if holders[when.start] == holder.i]
        if here:
            return min(here, key=lambda when: abs(when.start - trigger.idx))
    return None


def is_calendar_word(word: str) -> bool:
    """Tell whether a word names a day of the week or a month (``May`` and ``March`` among them)."""
    return word.lower().rstrip(".") in _DAYS or word.lower().rstrip(".") in _MONTHS


def _dating_words(trigger: Token) -> Iterator[Token]:
    yield trigger
    word = trigger
    for head in above(trigger):
        if word.dep_ in ("relcl", "ccomp", "acl", "advcl", "poss"):
            return
        if (word.dep_ == "pobj" and head.lower_ not in cues().during) or head.lower_ in cues().ahead:
            return
        yield head
        word = head


def _holder(doc: Doc, when: When, is_trigger: Callable[[Token], bool]) -> int:
    """Give the index of the trigger or verb on which an expression hangs."""
    span = doc.char_span(when.start, when.end, alignment_mode="expand")
    if span is None:
        return -1
    for token in above(span.root):
        if is_trigger(token):
            return token.i
        if is_verb(token):
            modified = token.dep_ == "acl" and is_trigger(token.head)
            return token.head.i if modified else token.i
    return span.root.i


def _resolve(match: re.Match[str], published: date | None) -> When | None:
    groups = match.groupdict()
    try:
        days = _days(groups, match.group(0).lower(), published)
    except ValueError:
        return None
    if days is None:
        return None
    first, last, basis = days
    weekday = bool(groups.get("weekday")) and not groups.get("which")
    return When(match.start(), match.end(), first, last, basis, weekday)


def _days(groups: dict[str, str | None], text: str, published: date | None) -> tuple[date, date, DateBasis] | None:
    if iso := groups.get("iso"):
        return date.fromisoformat(iso), date.fromisoformat(iso), DateBasis.STATED
    if groups.get("month"):
        return _calendar(groups, text, published)
    if groups.get("year"):
        year = int(groups["year"] or 0)
        return date(year, 1, 1), date(year, 12, 31), DateBasis.STATED
    if published is None:
        return None
    first, last = _relative(groups, published)
    return first, last, DateBasis.RELATIVE


def _calendar(groups: dict[str, str | None], text: str, published: date | None) -> tuple[date, date, DateBasis] | None:
    month = _MONTHS[(groups["month"] or "").lower().rstrip(".")]
    year = int(groups["year"] or 0) or None
    basis = DateBasis.STATED
    if year is None:
        if published is None:
            return None
        year = _nearest_year(month, published, text)
    if groups.get("day"):
        day = date(year, month, int(groups["day"] or 0))
        return day, day, basis
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), basis


def _nearest_year(month: int, published: date, text: str) -> int:
    if text.startswith("next"):
        return published.year + (month <= published.month)
    if "last" in text:
        return published.year - (month >= published.month)
    distance = month - published.month
    return published.year - (distance > 6) + (distance < -6)


def _relative(groups: dict[str, str | None], published: date) -> tuple[date, date]:
    if weekday := groups.get("weekday"):
        back = (published.weekday() - _DAYS[weekday.lower()]) % 7
        day = published - timedelta(days=back)
        which = (groups.get("which") or "").lower()
        if which == "next":
            day += timedelta(days=7)
        elif which == "last" and back == 0:
            day -= timedelta(days=7)
        return day, day
    if word := groups.get("word"):
        shift = {"yesterday": -1, "overnight": 0, "today": 0, "tonight": 0, "tomorrow": 1}[word.lower()]
        day = published + timedelta(days=shift)
        return day, day
    if count := groups.get("count"):
        return _distance(count.lower(), groups, published)
    return _unit(groups, published)


def _distance(count: str, groups: dict[str, str | None], published: date) -> tuple[date, date]:
    number = int(count) if count.isdigit() else _NUMBERS[count]
    unit = {"day": 1, "week": 7, "month": 30, "year": 365}[(groups["unit"] or "").lower()]
    sign = 1 if (groups["way"] or "").lower() == "later" else -1
    day = published + timedelta(days=sign * number * unit)
    return day, day


def _unit(groups: dict[str, str | None], published: date) -> tuple[date, date]:
    unit, which = (groups["unit"] or "").lower(), (groups["which"] or "").lower()
    shift = {"last": -1, "past": -1, "next": 1}.get(which, 0)
    if unit == "year":
        year = published.year + shift
        return date(year, 1, 1), date(year, 12, 31)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + shift
        year, month = divmod(months, 12)
        return date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1])
    monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * shift)
    first = monday + timedelta(days=5 if unit == "weekend" else 0)
    return first, monday + timedelta(days=6)


def _overlap(one: When, other: When) -> bool:
    return one.start < other.end and other.start < one.end
