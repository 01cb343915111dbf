"""Typed look-ups: an actor's relations by partner, and a dyad in both directions."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import graph.terms as t
from graph.counting import counted_by
from graph.filters import EVERY, EventFilter, Level, own_side
from graph.reading import select
from graph.tallies import Tally, tally_from
from graph.terms import DEFAULT, Node
from graph.values import index
from graph.world import World

NOTHING = Tally()
Months = tuple[tuple[str, Tally], ...]
Actions = tuple[tuple[str, int], ...]
Counts = tuple[Tally, dict[str, int]]


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
    world: World, actor: str, other: str | None = None, *, filters: EventFilter = EVERY, level: Level = Level.SIDE
) -> list[Relation]:
    """Give an actor's relations by partner, those of most events first; `other` keeps only that partner.

    Partners are sides, or at actor level whoever is named, so that an event counts with each of these. A country's
    relations with sides come from the numbers that assembly keeps; a filter, a body that acts for another and a
    person make the events be counted.
    """
    if filters == EVERY and level is Level.SIDE and own_side(actor, world) is True:
        sent, received = (_kept(world, actor, end, other) for end in ("fromSide", "toSide"))
    else:
        sent = _counted(world, replace(filters, actor=actor, target=other), "target", level)
        received = _counted(world, replace(filters, actor=other, target=actor), "actor", level)
    partners = [_relation(actor, partner, sent, received) for partner in sent.keys() | received.keys()]
    return sorted(partners, key=lambda relation: (-relation.events, relation.partner))


def dyad(world: World, first: str, second: str) -> tuple[Direction, Direction]:
    """Give both directions between two sides: events by month and by action, first to second and back."""
    return _direction(world, first, second), _direction(world, second, first)


def _relation(actor: str, partner: str, sent: Mapping[str, Counts], received: Mapping[str, Counts]) -> Relation:
    nothing: Counts = (NOTHING, {})
    to_him = sent.get(partner, nothing)
    # What goes on within one side is sent and received at once, and counts once.
    from_him = nothing if partner == actor and partner in sent else received.get(partner, nothing)
    return Relation(actor, partner, to_him[0], from_him[0], _mix((to_him[1], from_him[1])))


def _kept(world: World, actor: str, end: str, other: str | None) -> dict[str, Counts]:
    opposite = "toSide" if end == "fromSide" else "fromSide"
    only = "" if other is None else f"; dip:{opposite} {world.terms.actor(other)} "
    pairs = f"?dyad dip:{end} {world.terms.actor(actor)} {only}; dip:{opposite} ?partner ."
    found: dict[str, Counts] = {}
    for row in select(world, f"SELECT ?dyad ?partner WHERE {{ {pairs} }}"):
        found[t.name_of(row["partner"])] = (_tally(world, row["dyad"]), {})
    mixed = "?tally dip:tallyOf ?dyad ; a dip:DyadAction ; dip:action ?action ; dip:events ?n ."
    for row in select(world, f"SELECT ?partner ?action ?n WHERE {{ {pairs} {mixed} }}"):
        found[t.name_of(row["partner"])][1][t.name_of(row["action"])] = int(row["n"].value)
    return found


def _counted(world: World, wanted: EventFilter, end: str, level: Level) -> dict[str, Counts]:
    found = counted_by(world, wanted, end if level is Level.ACTOR else f"{end}Side")
    return {partner: (counted.tally, counted.actions) for partner, counted in found.items()}


def _mix(parts: Iterable[dict[str, int]]) -> Actions:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return tuple(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))


def _tally(world: World, node: object) -> Tally:
    if not isinstance(node, Node):
        raise ValueError(f"{node} is not the IRI of a tally")
    return tally_from(index(world.store.match(node, None, None, DEFAULT))[node], world.terms)


def _direction(world: World, source: str, target: str) -> Direction:
    node = world.terms.dyad(source, target)
    of_dyad = f"?tally dip:tallyOf {node} ."
    rows = select(world, f"SELECT ?action ?n WHERE {{ {of_dyad} ?tally dip:action ?action ; dip:events ?n }}")
    actions = {t.name_of(row["action"]): int(row["n"].value) for row in rows}
    rows = select(world, f"SELECT ?tally ?month WHERE {{ {of_dyad} ?tally a dip:DyadMonth ; dip:month ?month }}")
    months = sorted(((row["month"].value, _tally(world, row["tally"])) for row in rows), key=lambda pair: pair[0])
    return Direction(source, target, _tally(world, node), _mix([actions]), tuple(months))
