"""What a person means by a few typed words: one actor, two, or what an actor does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from communique.api.http.service import Service
from communique.graph import UnknownActorError
from communique.ontology.types import Action, ActorKind

# So many words are looked at: nobody names two actors in more.
_WORDS = 12
# Words that stand between two names and mean nothing else.
_BETWEEN = {"and", "vs", "versus", "with", "on", "to", "against", "&", "-", "\u2013", "/"}
# So many letters of a verb are the same in its forms: criticize, criticized, criticizing.
_STEM = 5
# So far from a name, of 1, is a word that was meant for it: "Turkye" of "Turkey".
_SLIPS = 0.25


@dataclass(frozen=True, slots=True)
class Meaning:
    """The ids of the actors that were meant, at most two, and of the action."""

    actors: tuple[str, ...] = ()
    action: str | None = None


def meaning(service: Service, typed: str) -> Meaning:
    """Give what was meant: an actor, two actors in either order, or an actor with what it does, and perhaps to whom."""
    words = typed.split()
    if not words or len(words) > _WORDS:
        return Meaning()
    whole = _actor(service, words)
    if whole is not None:
        return Meaning((whole,))
    for first, rest in _splits(words):
        one = _actor(service, first)
        if one is None:
            continue
        if (other := _actor(service, rest)) is not None:
            return Meaning((one, other))
        if (found := _done(service, rest)) is not None:
            return Meaning((one, *found.actors), found.action)
    return _with_slips(service, words)


def _with_slips(service: Service, words: list[str]) -> Meaning:
    """Give the two actors whose names two words resemble: ``Turkye Rusia``."""
    names = [word for word in words if word.lower() not in _BETWEEN]
    if len(names) != 2:
        return Meaning()
    found = [_actor(service, [name]) or _resembling(service, name) for name in names]
    both = tuple(each for each in found if each is not None)
    return Meaning(both) if len(set(both)) == 2 else Meaning()


def _resembling(service: Service, word: str) -> str | None:
    """Give the country whose name is one slip or two away from a word; other names are too many to guess among."""
    graph = service.graph
    for hit in graph.find_actors(word, service.names()):
        actor = graph.actor(hit.actor)
        whole = len(hit.name.split()) == 1 and hit.distance <= _SLIPS
        if whole and actor is not None and actor.kind is ActorKind.COUNTRY:
            return actor.id
    return None


def _splits(words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Give words in two parts, the longer first part first, without what only stands between them."""
    for at in range(len(words) - 1, 0, -1):
        rest = words[at:]
        while len(rest) > 1 and rest[0].lower() in _BETWEEN:
            rest = rest[1:]
        yield words[:at], rest


def _done(service: Service, words: list[str]) -> Meaning | None:
    """Give the action that words begin with, and to whom it was done where they name one."""
    action = _action(service.graph.actions, words[0])
    if action is None:
        return None
    rest = words[1:]
    while rest and rest[0].lower() in _BETWEEN:
        rest = rest[1:]
    target = _actor(service, rest) if rest else None
    return Meaning((target,) if target else (), action) if target or not rest else None


def _action(actions: Mapping[str, Action], word: str) -> str | None:
    """Give the broadest action whose name begins like a verb in any form."""
    stem = word.lower().replace("ise", "ize")[:_STEM]
    if len(stem) < 3:
        return None
    found = [action for action in actions.values() if action.id.startswith(stem) or action.phrase.startswith(stem)]
    return min(found, key=lambda action: (len(action.cameo), action.cameo)).id if found else None


def _actor(service: Service, words: list[str]) -> str | None:
    try:
        return service.resolver.actor(" ".join(words))
    except UnknownActorError:
        return None
