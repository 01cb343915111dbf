"""SPARQL: named queries, answers, updates, the graph store, and calls to other servers."""

from communique.graph.rdf.keywords import refuse_outgoing_query, refuse_outgoing_update, unescaped
from communique.graph.sparql.answers import NotAcceptableError, Reply, preferred, rewritten
from communique.graph.sparql.federation import (
    Call,
    LoadCall,
    ServiceCall,
    calls,
    insertion,
    nothing,
    replaced,
    solutions_from,
    values,
)
from communique.graph.sparql.former_terms import notes_on
from communique.graph.sparql.named_graphs import Triples, is_form, parsed
from communique.graph.sparql.queries import NamedQuery, bound, named_queries
from communique.graph.sparql.updating import checked_update, matches_patterns

__all__ = [
    "Call",
    "LoadCall",
    "NamedQuery",
    "NotAcceptableError",
    "Reply",
    "ServiceCall",
    "Triples",
    "bound",
    "calls",
    "checked_update",
    "insertion",
    "is_form",
    "matches_patterns",
    "named_queries",
    "notes_on",
    "nothing",
    "parsed",
    "preferred",
    "refuse_outgoing_query",
    "refuse_outgoing_update",
    "replaced",
    "rewritten",
    "solutions_from",
    "unescaped",
    "values",
]
