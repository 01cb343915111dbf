"""The graph as a network and as files."""
