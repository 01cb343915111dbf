"""Structural balance: whether the friends of friends are friends, and the enemies of enemies too."""

from dataclasses import dataclass
from itertools import combinations

import networkx as nx

# The signs of a triad, the positive first.
TRIADS = ("+++", "++-", "+--", "---")
_BALANCED = ("+++", "+--")


@dataclass(frozen=True, slots=True)
class Balance:
    """The triads of a signed network: three of whom each two have a sign.

    Attributes
    ----------
    counts
        How many triads there are of each kind, from ``+++`` to ``---``.
    frustrated
        The triads that are not balanced, as ids in order.
    """

    counts: dict[str, int]
    frustrated: tuple[tuple[str, str, str], ...]

    @property
    def triads(self) -> int:
        """Give the number of triads."""
        return sum(self.counts.values())

    @property
    def balanced(self) -> float:
        """Give the share of triads whose signs multiply to a plus; 0 where there is no triad."""
        return round(sum(self.counts[kind] for kind in _BALANCED) / self.triads, 6) if self.triads else 0.0

    @property
    def weakly_balanced(self) -> float:
        """Give the share of triads that have not just one minus, so that all three may be enemies (Davis 1967)."""
        return round(1 - self.counts["++-"] / self.triads, 6) if self.triads else 0.0


def signs(network: "nx.DiGraph[str]", *, least: int = 1, margin: float = 0.0) -> "nx.Graph[str]":
    """Give the signs of dyads: plus where the Goldstein scores of both directions have a mean above zero, else minus.

    Parameters
    ----------
    network
        A summed-up network.
    least
        How many events a dyad must have at least, both directions together, to have a sign.
    margin
        How far from zero the mean must be; those within have no sign.

    Returns
    -------
    networkx.Graph
        With `sign` (1 or -1), `goldstein` (the mean) and `weight` (the number of events) of each edge.

    Examples
    --------
    >>> import networkx as nx
    >>> network = nx.DiGraph()
    >>> network.add_edge("rus", "tur", weight=1, goldstein=-4.0)
    >>> network.add_edge("tur", "rus", weight=3, goldstein=2.0)
    >>> list(signs(network).edges(data="sign"))
    [('rus', 'tur', 1)]
    """
    totals: dict[tuple[str, str], tuple[int, float]] = {}
    for source, target, values in network.edges(data=True):
        if source != target:
            pair = (min(source, target), max(source, target))
            events, score = totals.get(pair, (0, 0.0))
            totals[pair] = (events + values["weight"], score + values["weight"] * values["goldstein"])
    signed: nx.Graph[str] = nx.Graph()
    signed.add_nodes_from(sorted(network))
    for (one, other), (events, score) in sorted(totals.items()):
        mean = score / events
        if events >= least and mean != 0 and abs(mean) >= margin:
            signed.add_edge(one, other, sign=1 if mean > 0 else -1, goldstein=round(mean, 6), weight=events)
    return signed


def balance(signed: "nx.Graph[str]") -> Balance:
    """Count the triads of a signed network.

    Parameters
    ----------
    signed
        As `signs` gives it; its edges have a `sign`.

    Returns
    -------
    Balance
        Its triads by kind, and those that are not balanced.

    References
    ----------
    Heider, F. (1946). Attitudes and cognitive organization. Journal of Psychology 21, 107-112.
    Cartwright, D. & Harary, F. (1956). Structural balance: a generalization of Heider's theory. Psychological Review
    63(5), 277-293.
    Davis, J. A. (1967). Clustering and structural balance in graphs. Human Relations 20(2), 181-187.
    Maoz, Z., Terris, L. G., Kuperman, R. D. & Talmud, I. (2007). What is the enemy of my enemy? Journal of Politics
    69(1), 100-115.

    Examples
    --------
    >>> import networkx as nx
    >>> signed = nx.Graph()
    >>> signed.add_edge("rus", "syr", sign=1)
    >>> signed.add_edge("rus", "tur", sign=-1)
    >>> signed.add_edge("syr", "tur", sign=-1)
    >>> signed.add_edge("irn", "rus", sign=1)
    >>> signed.add_edge("irn", "tur", sign=1)
    >>> found = balance(signed)
    >>> found.counts["+--"], found.balanced, found.frustrated
    (1, 0.5, (('irn', 'rus', 'tur'),))
    """
    counts = dict.fromkeys(TRIADS, 0)
    frustrated = []
    for triad in _triads(signed):
        negative = sum(signed.edges[pair]["sign"] < 0 for pair in combinations(triad, 2))
        counts[TRIADS[negative]] += 1
        if negative % 2:
            frustrated.append(triad)
    return Balance(counts, tuple(sorted(frustrated)))


def _triads(signed: "nx.Graph[str]") -> list[tuple[str, str, str]]:
    """Give each three who are all joined, once, in the order of their ids."""
    later = {name: {other for other in signed[name] if other > name} for name in signed}
    return [
        (one, other, third)
        for one in sorted(later)
        for other in sorted(later[one])
        for third in sorted(later[one] & later[other])
    ]
