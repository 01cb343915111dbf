"""What a person means by a few typed words: actors, what one does to another, a publisher, and when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from communique.api.http.explorer.typed_action import action_at_start
from communique.api.http.explorer.typed_time import TypedTime, time_among
from communique.api.http.service import Service
from communique.graph import AmbiguousActorError, FoundActor, UnknownActorError
from communique.ontology.types import Actor, ActorKind

# So many words are looked at: nobody names two actors in more.
_WORDS = 12
# Words that stand between two names and mean nothing else.
_BETWEEN = {"and", "vs", "versus", "with", "on", "to", "against", "&", "-", "\u2013", "/"}
# So far from a name, of 1, is a word that was meant for it: "Turkye" of "Turkey". Of persons only a word of a name is
# typed, and they are many, so they must be nearer.
_SLIPS, _SLIPS_OF_PERSONS = 0.25, 0.2
_LONG_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Meaning:
    """The ids of the actors that were meant, at most two, of the action, the name of a publisher, and a time."""

    actors: tuple[str, ...] = ()
    action: str | None = None
    publisher: str | None = None
    time: TypedTime | None = None


def meaning(service: Service, typed: str) -> Meaning:
    """Give what was meant: actors in either order, an action, who did it and to whom, a publisher; and perhaps when."""
    words = typed.split()
    if not words or len(words) > _WORDS:
        return Meaning()
    whole = _of_names(service, words)
    if whole != Meaning():
        return whole
    rest, time = time_among(words)
    return replace(_of_words(service, rest) if rest else Meaning(), time=time)


def _of_words(service: Service, words: list[str]) -> Meaning:
    whole = _of_names(service, words)
    if whole != Meaning():
        return whole
    for first, rest in _splits(words):
        one = _actor(service, first)
        if one is None:
            continue
        if (other := _actor(service, rest)) is not None:
            return Meaning(_sides_where_seats(service, (one, first), (other, rest)))
        if (found := _done(service, rest)) is not None:
            return Meaning((one, *found.actors), found.action)
    action = action_at_start(service.graph.actions, words)
    if action is not None and action[1] == len(words):
        return Meaning(action=action[0].id)
    return _with_slips(service, words)


def _of_names(service: Service, words: list[str]) -> Meaning:
    """Give what all of the words name together: an actor, or a publisher."""
    whole = _actor(service, words)
    if whole is not None:
        return Meaning((whole,))
    name = " ".join(words).casefold()
    publishers = [each.publisher for each in service.publishers() if each.publisher]
    begun = (each for each in publishers if each.casefold().startswith(name) and len(name) >= _LONG_ENOUGH)
    return Meaning(publisher=next((each for each in publishers if each.casefold() == name), next(begun, None)))


def _with_slips(service: Service, words: list[str]) -> Meaning:
    """Give the actor whose name all words resemble (``Angela Merkle``), or the one or two of single words."""
    if len(words) > 1:
        found_whole = service.graph.find_actors(" ".join(words), service.names())
        alike = next((hit for hit in found_whole if hit.distance <= _SLIPS_OF_PERSONS), None)
        if alike is not None and len(alike.name.split()) == len(words):
            return Meaning((alike.actor,))
    names = [word for word in words if word.lower() not in _BETWEEN]
    if len(names) not in (1, 2):
        return Meaning()
    found = [_actor(service, [name]) or _resembling(service, name) for name in names]
    known = tuple(each for each in found if each is not None)
    return Meaning(known) if len(set(known)) == len(names) else Meaning()


def _resembling(service: Service, word: str) -> str | None:
    """Give the country whose name is one slip or two away from a word, or the person of most events.

    Other names are too many to guess among, and so are persons who have no events.
    """
    graph = service.graph
    persons: dict[str, int] = {}
    for hit in graph.find_actors(word, service.names()):
        actor = graph.actor(hit.actor)
        if actor is None:
            continue
        if actor.kind is ActorKind.COUNTRY and len(hit.name.split()) == 1 and hit.distance <= _SLIPS:
            return actor.id
        if actor.kind is ActorKind.PERSON and len(word) >= _LONG_ENOUGH and _is_near(hit):
            persons[actor.id] = _events(service, actor.id)
    best = max(persons, key=lambda name: (persons[name], name), default=None)
    return best if best is not None and persons[best] else None


def _is_near(hit: FoundActor) -> bool:
    # Of a name of several words one resembles what was typed, which counts as a tenth farther.
    return hit.distance <= _SLIPS_OF_PERSONS + 0.1 * (len(hit.name.split()) > 1)


def _splits(words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Give words in two parts, the longer first part first, without what only stands between them."""
    for at in range(len(words) - 1, 0, -1):
        rest = words[at:]
        while len(rest) > 1 and rest[0].lower() in _BETWEEN:
            rest = rest[1:]
        yield words[:at], rest


def _done(service: Service, words: list[str]) -> Meaning | None:
    """Give the action that words begin with, and to whom it was done where they name one."""
    found = action_at_start(service.graph.actions, words)
    if found is None:
        return None
    rest = words[found[1] :]
    while rest and rest[0].lower() in _BETWEEN:
        rest = rest[1:]
    target = _actor(service, rest) if rest else None
    return Meaning((target,) if target else (), found[0].id) if target or not rest else None


def _sides_where_seats(service: Service, *named: tuple[str, list[str]]) -> tuple[str, ...]:
    """Give actors by their sides where all were named by seats: ``Ankara Moscow`` means the countries."""
    actors = [(service.graph.actors.get(name), words) for name, words in named]
    if all(actor is not None and _is_by_seat(actor, words) for actor, words in actors):
        return tuple(service.graph.actors.side(name, None) for name, _ in named)
    return tuple(name for name, _ in named)


def _is_by_seat(actor: Actor, words: list[str]) -> bool:
    """Tell whether a body that acts for others was named by no word of its own name; countries are sides anyway."""
    if actor.kind is not ActorKind.BODY:
        return actor.kind is ActorKind.COUNTRY
    own = {word.casefold() for name in (actor.label, *actor.aliases) for word in name.split()}
    return actor.acts_for is not None and own.isdisjoint(word.casefold() for word in words)


def _actor(service: Service, words: list[str]) -> str | None:
    """Give the actor of a name; of several, the one of most events, where one has more than the others."""
    try:
        return service.resolver.actor(" ".join(words))
    except AmbiguousActorError as error:
        ranked = sorted(((_events(service, name), name) for name in error.candidates), reverse=True)
        return ranked[0][1] if ranked[0][0] > ranked[1][0] else None
    except UnknownActorError:
        return None


def _events(service: Service, name: str) -> int:
    return service.graph.events_by_actor([name], service.events_of_sides()).get(name, 0)
