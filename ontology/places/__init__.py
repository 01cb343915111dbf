"""Where things happen: cities and regions with their countries and coordinates."""

from communique.ontology.places.table import capital_of, find_place, known_place, table_digest

__all__ = ["capital_of", "find_place", "known_place", "table_digest"]
