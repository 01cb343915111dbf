"""Whether what is done is done in return."""

from dataclasses import dataclass

import networkx as nx

from communique.graph.analysis.tone import Tone, of_tone


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """How far events are returned.

    Attributes
    ----------
    ties
        The share of ordered pairs with events that have some in the other direction too.
    events
        The share of events that are matched by one in the other direction (weighted reciprocity).
    expected
        That share where the same numbers of events sent and received are put together by chance.
    dyads
        The share of matched events of each two, by their ids in order.
    """

    ties: float
    events: float
    expected: float
    dyads: dict[tuple[str, str], float]

    @property
    def beyond_chance(self) -> float:
        """Give how far events are returned beyond chance: 1 where all are, 0 as by chance, less where they are not."""
        return round((self.events - self.expected) / (1 - self.expected), 6) if self.expected < 1 else 0.0


def reciprocity(network: "nx.DiGraph[str]", tone: Tone | None = None) -> Reciprocity:
    """Give how far events are returned.

    Parameters
    ----------
    network
        A summed-up network.
    tone
        Whether only cooperation or only conflict counts.

    Returns
    -------
    Reciprocity
        All zero where there is no event.

    References
    ----------
    Squartini, T., Picciolo, F., Ruzzenenti, F. & Garlaschelli, D. (2013). Reciprocity of weighted networks. Scientific
    Reports 3, 2729.
    Goldstein, J. S. & Freeman, J. R. (1990). Three-Way Street: Strategic Reciprocity in World Politics. University of
    Chicago Press.

    Examples
    --------
    >>> import networkx as nx
    >>> network = nx.DiGraph()
    >>> network.add_edge("rus", "tur", weight=3)
    >>> network.add_edge("tur", "rus", weight=1)
    >>> network.add_edge("usa", "rus", weight=4)
    >>> found = reciprocity(network)
    >>> found.ties, found.events, found.dyads["rus", "tur"]
    (0.666667, 0.25, 0.5)
    """
    counted = of_tone(network, tone)
    total = counted.size(weight="weight")
    if not total:
        return Reciprocity(0.0, 0.0, 0.0, {})
    weights = {(source, target): int(values["weight"]) for source, target, values in counted.edges(data=True)}
    returned = {(one, other): min(weight, weights.get((other, one), 0)) for (one, other), weight in weights.items()}
    mutual = sum(1 for number in returned.values() if number)
    return Reciprocity(
        ties=round(mutual / len(returned), 6),
        events=round(sum(returned.values()) / total, 6),
        expected=round(_expected(counted) / total, 6),
        dyads=_of_dyads(weights, returned),
    )


def _expected(counted: "nx.DiGraph[str]") -> float:
    """Give the number of events returned where the totals that each sends and receives are spread over all alike."""
    total = counted.size(weight="weight")
    sent = {name: float(counted.out_degree(name, weight="weight")) for name in counted}
    received = {name: float(counted.in_degree(name, weight="weight")) for name in counted}
    return sum(
        min(sent[one] * received[other], sent[other] * received[one]) / total
        for one in counted
        for other in counted
        if one != other
    )


def _of_dyads(
    weights: dict[tuple[str, str], int], returned: dict[tuple[str, str], int]
) -> dict[tuple[str, str], float]:
    found = {}
    for one, other in sorted({(min(pair), max(pair)) for pair in weights}):
        events = weights.get((one, other), 0) + weights.get((other, one), 0)
        matched = returned.get((one, other), 0) + returned.get((other, one), 0)
        found[one, other] = round(matched / events, 6)
    return found
