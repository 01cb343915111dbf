"""From what a user types (an id, a name, an ISO code) to an actor's id."""

from functools import cache
from typing import TYPE_CHECKING

from communique.api.settings import Settings

if TYPE_CHECKING:
    from communique.graph import EventGraph, Resolver


def resolver(graph: "EventGraph", settings: Settings) -> "Resolver":
    """Give what finds the actors of a graph by what is typed; the names are read when they are first asked for."""
    from communique.api.opening import known_actors
    from communique.graph import curated_names
    from communique.ontology.actors import Gazetteer, typed_names

    @cache
    def known() -> Gazetteer:
        """Give the gazetteer, loaded when the first name is looked up."""
        return known_actors(settings)

    return graph.resolver(lambda: typed_names(known()), lambda: [curated_names(known(), graph.actors)])
