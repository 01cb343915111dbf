"""Analyses of networks of events, as the field does them, on networkx.

They take what `EventGraph.network` gives: summed-up networks (`summed=True`), in which an edge has the number of events
as `weight`, the mean of their Goldstein scores as `goldstein` and the numbers of the quad classes, or networks in which
every event is an edge. Networks made by others will do, if their edges have these attributes.
"""

from communique.graph.analysis.balance import Balance, balance, signs
from communique.graph.analysis.centrality import Centrality, centralities, centralities_over
from communique.graph.analysis.communities import Communities, communities
from communique.graph.analysis.reciprocity import Reciprocity, reciprocity
from communique.graph.analysis.tension import Scored, Shift, Tension, change_points, scores, tension
from communique.graph.analysis.tone import Tone

__all__ = [
    "Balance",
    "Centrality",
    "Communities",
    "Reciprocity",
    "Scored",
    "Shift",
    "Tension",
    "Tone",
    "balance",
    "centralities",
    "centralities_over",
    "change_points",
    "communities",
    "reciprocity",
    "scores",
    "signs",
    "tension",
]
