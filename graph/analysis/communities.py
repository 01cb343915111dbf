"""Who belongs together: communities of those who cooperate, and of those who are at odds."""

from dataclasses import dataclass

import networkx as nx

from communique.graph.analysis.tone import Tone, of_tone, undirected


@dataclass(frozen=True, slots=True)
class Communities:
    """A division of a network.

    Attributes
    ----------
    groups
        The communities, the largest first; who has no such events is in none.
    modularity
        How much more of the events lie within communities than by chance would (from -0.5 to 1).
    """

    groups: tuple[tuple[str, ...], ...]
    modularity: float

    def of(self, name: str) -> tuple[str, ...]:
        """Give the community of a node; empty where it is in none."""
        return next((group for group in self.groups if name in group), ())


def communities(
    network: "nx.DiGraph[str]", tone: Tone = Tone.COOPERATION, *, resolution: float = 1.0, seed: int = 1
) -> Communities:
    """Give the communities of cooperation (blocs), or of conflict (theatres: those who fight each other).

    Parameters
    ----------
    network
        A summed-up network.
    tone
        Which events hold a community together.
    resolution
        Above 1 communities are smaller, below it larger.
    seed
        Where the search begins: the same seed gives the same communities.

    Returns
    -------
    Communities
        By the method of Louvain on the numbers of events in both directions.

    References
    ----------
    Blondel, V. D., Guillaume, J.-L., Lambiotte, R. & Lefebvre, E. (2008). Fast unfolding of communities in large
    networks. Journal of Statistical Mechanics, P10008.
    Newman, M. E. J. & Girvan, M. (2004). Finding and evaluating community structure in networks. Physical Review E 69,
    026113.

    Examples
    --------
    >>> import networkx as nx
    >>> network = nx.DiGraph()
    >>> friends = {"verbalCooperation": 9, "materialCooperation": 0, "verbalConflict": 0, "materialConflict": 0}
    >>> for one, other in (("fra", "deu"), ("deu", "ita"), ("ita", "fra"), ("rus", "blr")):
    ...     network.add_edge(one, other, weight=9, goldstein=2.0, **friends)
    >>> communities(network).groups
    (('deu', 'fra', 'ita'), ('blr', 'rus'))
    """
    counted = undirected(of_tone(network, tone))
    counted.remove_nodes_from([name for name, degree in list(counted.degree()) if not degree])
    if not counted:
        return Communities((), 0.0)
    found = nx.community.louvain_communities(counted, resolution=resolution, seed=seed)
    groups = sorted((tuple(sorted(group)) for group in found), key=lambda group: (-len(group), group))
    return Communities(tuple(groups), round(nx.community.modularity(counted, found, resolution=resolution), 6))
