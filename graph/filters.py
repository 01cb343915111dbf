"""Which events: conditions that events must meet."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from communique.graph.stores.world import World
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
    `place` is the id of where it happened: a country with all in it, or a place there (``syr.aleppo``); `region` a
    region of the United Nations' M49 standard (``Western Asia``, ``Asia``) in which one of its sides is at home;
    `publisher` the source of a document that asserts it; `dataset` the data set of such a document, ``communique`` for
    our own reading.

    Examples
    --------
    >>> wanted = EventFilter(either="rus", other="tur", quad=4, start=dt.date(2015, 11, 24))
    >>> wanted.by_actor
    True
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
    region: str | None = None
    publisher: str | None = None
    dataset: str | None = None

    @property
    def by_actor(self) -> bool:
        """Tell whether an actor is named, so that the events are found through it."""
        return any(name is not None for name in (self.actor, self.target, self.either))


EVERY = EventFilter()


def own_side(name: str, world: World) -> bool | None:
    """Tell whether an actor is a side itself at all times; None where that depends on the date or is not known."""
    actor = world.actors.get(name)
    if actor is None:
        return None
    return None if actor.kind is ActorKind.PERSON else actor.acts_for is None


def is_plain(world: World, wanted: EventFilter, *actors: str) -> bool:
    """Tell whether all events of actors are asked for that are sides always: the numbers of these are kept."""
    return wanted == EVERY and all(own_side(actor, world) is True for actor in actors)
