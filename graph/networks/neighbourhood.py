"""The part of a network around an actor: it, its partners, and what is between them."""

from collections.abc import Iterable

from communique.graph.filters import EventFilter, Level
from communique.graph.table.busiest import BusiestPairs, busiest_sides
from communique.graph.table.rows import Pair
from communique.graph.table.streaming import pairs as pairs_of
from communique.graph.table.view import View


def around_actor(pairs: Iterable[Pair], actor: str | None) -> list[Pair]:
    """Give the pairs of an actor, and those of its partners with one another; all where it is None."""
    every = list(pairs)
    if actor is None:
        return every
    near = {end for pair in every for end in (pair.source, pair.target) if actor in (pair.source, pair.target)}
    return [pair for pair in every if pair.source in near and pair.target in near]


def busiest(view: View, wanted: EventFilter, level: Level, around: str | None, limit: int | None) -> BusiestPairs:
    """Give the pairs with most events, nobody with himself, those of equals by id; all, or around an actor."""
    if level is Level.SIDE:
        return busiest_sides(view, wanted, around, limit)
    every = [pair for pair in around_actor(pairs_of(view, wanted, level), around) if pair.source != pair.target]
    days = [day for pair in every for day in (pair.first, pair.last) if day is not None]
    ordered = sorted(every, key=lambda pair: (-pair.events, pair.source, pair.target))
    return BusiestPairs(ordered[:limit], len(every), min(days, default=None), max(days, default=None))
