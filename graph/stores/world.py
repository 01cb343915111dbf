"""What assembly and look-ups work with besides the reports."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from communique.graph.rdf.terms import Terms
from communique.graph.stores.journal import Journal
from communique.graph.stores.protocol import Store
from communique.ontology.actors import Actors
from communique.ontology.types import Action


@dataclass(frozen=True, slots=True)
class World:
    """The store, the names in it, and the actors and actions that are known.

    `select` answers the SELECT queries of look-ups in the store's place (in SPARQL JSON), for who sets limits.
    Where the store is written to, `journal` notes what changes.
    """

    store: Store
    terms: Terms
    actors: Actors
    actions: Mapping[str, Action]
    select: Callable[[str], bytes] | None = None
    journal: Journal | None = None

    @property
    def unlimited(self) -> "World":
        """Give the same without `select`, for queries that are as cheap as reading what assembly has materialized."""
        return self if self.select is None else replace(self, select=None)

    def invalidating(self) -> AbstractContextManager[None]:
        """Give a context for writing what is no single document, so that its readers look at everything again."""
        return nullcontext() if self.journal is None else self.journal.invalidating()
