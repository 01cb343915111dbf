"""The nodes and edges of the network that a selection asks for."""

from collections.abc import Iterator

from communique.graph.exports.form import ExportedGraph, Selection
from communique.graph.networks.edges import edges
from communique.graph.networks.elements import NetworkEdge, NetworkNode
from communique.graph.networks.neighbourhood import around_actor
from communique.graph.networks.nodes import nodes
from communique.graph.table.rows import Pair


def selected_pairs(graph: ExportedGraph, selection: Selection) -> list[Pair]:
    """Give the pairs of a selection: all, or those around its actor and of its partners with one another."""
    return around_actor(graph.pairs(selection.wanted, selection.level), selection.around)


def selected_network(graph: ExportedGraph, selection: Selection) -> tuple[list[NetworkNode], Iterator[NetworkEdge]]:
    """Give the nodes of a selection, by id, and the edges between them, which are read as they are asked for."""
    found = nodes(graph.world, selected_pairs(graph, selection))
    within = None if selection.around is None else {node.id for node in found}
    return found, edges(graph, selection.wanted, selection.level, selection.edges, within=within)
