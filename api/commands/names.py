"""From what a user types (an id, a name, an ISO code) to an actor's id."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from communique.ontology.actors import Gazetteer
from communique.ontology.types import NameKind

if TYPE_CHECKING:
    from communique.graph import EventGraph


def actor_id(text: str, known: Gazetteer, graph: "EventGraph") -> str:
    """Give the id of the actor that is meant: an id, a code (``RUS``), a label, an alias, or any name in texts.

    Actors that only texts name are found by id and label. Raises ValueError with what comes near, or with the
    choices where a name has several bearers.
    """
    wanted = text.strip()
    for found in _by_rank(wanted, known, graph):
        if len(found) == 1:
            return found.pop()
        if found:
            raise ValueError(f"{wanted!r} can be {', '.join(sorted(found))}: give one of these ids")
    raise ValueError(f"no actor is called {wanted!r}{_near(wanted, known)}: give an id, a name or an ISO code")


def _by_rank(text: str, known: Gazetteer, graph: "EventGraph") -> Iterator[set[str]]:
    folded = text.casefold()
    actors = known.actors
    yield {text} & actors.keys()
    # Codes such as RUS are unique among countries, so those come before bodies.
    yield {folded} & actors.keys()
    yield {actor.id for actor in actors.values() if actor.notation and actor.notation == text.upper()}
    yield {actor.id for actor in actors.values() if actor.label.casefold() == folded}
    yield {actor.id for actor in actors.values() if folded in (alias.casefold() for alias in actor.aliases)}
    full = [name for name in known.names if name.text.casefold() == folded]
    for kind in NameKind:
        yield {name.actor for name in full if name.kind is kind}
    yield graph.found_called(text)


def _near(text: str, known: Gazetteer) -> str:
    labels = {actor.label.casefold(): actor.label for actor in known.actors.values()}
    spellings = {name.text.casefold(): name.text for name in known.names if name.kind is not NameKind.SURNAME} | labels
    near = get_close_matches(text.casefold(), sorted(spellings), n=3, cutoff=0.75)
    return f" (near: {', '.join(spellings[name] for name in near)})" if near else ""
