"""SPARQL over the graph: named queries, answers, updates, calls of other servers."""
