"""What assembly and look-ups work with besides the reports."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from communique.graph.rdf.terms import Terms
from communique.graph.stores.journal import Journal
from communique.graph.stores.protocol import Store
from communique.ontology.actors import Actors
from communique.ontology.types import Action


@dataclass(frozen=True, slots=True)
class World:
    """The store, the names in it, and the actors and actions that are known.

    Where the store is written to, `journal` notes what changes.
    """

    store: Store
    terms: Terms
    actors: Actors
    actions: Mapping[str, Action]
    journal: Journal | None = None

    def invalidating(self) -> AbstractContextManager[None]:
        """Give a context for writing what is no single document, so that its readers look at everything again."""
        return nullcontext() if self.journal is None else self.journal.invalidating()
