"""The event graph: reports to RDF, the store, assembly of events, queries, networks and exports."""

from communique.graph.event_graph import EventGraph, open_graph
from communique.graph.filters import EventFilter
from communique.graph.stores.protocol import StoreInUseError

open = open_graph

__all__ = ["EventFilter", "EventGraph", "StoreInUseError", "open", "open_graph"]
