"""Rank and community of nodes, by the events between them."""

from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING

from communique.graph.table.rows import Pair

if TYPE_CHECKING:
    import networkx as nx

_SEED = 1


def pagerank(pairs: Collection[Pair]) -> dict[str, float]:
    """Give every node's PageRank, each event being a link from actor to target.

    References
    ----------
    Page, L., Brin, S., Motwani, R. & Winograd, T. (1999). The PageRank citation ranking. Stanford InfoLab.
    """
    import networkx as nx

    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_nodes_from(_names(pairs))
    network.add_weighted_edges_from((pair.source, pair.target, pair.events) for pair in pairs)
    return {name: round(rank, 8) for name, rank in nx.pagerank(network).items()}


def communities(pairs: Collection[Pair]) -> dict[str, int]:
    """Give the number of every node's community, counted from the largest: those who have most events with each other.

    References
    ----------
    Blondel, V. D., Guillaume, J.-L., Lambiotte, R. & Lefebvre, E. (2008). Fast unfolding of communities in large
    networks. J. Stat. Mech. P10008.
    """
    import networkx as nx

    found = nx.community.louvain_communities(undirected(pairs), seed=_SEED)
    ordered = sorted(found, key=lambda group: (-len(group), min(group)))
    return {name: number for number, group in enumerate(ordered, start=1) for name in group}


def undirected(pairs: Collection[Pair]) -> "nx.Graph[str]":
    """Give the network whose edges weigh the events of both directions; nobody's with himself."""
    import networkx as nx

    weights: defaultdict[tuple[str, str], int] = defaultdict(int)
    for pair in pairs:
        if pair.source != pair.target:
            weights[min(pair.source, pair.target), max(pair.source, pair.target)] += pair.events
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(_names(pairs))
    network.add_weighted_edges_from((one, other, weight) for (one, other), weight in sorted(weights.items()))
    return network


def _names(pairs: Collection[Pair]) -> list[str]:
    return sorted({name for pair in pairs for name in (pair.source, pair.target)})
