"""Where a drawing shows the nodes: ForceAtlas2 for those of most events, the others beside whom they deal with most."""

from collections import Counter
from collections.abc import Collection
from math import cos, log1p, pi, sin, sqrt
from typing import TYPE_CHECKING

from communique.graph.networks.ranking import undirected
from communique.graph.table.rows import Pair

if TYPE_CHECKING:
    import networkx as nx

Point = tuple[float, float]
# The time of a layout grows with the square of the nodes: so many are laid out in a second or two.
_LAID_OUT = 400
_ROUNDS = 100
_SEED = 1
# How far the outermost node lies from the middle, for each root of the number of nodes.
_SPREAD = 100.0
# By turns of so much, points on rings never lie in one line.
_GOLDEN = pi * (3 - sqrt(5))


def positions(pairs: Collection[Pair]) -> dict[str, Point]:
    """Give the position of every node, always the same for the same pairs.

    References
    ----------
    Jacomy, M., Venturini, T., Heymann, S. & Bastian, M. (2014). ForceAtlas2, a continuous graph layout algorithm for
    handy network visualization designed for the Gephi software. PLoS ONE 9(6), e98679.
    """
    network = undirected(pairs)
    weights = Counter({name: int(weight) for name, weight in network.degree(weight="weight")})
    ordered = sorted(weights, key=lambda name: (-weights[name], name))
    central, others = ordered[:_LAID_OUT], ordered[_LAID_OUT:]
    found = _laid_out(network.subgraph(central).copy(), len(ordered))
    beside: Counter[str] = Counter()
    for name in others:
        # They come by the number of their events: whom one deals with most may come later, and has no place yet.
        partners = [(data["weight"], other) for other, data in network[name].items() if other in found]
        anchor = max(partners, default=(0, central[0]))[1]
        beside[anchor] += 1
        found[name] = _on_ring(found[anchor], beside[anchor])
    return {name: (round(x, 2), round(y, 2)) for name, (x, y) in found.items()}


def _laid_out(network: "nx.Graph[str]", size: int) -> dict[str, Point]:
    import networkx as nx

    if network.number_of_edges() == 0:
        return {name: _on_ring((0.0, 0.0), number) for number, name in enumerate(sorted(network))}
    for _, _, data in network.edges(data=True):
        # Between the busiest there are a thousand times as many events as between most.
        data["weight"] = log1p(data["weight"])
    # In the order of their names, whatever the order of the pairs.
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(network))
    ordered.add_edges_from(sorted(network.edges(data=True), key=lambda edge: edge[:2]))
    found = nx.forceatlas2_layout(ordered, max_iter=_ROUNDS, weight="weight", seed=_SEED)
    farthest = max(max(abs(float(x)), abs(float(y))) for x, y in found.values()) or 1.0
    scale = _SPREAD * sqrt(size) / farthest
    return {name: (float(x) * scale, float(y) * scale) for name, (x, y) in found.items()}


def _on_ring(middle: Point, number: int) -> Point:
    radius = _SPREAD / 10 * sqrt(number)
    return middle[0] + radius * cos(number * _GOLDEN), middle[1] + radius * sin(number * _GOLDEN)
