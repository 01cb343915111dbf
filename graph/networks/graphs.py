"""Networks as networkx has them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.lookups.timelines import Granularity
from communique.graph.networks.edges import edges, of_event, summed
from communique.graph.networks.elements import NO_EXAMPLE, AttributeValue, NetworkEdge, NetworkNode
from communique.graph.networks.nodes import named
from communique.graph.networks.selection import Edges, ExportedGraph
from communique.graph.stores.world import World
from communique.graph.table.rows import EventRow
from communique.ontology.colours import quad_classes

if TYPE_CHECKING:
    import networkx as nx

# What is known of an actor whatever its events.
_OF_ACTORS = ("label", "kind", "code", "sector", "country", "region")


def multigraph(graph: ExportedGraph, wanted: EventFilter = EVERY, level: Level = Level.SIDE) -> "nx.MultiDiGraph[str]":
    """Give the network in which every event is an edge.

    Parameters
    ----------
    graph
        Where the events are.
    wanted
        Which events; all by default.
    level
        Whether the nodes are sides or the actors that reports name.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are ids of actors, with `label`, `kind`, `code`, `sector`, `country`, `region`; the key of an edge is
        that of its event, its attributes are `kind` (the id of the action), `label`, `cameo`, `root`, `quad`,
        `goldstein`, `date` ("" where unknown), and `weight`, the number of its reports.
    """
    return _multigraph(graph.world, edges(graph, wanted, level, sentences=False))


def aggregated(graph: ExportedGraph, wanted: EventFilter = EVERY, level: Level = Level.SIDE) -> "nx.DiGraph[str]":
    """Give the network with one edge for each ordered pair.

    Parameters
    ----------
    graph
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
    return _aggregated(graph.world, edges(graph, wanted, level, Edges.SUMS, sentences=False))


def multigraphs(
    graph: ExportedGraph, window: Granularity, wanted: EventFilter = EVERY, level: Level = Level.SIDE
) -> Iterator[tuple[str, "nx.MultiDiGraph[str]"]]:
    """Give the network of each period that has dated events, in order, with the period's name (``2015-12``)."""
    for period, rows in _by_period(graph.rows(wanted), window):
        yield period, _multigraph(graph.world, (edge for row in rows for edge in of_event(row, level)))


def aggregated_by(
    graph: ExportedGraph, window: Granularity, wanted: EventFilter = EVERY, level: Level = Level.SIDE
) -> Iterator[tuple[str, "nx.DiGraph[str]"]]:
    """Give the summed-up network of each period that has dated events, in order, with the period's name."""
    for period, rows in _by_period(graph.rows(wanted), window):
        sums = summed(rows, level, Edges.SUMS)
        found = (total.edge(*ends, None, NO_EXAMPLE) for ends, total in sorted(sums.items(), key=lambda each: each[0]))
        yield period, _aggregated(graph.world, found)


def with_nodes(nodes: Iterable[NetworkNode], found: Iterable[NetworkEdge], *, multi: bool) -> "nx.DiGraph[str]":
    """Give a network with all that is said of its nodes and edges, each as text or number."""
    import networkx as nx

    network: nx.DiGraph[str] = nx.MultiDiGraph() if multi else nx.DiGraph()
    for node in nodes:
        network.add_node(node.id, **node_values(node))
    for edge in found:
        more = {"key": edge.id} if multi else {}
        network.add_edge(edge.source, edge.target, **more, id=edge.id, weight=edge.weight, **edge_values(edge))
    return network


def node_values(node: NetworkNode) -> dict[str, AttributeValue]:
    """Give what is said of a node besides its id, its place and its size; what is not known is left out."""
    values: dict[str, AttributeValue | None] = {name: getattr(node, name) or None for name in _OF_ACTORS}
    values |= {"sent": node.sent, "received": node.received}
    values |= {"goldstein_sent": node.goldstein_sent, "goldstein_received": node.goldstein_received}
    values |= {"degree": node.degree, "pagerank": node.pagerank, "community": node.community}
    values |= {"first": _iso(node.first), "last": _iso(node.last), "x": node.x, "y": node.y, "size": node.size}
    return {name: value for name, value in values.items() if value is not None}


def edge_values(edge: NetworkEdge) -> dict[str, AttributeValue]:
    """Give what is said of an edge besides its ends, its id and its weight; what is not known is left out."""
    action = {"kind": edge.kind, "label": edge.label, "cameo": edge.cameo, "root": edge.root}
    values: dict[str, AttributeValue | None] = {name: text or None for name, text in action.items()}
    values |= {"quad": edge.quad, "goldstein": edge.goldstein}
    values |= _quads(edge)
    values |= {"reports": edge.reports, "disputed": edge.disputed}
    values |= {"first": _iso(edge.first), "last": _iso(edge.last)}
    values |= {name: text or None for name, text in edge.example._asdict().items()}
    return {name: value for name, value in values.items() if value is not None}


def _multigraph(world: World, found: Iterable[NetworkEdge]) -> "nx.MultiDiGraph[str]":
    # It takes a tenth of a second to load, and most have no use for it.
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    held = list(found)
    _add_nodes(network, world, held)
    for edge in held:
        network.add_edge(
            edge.source,
            edge.target,
            key=edge.id,
            kind=edge.kind,
            label=edge.label,
            cameo=edge.cameo,
            root=edge.root,
            quad=edge.quad,
            goldstein=edge.goldstein,
            date=_iso(edge.first) or "",
            weight=edge.weight,
        )
    return network


def _aggregated(world: World, found: Iterable[NetworkEdge]) -> "nx.DiGraph[str]":
    import networkx as nx

    network: nx.DiGraph[str] = nx.DiGraph()
    held = list(found)
    _add_nodes(network, world, held)
    for edge in held:
        network.add_edge(edge.source, edge.target, weight=edge.weight, goldstein=edge.goldstein, **_quads(edge))
    return network


def _add_nodes(network: "nx.DiGraph[str]", world: World, found: Iterable[NetworkEdge]) -> None:
    for name in sorted({name for edge in found for name in (edge.source, edge.target)}):
        node = named(world, name)
        network.add_node(name, **{attribute: getattr(node, attribute) for attribute in _OF_ACTORS})


def _by_period(rows: Iterator[EventRow], window: Granularity) -> Iterator[tuple[str, Iterator[EventRow]]]:
    dated = (row for row in rows if row.date is not None)
    return groupby(dated, key=lambda row: window.of(row.date or dt.date.min))


def _quads(edge: NetworkEdge) -> dict[str, int]:
    return {quad_classes()[number].id: count for number, count in enumerate(edge.quads, start=1)}


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
