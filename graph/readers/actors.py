"""The actors and places of an event graph, and the names by which people find them."""

from collections.abc import Callable, Iterable

from communique.graph.lookups import known
from communique.graph.lookups.resolution import Resolver
from communique.graph.lookups.search import FoundActor, NameIndex, name_index, search
from communique.graph.rdf.places import place_by_id
from communique.graph.readers.store import StoreReader
from communique.ontology.actors import TypedNames
from communique.ontology.types import Actor, Place, PlaceKind, is_named_place


class ActorsReader(StoreReader):
    """Actors and places, and how they are found by their names."""

    def actor(self, name: str) -> Actor | None:
        """Give a curated actor, or one that a stored document names; None where there is none of that id."""
        return known.known_actor(self.world, name)

    def label(self, name: str) -> str:
        """Give an actor's label; the id itself where nothing is known of it."""
        return known.label_of(self.world, name)

    def place(self, name: str) -> Place:
        """Give a place by id: a country, or one in it with what the table of places says of it."""
        if is_named_place(name):
            return place_by_id(name)
        return Place(name, self.label(name), name, PlaceKind.COUNTRY)

    def found_actors(self) -> list[Actor]:
        """Give the actors that stored documents name and nobody has curated, by id."""
        return known.found_actors(self.world)

    def found_called(self, text: str) -> set[str]:
        """Give the ids of the actors found in documents that have this id, or this label in any case."""
        return known.found_called(self.world, text)

    def names_of_curated(self, others: Iterable[tuple[str, str]] = ()) -> NameIndex:
        """Give the index of the names of curated actors for `find_actors`; `others` are more, with an actor's id."""
        return name_index(self.actors.values(), others)

    def names_of_found(self) -> NameIndex:
        """Give the index of the names of the actors found in documents for `find_actors`."""
        return name_index(self.found_actors())

    def find_actors(self, typed: str, indexes: Iterable[NameIndex] | None = None) -> list[FoundActor]:
        """Give the actors whose names fit what was typed, best first; `indexes` are those of the names, if made."""
        return search(indexes or (self.names_of_curated(), self.names_of_found()), typed)

    def resolver(
        self,
        names: Callable[[], TypedNames],
        similar: Callable[[], Iterable[NameIndex]],
        found: Callable[[str], Iterable[str]] | None = None,
    ) -> Resolver:
        """Give what finds the ids of actors by what people type for them; see `Resolver`."""
        return Resolver(self.world, names, similar, found)
