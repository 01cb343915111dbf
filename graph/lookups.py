"""Typed look-ups: an actor's relations by partner, and a dyad in both directions."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote

import graph.terms as t
from graph.counting import counted_by
from graph.filters import EVERY, EventFilter, Level, own_side
from graph.reading import select
from graph.tallies import tally_from
from graph.tally import Tally, actions_from, detail_from
from graph.terms import DEFAULT, Node
from graph.values import Properties, index
from graph.world import World

NOTHING = Tally()
_NONE = ("", 0)
Months = tuple[tuple[str, Tally], ...]
Actions = tuple[tuple[str, int], ...]
Counts = tuple[Tally, dict[str, int]]
# The number of events and the partner of a relation, by which relations are in order.
Rank = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Direction:
    """All that one side did to another: the tally, the actions by number of events, the months in order."""

    source: str
    target: str
    tally: Tally = NOTHING
    actions: Actions = ()
    months: Months = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """What there is between an actor and a partner: `sent` to him, `received` from him."""

    actor: str
    partner: str
    sent: Tally
    received: Tally
    actions: Actions

    @property
    def events(self) -> int:
        """Give the number of events in both directions."""
        return self.sent.events + self.received.events

    @property
    def quads(self) -> tuple[int, int, int, int]:
        """Give the number of events of each quad class in both directions."""
        one, two, three, four = (a + b for a, b in zip(self.sent.quads, self.received.quads, strict=True))
        return one, two, three, four

    @property
    def goldstein_sum(self) -> float:
        """Give the sum of the Goldstein scores in both directions."""
        return float(self.sent.goldstein + self.received.goldstein)

    @property
    def goldstein_mean(self) -> float:
        """Give the mean Goldstein score in both directions."""
        return self.goldstein_sum / self.events

    @property
    def first(self) -> dt.date | None:
        """Give the date of the earliest event."""
        return min((date for date in (self.sent.first, self.received.first) if date), default=None)

    @property
    def last(self) -> dt.date | None:
        """Give the date of the latest event."""
        return max((date for date in (self.sent.last, self.received.last) if date), default=None)

    @property
    def commonest_action(self) -> str:
        """Give the id of the action of most events, the first by id of equals."""
        return self.actions[0][0]


def relations(
    world: World,
    actor: str,
    other: str | None = None,
    *,
    filters: EventFilter = EVERY,
    level: Level = Level.SIDE,
    after: Rank | None = None,
    limit: int | None = None,
) -> list[Relation]:
    """Give an actor's relations by partner, those of most events first; `other` keeps only that partner.

    Partners are sides, or at actor level whoever is named, so that an event counts with each of these. A country's
    relations with sides come from the numbers that assembly keeps; a filter, a body that acts for another and a
    person make the events be counted. `after` is the rank of the last relation of the page before.
    """
    if filters == EVERY and level is Level.SIDE and own_side(actor, world) is True:
        return _kept(world, actor, other, after, limit)
    sent = _counted(world, replace(filters, actor=actor, target=other), "target", level)
    received = _counted(world, replace(filters, actor=other, target=actor), "actor", level)
    partners = [_relation(actor, partner, sent, received) for partner in sent.keys() | received.keys()]
    ranked = {relation.partner: relation for relation in partners}
    page = _page({name: relation.events for name, relation in ranked.items()}, after, limit)
    return [ranked[name] for name in page]


def dyad(world: World, first: str, second: str) -> tuple[Direction, Direction]:
    """Give both directions between two sides: events by month and by action, first to second and back."""
    return _direction(world, first, second), _direction(world, second, first)


def _relation(actor: str, partner: str, sent: Mapping[str, Counts], received: Mapping[str, Counts]) -> Relation:
    nothing: Counts = (NOTHING, {})
    to_him = sent.get(partner, nothing)
    # What goes on within one side is sent and received at once, and counts once.
    from_him = nothing if partner == actor and partner in sent else received.get(partner, nothing)
    return Relation(actor, partner, to_him[0], from_him[0], _mix((to_him[1], from_him[1])))


def _page(events: Mapping[str, int], after: Rank | None, limit: int | None) -> list[str]:
    """Give the partners of a page: those of most events first, of equals by id."""
    places = sorted((-number, partner) for partner, number in events.items())
    start = None if after is None else (-after[0], after[1])
    return [place[1] for place in places if start is None or place > start][:limit]


def _kept(world: World, actor: str, other: str | None, after: Rank | None, limit: int | None) -> list[Relation]:
    """Give a page of relations: all partners are put in order by one number each, the rest is read for the page."""
    to_each, from_each = (_dyads(world, actor, end, other) for end in ("fromSide", "toSide"))

    def both(partner: str) -> int:
        back = 0 if partner == actor else from_each.get(partner, _NONE)[1]
        return to_each.get(partner, _NONE)[1] + back

    partners = _page({partner: both(partner) for partner in to_each.keys() | from_each.keys()}, after, limit)
    dyads = [found[name][0] for found in (to_each, from_each) for name in partners if name in found]
    numbers = _numbers(world, dyads)
    sent, received = (
        {name: numbers[found[name][0]] for name in partners if name in found} for found in (to_each, from_each)
    )
    return [_relation(actor, partner, sent, received) for partner in partners]


def _dyads(world: World, actor: str, end: str, other: str | None) -> dict[str, tuple[str, int]]:
    """Give by partner the dyad in which an actor stands at one end, and the number of its events."""
    opposite = "toSide" if end == "fromSide" else "fromSide"
    only = "" if other is None else f"; dip:{opposite} {world.terms.actor(other)} "
    rows = select(
        world, f"SELECT ?dyad ?n WHERE {{ ?dyad dip:{end} {world.terms.actor(actor)} {only}; dip:events ?n }}"
    )
    # The partner stands in the dyad's IRI: asking for him would double the time.
    at = -1 if end == "fromSide" else -2
    return {unquote(dyad.value.split("/")[at]): (str(dyad), int(n.value)) for dyad, n in rows}


def _numbers(world: World, dyads: Iterable[str]) -> dict[str, Counts]:
    """Give the tally and the mix of actions of each dyad."""
    found: dict[str, Counts] = {}
    for dyad in dyads:
        properties = _properties(world, t.node(dyad[1:-1]))
        found[dyad] = tally_from(properties, world.terms), actions_from(properties, world.terms)
    return found


def _counted(world: World, wanted: EventFilter, end: str, level: Level) -> dict[str, Counts]:
    found = counted_by(world, wanted, end if level is Level.ACTOR else f"{end}Side")
    return {partner: (counted.tally, counted.actions) for partner, counted in found.items()}


def _mix(parts: Iterable[dict[str, int]]) -> Actions:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return tuple(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))


def _properties(world: World, node: Node) -> Properties:
    return index(world.store.match(node, None, None, DEFAULT))[node]


def _direction(world: World, source: str, target: str) -> Direction:
    properties = _properties(world, world.terms.dyad(source, target))
    detail = detail_from(properties, world.terms)
    return Direction(
        source,
        target,
        tally_from(properties, world.terms),
        _mix([dict(detail.actions)]),
        tuple(sorted(detail.months.items(), key=lambda entry: entry[0])),
    )
