"""Documents, reports, events, actors and code lists as RDF, and back."""

from communique.graph.rdf.serialization import converted
from communique.graph.rdf.terms import Terms, is_iri

__all__ = ["Terms", "converted", "is_iri"]
