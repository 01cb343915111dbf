"""What assembly works with besides the reports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from graph.protocol import Store
from graph.terms import Terms
from ontology.action import Action
from ontology.actors import Actors


@dataclass(frozen=True, slots=True)
class World:
    """The store, the names in it, and the actors and actions that are known.

    `elsewhere` answers the SELECT queries of look-ups in the store's place, for who sets limits to them.
    """

    store: Store
    terms: Terms
    actors: Actors
    actions: Mapping[str, Action]
    elsewhere: Callable[[str], ox.QuerySolutions] | None = None
