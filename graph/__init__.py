"""The event graph: reports to RDF, the store, assembly of events, queries, networks and exports."""

from communique.graph.filters import EventFilter
from communique.graph.protocol import StoreInUseError
from communique.graph.store import EventGraph, open_graph

open = open_graph

__all__ = ["EventFilter", "EventGraph", "StoreInUseError", "open", "open_graph"]
