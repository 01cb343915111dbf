"""The graph as a network: actors as nodes; events, or sums of them, as edges."""
