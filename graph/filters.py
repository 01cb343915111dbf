"""Which events: conditions that events must meet, and whether assembly keeps their numbers."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from communique.graph.world import World
from communique.ontology.types import ActorKind


class Level(StrEnum):
    """At which ends one looks: the sides of events, or the actors and targets that they name."""

    SIDE = "side"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Conditions that an event must all meet; None asks nothing.

    `actor`, `target` and `either` (actor or target) are ids of who is named or of a side; `other` is who stands
    opposite to `either`. `action` takes in the narrower actions; `root` is a two-digit CAMEO code; `role` is the
    sector (``GOV``, ``MIL``) of an actor named, `target_role` that of a target. `start` and `end` are included.
    `place` is the id of where it happened, `publisher` the source of a document that asserts it.
    """

    actor: str | None = None
    target: str | None = None
    either: str | None = None
    other: str | None = None
    role: str | None = None
    target_role: str | None = None
    action: str | None = None
    root: str | None = None
    plover: str | None = None
    quad: int | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    min_reports: int = 1
    disputed: bool | None = None
    place: str | None = None
    publisher: str | None = None

    @property
    def by_actor(self) -> bool:
        """Tell whether somebody is named, so that the events are found through him."""
        return any(name is not None for name in (self.actor, self.target, self.either))


EVERY = EventFilter()


def own_side(name: str, world: World) -> bool | None:
    """Tell whether an actor always stands for himself; None where that depends on the date or is not known."""
    actor = world.actors.get(name)
    if actor is None:
        return None
    return None if actor.kind is ActorKind.PERSON else actor.acts_for is None


def is_kept(world: World, wanted: EventFilter, *actors: str) -> bool:
    """Tell whether assembly keeps the numbers asked for: those of all events of actors who are sides always."""
    return wanted == EVERY and all(own_side(actor, world) is True for actor in actors)
