"""Typed look-ups: an actor's relations by partner, and a dyad in both directions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from communique.graph.aggregates.materialized import aggregate_from
from communique.graph.aggregates.partners import Rank, Relation, commonest, materialized_relations
from communique.graph.aggregates.tally import Aggregate, Tally
from communique.graph.filters import EVERY, EventFilter, Level, is_materialized
from communique.graph.lookups.counting import counted_by
from communique.graph.stores.documents import properties_of
from communique.graph.stores.world import World

NOTHING = Tally()
Months = tuple[tuple[str, Tally], ...]
Actions = tuple[tuple[str, int], ...]
Counts = tuple[Tally, Mapping[str, int]]
_NO_COUNTS: Counts = (NOTHING, {})


@dataclass(frozen=True, slots=True)
class Direction:
    """All that one side did to another: the tally, the actions by number of events, the months in order."""

    source: str
    target: str
    tally: Tally = NOTHING
    actions: Actions = ()
    months: Months = ()


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
    relations with sides are materialized; a filter, a body that acts for another and a
    person make the events be counted. `after` is the rank of the last relation of the page before.
    """
    if level is Level.SIDE and is_materialized(world, filters, actor):
        if other is None:
            return materialized_relations(world, actor, after, limit)
        there, back = (_aggregate(world, *way) for way in ((actor, other), (other, actor)))
        found = _relation(actor, other, (there.tally, there.detail.actions), (back.tally, back.detail.actions))
        return [found] if found.events else []
    sent = _counted(world, replace(filters, actor=actor, target=other), "target", level)
    received = _counted(world, replace(filters, actor=other, target=actor), "actor", level)
    found_by_all = [_relation_among(actor, partner, sent, received) for partner in sent.keys() | received.keys()]
    ranked = {relation.partner: relation for relation in found_by_all}
    page = _page({name: relation.events for name, relation in ranked.items()}, after, limit)
    return [ranked[name] for name in page]


def dyad(world: World, first: str, second: str) -> tuple[Direction, Direction]:
    """Give both directions between two sides: events by month and by action, first to second and back."""
    return _direction(world, first, second), _direction(world, second, first)


def _relation_among(actor: str, partner: str, sent: Mapping[str, Counts], received: Mapping[str, Counts]) -> Relation:
    return _relation(actor, partner, sent.get(partner, _NO_COUNTS), received.get(partner, _NO_COUNTS))


def _relation(actor: str, partner: str, sent: Counts, received: Counts) -> Relation:
    # What goes on within one side is sent and received at once, and counts once.
    back = _NO_COUNTS if partner == actor and sent[0].events else received
    return Relation(actor, partner, sent[0], back[0], commonest(sent[1], back[1]))


def _page(events: Mapping[str, int], after: Rank | None, limit: int | None) -> list[str]:
    """Give the partners of a page: those of most events first, of equals by id."""
    places = sorted((-number, partner) for partner, number in events.items())
    start = None if after is None else (-after[0], after[1])
    return [place[1] for place in places if start is None or place > start][:limit]


def _aggregate(world: World, source: str, target: str) -> Aggregate:
    node = world.terms.dyad(source, target)
    return aggregate_from(properties_of(world, node), world.terms)


def _counted(world: World, wanted: EventFilter, end: str, level: Level) -> dict[str, Counts]:
    found = counted_by(world, wanted, end if level is Level.ACTOR else f"{end}Side")
    return {partner: (counted.tally, counted.actions) for partner, counted in found.items()}


def _direction(world: World, source: str, target: str) -> Direction:
    aggregate = _aggregate(world, source, target)
    actions = tuple(sorted(aggregate.detail.actions.items(), key=lambda pair: (-pair[1], pair[0])))
    return Direction(source, target, aggregate.tally, actions, tuple(sorted(aggregate.detail.months.items())))
