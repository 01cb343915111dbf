"""The two tones of events, cooperation and conflict, and the part of a network that has one of them."""

from enum import StrEnum

import networkx as nx

from communique.ontology.colours import quad_classes


class Tone(StrEnum):
    """Whether events are cooperation or conflict: the quad classes 1 and 2, or 3 and 4."""

    COOPERATION = "cooperation"
    CONFLICT = "conflict"

    @property
    def quads(self) -> tuple[str, str]:
        """Give the names of its quad classes, which are attributes of summed-up edges."""
        first = 1 if self is Tone.COOPERATION else 3
        return quad_classes()[first].id, quad_classes()[first + 1].id


def of_tone(network: "nx.DiGraph[str]", tone: Tone | None) -> "nx.DiGraph[str]":
    """Give the network of the events of one tone (None: of all), without what one does to himself.

    All nodes stay; edges have only `weight`, the number of events.
    """
    found: nx.DiGraph[str] = nx.DiGraph()
    found.add_nodes_from(sorted(network))
    for source, target, values in sorted(network.edges(data=True), key=lambda edge: edge[:2]):
        weight = values["weight"] if tone is None else sum(values[quad] for quad in tone.quads)
        if weight and source != target:
            found.add_edge(source, target, weight=weight)
    return found


def undirected(network: "nx.DiGraph[str]") -> "nx.Graph[str]":
    """Give a network whose edges add up the weights of both directions."""
    found: nx.Graph[str] = nx.Graph()
    found.add_nodes_from(network)
    for source, target, values in network.edges(data=True):
        before = found.get_edge_data(source, target, {"weight": 0})["weight"]
        found.add_edge(source, target, weight=before + values["weight"])
    return found
