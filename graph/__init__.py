"""The event graph: reports to RDF, the store, assembly of events, queries, networks and exports."""

from graph.filters import EventFilter
from graph.protocol import StoreInUseError
from graph.store import EventGraph, open_graph

open = open_graph

__all__ = ["EventFilter", "EventGraph", "StoreInUseError", "open", "open_graph"]
