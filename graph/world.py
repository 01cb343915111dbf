"""What assembly works with besides the reports."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.protocol import Store
from graph.terms import Terms
from ontology.action import Action
from ontology.actors import Actors


@dataclass(frozen=True, slots=True)
class World:
    """The store, the names in it, and the actors and actions that are known."""

    store: Store
    terms: Terms
    actors: Actors
    actions: Mapping[str, Action]
