"""Dates of events: expressions in a sentence, what they mean relative to publication, and to which word they belong."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from communique.extract.syntax.clauses import above, is_verb
from communique.extract.syntax.date_forms import FORMS, MONTHS, WEEKDAYS, DateForm, recurrence
from communique.extract.syntax.date_ranges import RANGES
from communique.extract.syntax.date_signs import signs_of
from communique.extract.syntax.words import words_of
from communique.ontology.lexicon import cues
from communique.ontology.types import DateBasis

_KEY = "communique dates"
_FORMS = (*RANGES, *FORMS)
# A past event on a day that comes within so many days is announced, or the day belongs to another word.
_SOON = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class When:
    """A date expression of a sentence: character span, first and last day that it means, and its basis.

    `recurs` says after what another such day comes (``week``, ``year``) where the text leaves open which is meant.
    """

    start: int
    end: int
    first: date
    last: date
    basis: DateBasis
    recurs: str = ""

    def towards(self, published: date | None, *, future: bool, present: bool = False) -> "When | None":
        """Give the reading that fits a coming or a past event, or None where there is none.

        What has happened cannot have happened later than it was reported, and what is to come lies not before; so a
        weekday is that of the next week, a day without its year that of another year. The `present` tense tells
        of both ("visits Oslo on Monday").
        """
        if published is None:
            return self
        if not (future or present) and self.first > published:
            return self._moved(-1) if self.recurs and self.first - published > _SOON else None
        possible = {"week": future or present, "year": future}
        if self.last < published and possible.get(self.recurs, False):
            return self._moved(1)
        return self

    def _moved(self, by: int) -> "When | None":
        try:
            return replace(self, first=_shifted(self.first, self.recurs, by), last=_shifted(self.last, self.recurs, by))
        except (ValueError, OverflowError):
            return None


def _shifted(day: date, unit: str, by: int) -> date:
    if unit == "week":
        return day + timedelta(days=7 * by)
    last = calendar.monthrange(day.year + by, day.month)[1]
    return day.replace(year=day.year + by, day=min(day.day, last))


def expressions(text: str, published: date | None) -> list[When]:
    """Give the date expressions of a sentence that can be resolved, leftmost first, without overlap.

    Without a publication date only expressions that name their year are resolved.
    """
    found: list[When] = []
    taken: list[tuple[int, int]] = []
    signs = signs_of(text)
    for form in (form for form in _FORMS if form.signs <= signs):
        for match in form.pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            when = _resolve(form, match, published)
            found += [when] if when is not None else []
    return sorted(found, key=lambda when: when.start)


def expressions_in(doc: Doc, published: date | None) -> list[When]:
    """Give the same of a sentence, found once and kept with it."""
    known: tuple[date | None, list[When]] | None = doc.user_data.get(_KEY)
    if known is None or known[0] != published:
        known = doc.user_data[_KEY] = published, expressions(words_of(doc).text, published)
    return known[1]


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
    return word.lower().rstrip(".") in WEEKDAYS or word.lower().rstrip(".") in MONTHS


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


def _resolve(form: DateForm, match: re.Match[str], published: date | None) -> When | None:
    said = {name.rstrip("23"): " ".join(words.lower().split()) for name, words in match.groupdict().items() if words}
    try:
        days = form.days(said, published)
    except (ValueError, OverflowError):
        # No such day, or one outside the calendar ("4000 years ago").
        return None
    if days is None:
        return None
    basis = DateBasis.RELATIVE if form.relative else DateBasis.STATED
    return When(match.start(), match.end(), *days, basis, recurrence(said))
