"""Tallies of events, and aggregates: tallies with details, each in one short string that a look-up reads at once."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby

import communique.graph.rdf.terms as t
import communique.graph.rdf.trig as w
from communique.graph.rdf.terms import Terms
from communique.graph.rdf.values import Properties, month_of
from communique.graph.tally import Tally
from communique.ontology.types import Action, Event

_BETWEEN = ", "
# As many characters of a month tell its year.
_YEAR = 4
# So many of the latest events of a dyad are kept beside its numbers, so that its page need not look for them.
MOST = 10
# Minus the number of the day, and the event's key: in order, the latest come first.
Recent = tuple[int, str]


NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Detail:
    """How many events of each action, the tally of each month (without first and last day), the latest events."""

    actions: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[str, Tally] = field(default_factory=dict)
    newest: tuple[Recent, ...] = ()

    def with_event(self, event: Event, action: Action | None, sign: int) -> "Detail":
        """Give the detail with one event more, or one less where sign is -1 (then others may have to be found)."""
        actions = {**self.actions, event.action: self.actions.get(event.action, 0) + sign}
        if event.date is None:
            return replace(self, actions=actions)
        month, place = month_of(event.date), recent(event.date, event.key)
        months = {**self.months, month: self.months.get(month, NOTHING).with_event(event, action, sign)}
        others = [each for each in self.newest if each != place]
        return Detail(actions, months, newest_of([*others, place] if sign > 0 else others))

    def plus(self, other: "Detail") -> "Detail":
        """Give the detail of both."""
        if not self.actions and not self.months:
            return other
        actions, months = dict(self.actions), dict(self.months)
        for name, number in other.actions.items():
            actions[name] = actions.get(name, 0) + number
        for month, tally in other.months.items():
            months[month] = months.get(month, NOTHING).plus(tally)
        return Detail(actions, months, newest_of((*self.newest, *other.newest)))


NO_DETAIL = Detail()


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What is stored of a dyad, of a side that acts or is acted upon, or of a month: the tally with its detail."""

    tally: Tally = NOTHING
    detail: Detail = NO_DETAIL

    def plus(self, other: "Aggregate") -> "Aggregate":
        """Give the aggregate of both."""
        if not self.tally.events:
            return other
        return Aggregate(self.tally.plus(other.tally), self.detail.plus(other.detail))


def detail_from(properties: Properties, terms: Terms) -> Detail:
    """Give the detail that a tally's properties hold: its actions, its months and its latest events."""
    mix, series, latest = (
        [value.value for value in properties.get(terms.of(name), ())] for name in ("mix", "series", "latest")
    )
    return Detail(actions_of(mix), months_of(series), newest_from(latest))


def actions_of(mix: Iterable[str]) -> dict[str, int]:
    """Give the numbers of events by action that strings hold."""
    each = (entry.rpartition(" ") for group in mix for entry in group.split(_BETWEEN))
    return {name: int(number) for name, _, number in each}


def months_of(series: Iterable[str]) -> dict[str, Tally]:
    """Give the tallies by month that strings hold."""
    each = (entry.split(" ") for year in series for entry in year.split(_BETWEEN))
    return {month: tally_of(numbers) for month, *numbers in each}


def detail_lines(node: str, detail: Detail, base: str) -> Iterator[str]:
    """Give the lines of the detail: a string for the months of each year, one for the actions of each first letter.

    Each is short, for what changes is written anew, and the engine keeps what it has once held; but there are few.
    """
    mix = sorted(f"{name} {number}" for name, number in detail.actions.items() if number)
    months = sorted(detail.months.items())
    series = [f"{month} {numbers_of(tally)}" for month, tally in months if tally.events]
    for term, entries, length in (("mix", mix, 1), ("series", series, _YEAR)):
        for _, group in groupby(entries, key=lambda entry: entry[:length]):
            yield w.line(node, w.term(base, term), w.text(_BETWEEN.join(group)))
    if detail.newest:
        yield w.line(node, w.term(base, "latest"), w.text(newest_text(detail.newest)))


def numbers_of(tally: Tally) -> str:
    """Give a tally's numbers in one string: events, Goldstein sum, the four quad classes."""
    one, two, three, four = tally.quads
    return f"{tally.events} {t.digits(tally.goldstein)} {one} {two} {three} {four}"


def tally_of(numbers: list[str], first: dt.date | None = None, last: dt.date | None = None) -> Tally:
    """Give the tally whose numbers stand in a string, as `numbers_of` writes them, with its first and last day."""
    events, goldstein, one, two, three, four = numbers
    return Tally(int(events), Decimal(goldstein), (int(one), int(two), int(three), int(four)), first, last)


def recent(date: dt.date, key: str) -> Recent:
    """Give the place of a dated event among all of its dyad."""
    return -date.toordinal(), key


def day_of(place: Recent) -> dt.date:
    """Give the date of an event."""
    return dt.date.fromordinal(-place[0])


def newest_of(found: Iterable[Recent]) -> tuple[Recent, ...]:
    """Give the latest of some events, as many as are kept."""
    return tuple(sorted(set(found))[:MOST])


def newest_text(newest: Iterable[Recent]) -> str:
    """Give events in one string: dates and keys."""
    return _BETWEEN.join(f"{day_of(each).isoformat()} {each[1]}" for each in newest)


def newest_from(strings: Iterable[str]) -> tuple[Recent, ...]:
    """Give the events that strings hold."""
    each = (entry.split(" ") for string in strings for entry in string.split(_BETWEEN))
    return newest_of(recent(dt.date.fromisoformat(date), key) for date, key in each)
