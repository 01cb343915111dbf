"""Actors as nodes, with what their events come to and where a drawing shows them."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import sqrt

from communique.graph.lookups.known import known_actor, label_of
from communique.graph.networks.elements import NetworkNode
from communique.graph.networks.placing import positions
from communique.graph.networks.ranking import communities, pagerank
from communique.graph.stores.world import World
from communique.graph.table.rows import Pair
from communique.ontology.actors import regions

# Sizes of nodes, from those of one event to that of most.
_SMALLEST, _LARGEST = 4.0, 40.0


def nodes(world: World, pairs: Collection[Pair]) -> list[NetworkNode]:
    """Give the nodes of a network, by id.

    Parameters
    ----------
    world
        What is known of actors.
    pairs
        What is between the nodes, summed up.

    Returns
    -------
    list of NetworkNode
        Each with its numbers, rank, community, position and size; the same on every call.
    """
    counted = _counted(pairs)
    ranks, places, groups = pagerank(pairs), positions(pairs), communities(pairs)
    most = max((each.sent + each.received for each in counted.values()), default=1)
    return [
        replace(
            named(world, name),
            sent=each.sent,
            received=each.received,
            goldstein_sent=_mean(each.goldstein_sent, each.sent),
            goldstein_received=_mean(each.goldstein_received, each.received),
            degree=len(each.partners),
            pagerank=ranks[name],
            community=groups[name],
            first=each.first,
            last=each.last,
            x=places[name][0],
            y=places[name][1],
            size=_size(each.sent + each.received, most),
        )
        for name, each in sorted(counted.items())
    ]


def named(world: World, name: str) -> NetworkNode:
    """Give the node of an actor with what is known of it."""
    actor = known_actor(world, name)
    if actor is None:
        return NetworkNode(name, label_of(world, name))
    country = actor.country or ""
    return NetworkNode(
        id=name,
        label=actor.label,
        kind=actor.kind.value,
        code=actor.code or actor.notation,
        sector=actor.sector,
        country=country,
        region=regions().get(country, ""),
    )


@dataclass(slots=True)
class _Count:
    sent: int = 0
    received: int = 0
    goldstein_sent: float = 0.0
    goldstein_received: float = 0.0
    partners: set[str] = field(default_factory=set)
    first: dt.date | None = None
    last: dt.date | None = None


def _counted(pairs: Iterable[Pair]) -> Mapping[str, _Count]:
    found: dict[str, _Count] = {}
    for pair in pairs:
        source, target = (found.setdefault(name, _Count()) for name in (pair.source, pair.target))
        source.sent += pair.events
        source.goldstein_sent += pair.goldstein_sum
        target.received += pair.events
        target.goldstein_received += pair.goldstein_sum
        if pair.source != pair.target:
            source.partners.add(pair.target)
            target.partners.add(pair.source)
        for each in (source, target):
            each.first = min((day for day in (each.first, pair.first) if day), default=None)
            each.last = max((day for day in (each.last, pair.last) if day), default=None)
    return found


def _mean(total: float, number: int) -> float | None:
    return round(total / number, 4) if number else None


def _size(events: int, most: int) -> float:
    """Give a size whose area grows with the events."""
    return round(_SMALLEST + (_LARGEST - _SMALLEST) * sqrt(events / most), 2)
