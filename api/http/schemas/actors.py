"""Actors and relations in JSON."""

import datetime as dt
from dataclasses import dataclass

from communique.api.http.schemas.basics import ActionCount, ActionName, ActorName, Model, Numbers, part
from communique.api.http.schemas.events import EventWithSentences


class ActorHit(Model):
    """An actor that fits what was typed, and the name by which."""

    id: str
    label: str
    kind: str
    country: str | None
    matched: str
    likeness: str
    events: int


class ActorHits(Model):
    """Actors that fit, best first."""

    items: list[ActorHit]


class RoleOut(Model):
    """An office held, or a membership: where, as what, from when to when (to the day, month or year)."""

    body: ActorName
    title: str
    start: str | None
    end: str | None


class ActorOut(Model):
    """An actor with names, roles, for whom it acts, and how many events it has."""

    id: str
    iri: str
    kind: str
    label: str
    notation: str
    code: str
    sector: str
    aliases: list[str]
    country: ActorName | None
    acts_for: ActorName | None
    side: ActorName
    roles: list[RoleOut]
    members: list[RoleOut]
    found: bool
    events: int


@part
@dataclass(slots=True)
class RelationOut:
    """An actor's relation with a partner in both directions."""

    partner: ActorName
    events: int
    goldstein_sum: float
    goldstein_mean: float
    first: dt.date | None
    last: dt.date | None
    commonest_action: ActionName
    sent: Numbers
    received: Numbers


class RelationsOut(Model):
    """An actor's relations, those of most events first."""

    actor: ActorName
    items: list[RelationOut]
    next: str | None


@part
@dataclass(slots=True)
class MonthOut:
    """A month of an actor."""

    month: str
    sent: Numbers
    received: Numbers


class TimelineOut(Model):
    """An actor's months in order."""

    actor: ActorName
    months: list[MonthOut]


@part
@dataclass(slots=True)
class PeriodNumbers:
    """A month, or whatever it was asked to be: its name and its tally."""

    period: str
    numbers: Numbers


class DirectionOut(Model):
    """What one actor did to another."""

    source: ActorName
    target: ActorName
    numbers: Numbers
    actions: list[ActionCount]
    periods: list[PeriodNumbers]


class DyadOut(Model):
    """Both directions between two actors, how many of the events are disputed, and the latest."""

    directions: list[DirectionOut]
    events: int
    disputed: int
    latest: list[EventWithSentences]


class PairOut(Model):
    """Two sides and what there is between them, both directions together."""

    first: ActorName
    second: ActorName
    numbers: Numbers


class EdgeOut(Model):
    """What one actor did to another, summed up."""

    source: ActorName
    target: ActorName
    numbers: Numbers


class NetworkOut(Model):
    """Who deals with whom: those of most events first."""

    items: list[EdgeOut]


class PairsOut(Model):
    """The pairs of sides with most events, strongest first."""

    items: list[PairOut]


class MoveOut(Model):
    """Two sides, their events of a kind (cooperation, conflict) in the last month, and in a usual one before."""

    first: ActorName
    second: ActorName
    kind: str
    month: str
    events: int
    before: float


class MovesOut(Model):
    """The pairs of sides that have most more conflict, then cooperation, in the last month than before."""

    items: list[MoveOut]


class StepsOut(Model):
    """A chain of actors and the number of events between each two."""

    actors: list[ActorName]
    events: list[int]


class PathsOut(Model):
    """The shortest chains between two actors, strongest first; none where nothing connects them."""

    items: list[StepsOut]
