"""The graph as a network: sides or named actors as nodes, events as edges, one by one or added up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import communique.graph.rdf.terms as t
from communique.graph.aggregates.tally import QUADS, Tally
from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.lookups.events import events
from communique.graph.rdf.terms import DEFAULT
from communique.graph.stores.world import World
from communique.ontology.types import Event

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """An actor as a node, with what a chart needs to name and colour it."""

    id: str
    label: str
    kind: str
    code: str
    country: str


@dataclass(frozen=True, slots=True)
class NetworkEdge:
    """An event as an edge; `kind` is the id of its action."""

    id: str
    source: str
    target: str
    kind: str
    label: str
    cameo: str
    quad: int
    goldstein: float
    date: str
    weight: int


def edges(world: World, wanted: EventFilter = EVERY, level: Level = Level.SIDE) -> Iterator[NetworkEdge]:
    """Give the events that have a target as edges.

    Parameters
    ----------
    world
        Where the events are.
    wanted
        Which events; all by default.
    level
        Whether the nodes are sides or the actors that reports name.

    Yields
    ------
    NetworkEdge
        By date and key of the event; at actor level one for each pair of actors that it names.
    """
    for event in events(world, wanted):
        for number, (source, target) in enumerate(_ends(event, level)):
            action = world.actions.get(event.action)
            yield NetworkEdge(
                id=event.key if number == 0 else f"{event.key}-{number}",
                source=source,
                target=target,
                kind=event.action,
                label=action.label if action else event.action,
                cameo=action.cameo if action else "",
                quad=action.quad if action else 0,
                goldstein=action.goldstein if action else 0.0,
                date=event.date.isoformat() if event.date else "",
                weight=event.reports,
            )


def nodes(world: World, wanted: EventFilter = EVERY, level: Level = Level.SIDE) -> Iterator[NetworkNode]:
    """Give the nodes between which `edges` run.

    Parameters
    ----------
    world
        Where the events are.
    wanted
        Which events; all by default.
    level
        Whether the nodes are sides or the actors that reports name.

    Yields
    ------
    NetworkNode
        By id.
    """
    names = {name for event in events(world, wanted) for pair in _ends(event, level) for name in pair}
    for name in sorted(names):
        yield _node(world, name)


def multigraph(world: World, wanted: EventFilter = EVERY, level: Level = Level.SIDE) -> "nx.MultiDiGraph[str]":
    """Give the network in which every event is an edge.

    Parameters
    ----------
    world
        Where the events are.
    wanted
        Which events; all by default.
    level
        Whether the nodes are sides or the actors that reports name.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are ids of actors; the key of an edge is that of its event, its attributes are the fields of
        `NetworkEdge`.
    """
    # It takes a tenth of a second to load, and most have no use for it.
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found = list(edges(world, wanted, level))
    _add_nodes(network, world, found)
    for edge in found:
        network.add_edge(
            edge.source,
            edge.target,
            key=edge.id,
            kind=edge.kind,
            label=edge.label,
            cameo=edge.cameo,
            quad=edge.quad,
            goldstein=edge.goldstein,
            date=edge.date,
            weight=edge.weight,
        )
    return network


def aggregated(world: World, wanted: EventFilter = EVERY, level: Level = Level.SIDE) -> "nx.DiGraph[str]":
    """Give the network with one edge for each ordered pair.

    Parameters
    ----------
    world
        Where the events are.
    wanted
        Which events; all by default.
    level
        Whether the nodes are sides or the actors that reports name.

    Returns
    -------
    networkx.DiGraph
        `weight` of an edge is the number of events, `goldstein` the mean of their Goldstein scores (-10 to 10), and the
        number of events of each quad class is an attribute of its name (``verbalConflict`` …).
    """
    import networkx as nx

    network: nx.DiGraph[str] = nx.DiGraph()
    tallies: dict[tuple[str, str], Tally] = {}
    for event in events(world, wanted):
        for pair in _ends(event, level):
            tallies[pair] = tallies.get(pair, Tally()).with_event(event, world.actions.get(event.action))
    for name in sorted({name for pair in tallies for name in pair}):
        _add(network, _node(world, name))
    for (source, target), tally in sorted(tallies.items(), key=lambda entry: entry[0]):
        counts = dict(zip(QUADS, tally.quads, strict=True))
        mean = round(float(tally.goldstein) / tally.events, 4)
        network.add_edge(source, target, weight=tally.events, goldstein=mean, **counts)
    return network


def _ends(event: Event, level: Level) -> list[tuple[str, str]]:
    if level is Level.ACTOR:
        return [(actor, target) for actor in event.actors for target in event.targets]
    return [] if event.target_side is None else [(event.actor_side, event.target_side)]


def _node(world: World, name: str) -> NetworkNode:
    actor = world.actors.get(name)
    if actor is not None:
        return NetworkNode(name, actor.label, actor.kind.value, actor.code or actor.notation, actor.country or "")
    stored = {
        quad.predicate: quad.object
        for quad in sorted(world.store.match(world.terms.actor(name), None, None, DEFAULT), key=str)
        if quad.predicate in (t.TYPE, t.PREF_LABEL, world.terms.of("country"))
    }
    label, kind, country = (stored.get(p) for p in (t.PREF_LABEL, t.TYPE, world.terms.of("country")))
    return NetworkNode(
        id=name,
        label=str(getattr(label, "value", name)),
        kind=str(getattr(kind, "value", "")).rsplit("#", 1)[-1],
        code="",
        country=t.name_of(country) if country is not None else "",
    )


def _add_nodes(network: "nx.MultiDiGraph[str]", world: World, found: Iterable[NetworkEdge]) -> None:
    for name in sorted({name for edge in found for name in (edge.source, edge.target)}):
        _add(network, _node(world, name))


def _add(network: "nx.DiGraph[str]", node: NetworkNode) -> None:
    network.add_node(node.id, label=node.label, kind=node.kind, code=node.code, country=node.country)
