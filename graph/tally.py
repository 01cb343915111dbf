"""Tallies: numbers of events, and their details written close together so that one look-up reads them all."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import graph.terms as t
from graph.assembly import Triple, month_of
from graph.terms import Node, Terms
from graph.values import Properties, literal
from ontology.action import Action
from ontology.event import Event

QUADS = ("verbalCooperation", "materialCooperation", "verbalConflict", "materialConflict")
Four = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events, the sum of their Goldstein scores, how many of each quad class, from when to when."""

    events: int = 0
    goldstein: Decimal = Decimal(0)
    quads: Four = (0, 0, 0, 0)
    first: dt.date | None = None
    last: dt.date | None = None

    def with_event(self, event: Event, action: Action | None, sign: int = 1) -> "Tally":
        """Give the tally with one event more, or one less where sign is -1 (its dates stay)."""
        quad = action.quad if action else 0
        one, two, three, four = (number + sign * (quad == place) for place, number in enumerate(self.quads, start=1))
        dates = [date for date in (self.first, self.last, event.date if sign > 0 else None) if date is not None]
        return Tally(
            events=self.events + sign,
            goldstein=self.goldstein + sign * Decimal(str(action.goldstein if action else 0)),
            quads=(one, two, three, four),
            first=min(dates, default=None),
            last=max(dates, default=None),
        )

    def plus(self, other: "Tally") -> "Tally":
        """Give the tally of both."""
        one, two, three, four = (mine + more for mine, more in zip(self.quads, other.quads, strict=True))
        return Tally(
            events=self.events + other.events,
            goldstein=self.goldstein + other.goldstein,
            quads=(one, two, three, four),
            first=min((date for date in (self.first, other.first) if date), default=None),
            last=max((date for date in (self.last, other.last) if date), default=None),
        )


NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Detail:
    """How many events of each action, and the tally of each month (without first and last day)."""

    actions: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[str, Tally] = field(default_factory=dict)

    def with_event(self, event: Event, action: Action | None, sign: int) -> "Detail":
        """Give the detail with one event more, or one less where sign is -1."""
        actions = {**self.actions, event.action: self.actions.get(event.action, 0) + sign}
        months = dict(self.months)
        if event.date is not None:
            month = month_of(event.date)
            months[month] = months.get(month, NOTHING).with_event(event, action, sign)
        return Detail(actions, months)

    def plus(self, other: "Detail") -> "Detail":
        """Give the detail of both."""
        actions, months = dict(self.actions), dict(self.months)
        for name, number in other.actions.items():
            actions[name] = actions.get(name, 0) + number
        for month, tally in other.months.items():
            months[month] = months.get(month, NOTHING).plus(tally)
        return Detail(actions, months)


def actions_from(properties: Properties, terms: Terms) -> dict[str, int]:
    """Give the mix of actions that a tally's properties hold."""
    mix = literal(properties, terms.of("mix")) or ""
    actions = (entry.rsplit(" ", 1) for entry in mix.split("\n") if entry)
    return {name: int(number) for name, number in actions}


def detail_from(properties: Properties, terms: Terms) -> Detail:
    """Give the detail that a tally's properties hold: its actions and its months."""
    series = literal(properties, terms.of("series")) or ""
    months = (entry.split(" ") for entry in series.split("\n") if entry)
    return Detail(actions_from(properties, terms), {month: _month(rest) for month, *rest in months})


def detail_triples(node: Node, detail: Detail, terms: Terms) -> Iterator[Triple]:
    """Give the detail in two strings: lines of an action and its events; of a month and its numbers."""
    mix = "\n".join(f"{name} {number}" for name, number in sorted(detail.actions.items()) if number)
    series = "\n".join(_line(month, tally) for month, tally in sorted(detail.months.items()) if tally.events)
    for name, text in (("mix", mix), ("series", series)):
        if text:
            yield node, terms.of(name), t.text(text)


def _line(month: str, tally: Tally) -> str:
    return " ".join([month, str(tally.events), t.decimal(tally.goldstein).value, *map(str, tally.quads)])


def _month(numbers: list[str]) -> Tally:
    events, goldstein, one, two, three, four = numbers
    return Tally(int(events), Decimal(goldstein), (int(one), int(two), int(three), int(four)))


__all__ = ["NOTHING", "QUADS", "Detail", "Tally", "actions_from", "detail_from", "detail_triples", "month_of"]
