"""From what a person types for an actor to its id: one way for the command line, the service and Python."""

from collections.abc import Callable, Iterable, Mapping

from communique.graph.lookups.known import found_called
from communique.graph.lookups.known_values import is_named
from communique.graph.lookups.search import FoundActor, NameIndex, name_index, plain, search
from communique.graph.sparql.queries import NamedQuery
from communique.graph.stores.world import World
from communique.ontology.actors import Actors, Gazetteer, TypedNames, countries_by_code
from communique.ontology.types import NameKind

_LONGEST = 200
_SUGGESTED = 3
# Seats and capitals are typed for those who sit there; surnames are parts of names anyway.
_TYPED = (NameKind.NAME, NameKind.SEAT, NameKind.CAPITAL, NameKind.ADJECTIVE)


class UnknownActorError(ValueError):
    """No actor has the name that was typed; `candidates` are the ids of those whose names come near."""

    def __init__(self, message: str, candidates: tuple[str, ...]) -> None:
        super().__init__(message)
        self.candidates = candidates


class AmbiguousActorError(UnknownActorError):
    """Several actors have the name that was typed: they are the `candidates`."""


class Resolver:
    """Finds the actors of a graph by what is typed for them.

    Parameters
    ----------
    world
        The graph.
    names
        Gives the names of curated actors.
    found
        Gives the ids of actors that only texts name, by label; by default they are looked for in the graph.
    similar
        Gives the indexes of names among which suggestions are looked for.
    """

    def __init__(
        self,
        world: World,
        names: Callable[[], TypedNames],
        similar: Callable[[], Iterable[NameIndex]],
        found: Callable[[str], Iterable[str]] | None = None,
    ) -> None:
        self._world, self._names, self._similar = world, names, similar
        self._found = found or (lambda wanted: found_called(world, wanted))

    def actor(self, typed: str) -> str:
        """Give the id of the actor that is meant.

        Raises UnknownActorError, or AmbiguousActorError where a name has several bearers.
        """
        if typed in self._world.actors:
            return typed
        wanted = typed.strip()
        if not wanted or len(wanted) > _LONGEST:
            raise UnknownActorError("an actor is given by an id, a name or an ISO code of up to 200 characters", ())
        candidates = self._names().of(wanted) or self._of_code(wanted) or self._known_to_texts(wanted)
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            ids = ", ".join(candidates)
            raise AmbiguousActorError(f"{wanted!r} can be {ids}: give one of these ids", candidates)
        near = self._near(wanted)
        hint = ", ".join(f"{each.name} ({each.actor})" for each in near)
        problem = f"there is no actor {wanted!r}{f' (near: {hint})' if near else ''}: give an id, a name or an ISO code"
        raise UnknownActorError(problem, tuple(dict.fromkeys(each.actor for each in near)))

    def arguments(self, query: NamedQuery, given: Mapping[str, str]) -> dict[str, str]:
        """Give the arguments of a named query with ids for the names of actors; raises what `actor` raises."""
        actors = {parameter.name for parameter in query.parameters if parameter.kind == "actor"}
        return {name: self.named(name, value) if name in actors else value for name, value in given.items()}

    def named(self, parameter: str, typed: str) -> str:
        """Give the id of the actor that a parameter names; what is raised names the parameter too."""
        try:
            return self.actor(typed)
        except UnknownActorError as error:
            raise type(error)(f"{parameter}: {error}", error.candidates) from error

    def _of_code(self, wanted: str) -> tuple[str, ...]:
        # In capitals alone: in small letters many of them are words.
        found = countries_by_code("iso_alpha2").get(wanted, ())
        return tuple(country for country in found if country in self._world.actors)

    def _known_to_texts(self, wanted: str) -> tuple[str, ...]:
        if is_named(self._world.terms.actor(wanted), self._world):
            return (wanted,)
        return tuple(sorted(set(self._found(wanted))))

    def _near(self, wanted: str) -> list[FoundActor]:
        return search(self._similar(), wanted)[:_SUGGESTED]


def curated_names(known: Gazetteer, actors: Actors) -> NameIndex:
    """Give the index of the names of these actors, with those that a gazetteer has for them."""
    names = (name for name in known.names if name.kind in _TYPED and name.actor in actors)
    return name_index(actors.values(), ((name.text, name.actor) for name in names))


def bearers(index: NameIndex, typed: str) -> list[str]:
    """Give the ids of the actors that an index has under exactly this name, accents and signs aside."""
    return [actor for actor, _ in index.names.get(plain(typed), ())]
