"""The graph as a network: actors as nodes; events, or sums of them, as edges."""

from communique.graph.networks.ranking import communities

__all__ = ["communities"]
