"""Where the quads lie: the embedded store, SPARQL servers, and what all of them must be able to do."""

from communique.graph.stores.endpoint import ROWS, TRIPLES, Endpoint, refusal, unreachable
from communique.graph.stores.remote import with_prefixes
from communique.graph.stores.remote_answers import gives_triples, is_odd

__all__ = ["ROWS", "TRIPLES", "Endpoint", "gives_triples", "is_odd", "refusal", "unreachable", "with_prefixes"]
