"""What an event graph is read from: its store, the table of its events, and what is known of actors and actions."""

import time
from collections.abc import Iterable, Mapping

from communique.graph.filters import EventFilter
from communique.graph.lookups import known_values
from communique.graph.rdf.terms import Terms
from communique.graph.stores.endpoint import Endpoint
from communique.graph.stores.remote import RemoteStore
from communique.graph.stores.world import World
from communique.graph.table.event_table import EventTable
from communique.graph.table.view import View
from communique.ontology.actors import Actors
from communique.ontology.types import Action, Namespace


class StoreReader:
    """A store with the table of its events, and what is known of actors, actions and names."""

    def __init__(self, world: World, table: EventTable | None = None, seconds: float | None = None) -> None:
        """Take a store with what is known of actors and actions, and the table of its events where there is one.

        `seconds` is how long the look-ups in the table may take from now, all together.
        """
        self.world = world
        self._table = table or EventTable(world)
        self._view = View(self._table, float("inf") if seconds is None else time.monotonic() + seconds)

    def bring_in_step(self) -> None:
        """Have the event table made, or brought in step with what was stored since."""
        with self._view.reading():
            pass

    @property
    def actors(self) -> Actors:
        """Give the curated actors."""
        return self.world.actors

    @property
    def actions(self) -> Mapping[str, Action]:
        """Give the actions by id."""
        return self.world.actions

    @property
    def terms(self) -> Terms:
        """Give the RDF terms below the base of the graph, and the prefixes that queries may use undeclared."""
        return self.world.terms

    @property
    def namespace(self) -> Namespace:
        """Give the IRIs below the base of the graph."""
        return self.world.terms.namespace

    @property
    def endpoint(self) -> Endpoint | None:
        """Give the addresses of the server that is the store; None where it is embedded, and so has snapshots."""
        return self.world.store.endpoint if isinstance(self.world.store, RemoteStore) else None

    @property
    def protocol_parameters(self) -> Mapping[str, str]:
        """Give what a query sent to the endpoint must say besides itself, so that its default graph is ours."""
        return self.world.store.parameters if isinstance(self.world.store, RemoteStore) else {}

    def check(self, wanted: EventFilter) -> None:
        """Raise ValueError, which names all, for actors, actions, regions, sectors and types that are unknown."""
        known_values.check_known(wanted, self.world)

    def _checked(self, ways: Iterable[EventFilter]) -> list[EventFilter]:
        checked = list(ways)
        for wanted in checked:
            self.check(wanted)
        return checked
