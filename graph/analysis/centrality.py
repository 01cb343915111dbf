"""Who stands at the centre: centralities of a network, and how they change from one window of time to the next."""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from communique.graph.analysis.tone import Tone, of_tone


@dataclass(frozen=True, slots=True)
class Centrality:
    """How central an actor is.

    Attributes
    ----------
    sent, received
        The numbers of events in which it acts upon others, and is acted upon (weighted out- and in-degree).
    partners
        With how many others it has events (degree).
    pagerank
        Its share of the attention that events pass from actor to target.
    betweenness
        The share of shortest paths between others that lead through it, where many events make a path short.
    """

    sent: int
    received: int
    partners: int
    pagerank: float
    betweenness: float


def centralities(network: "nx.DiGraph[str]", tone: Tone | None = None) -> dict[str, Centrality]:
    """Give how central each actor is.

    Parameters
    ----------
    network
        A summed-up network.
    tone
        Whether only cooperation or only conflict counts.

    Returns
    -------
    dict of str to Centrality
        By node.

    References
    ----------
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40(1), 35-41.
    Opsahl, T., Agneessens, F. & Skvoretz, J. (2010). Node centrality in weighted networks. Social Networks 32(3),
    245-251.
    Page, L., Brin, S., Motwani, R. & Winograd, T. (1999). The PageRank citation ranking. Stanford InfoLab.

    Examples
    --------
    >>> import networkx as nx
    >>> network = nx.DiGraph()
    >>> network.add_edge("rus", "tur", weight=3)
    >>> network.add_edge("tur", "syr", weight=1)
    >>> found = centralities(network)
    >>> found["tur"].sent, found["tur"].received, found["tur"].partners, found["tur"].betweenness
    (1, 3, 2, 0.5)
    """
    counted = of_tone(network, tone)
    for _, _, values in counted.edges(data=True):
        values["distance"] = 1 / values["weight"]
    ranks = nx.pagerank(counted) if counted else {}
    between = nx.betweenness_centrality(counted, weight="distance")
    return {
        name: Centrality(
            sent=int(counted.out_degree(name, weight="weight")),
            received=int(counted.in_degree(name, weight="weight")),
            partners=len({*counted.successors(name), *counted.predecessors(name)}),
            pagerank=round(ranks[name], 6),
            betweenness=round(between[name], 6),
        )
        for name in counted
    }


def centralities_over(
    networks: Mapping[str, "nx.DiGraph[str]"], tone: Tone | None = None
) -> dict[str, dict[str, Centrality]]:
    """Give how central each actor is in each window of time.

    Parameters
    ----------
    networks
        Summed-up networks by the name of their window, as ``graph.network(window="year", summed=True)`` gives them.
    tone
        Whether only cooperation or only conflict counts.

    Returns
    -------
    dict of str to dict of str to Centrality
        By window and node; who has no event in a window is not in it.

    Examples
    --------
    >>> import networkx as nx
    >>> before, after = nx.DiGraph(), nx.DiGraph()
    >>> before.add_edge("rus", "tur", weight=1)
    >>> after.add_edge("tur", "rus", weight=2)
    >>> over = centralities_over({"2014": before, "2015": after})
    >>> [found["tur"].received for found in over.values()]
    [1, 0]
    """
    return {window: centralities(network, tone) for window, network in networks.items()}
