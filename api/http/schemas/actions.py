"""Actions in JSON: their place in the schemes, how often each was done, when, and by whom to whom."""

import datetime as dt
from dataclasses import dataclass

from communique.api.http.schemas.actors import PeriodNumbers
from communique.api.http.schemas.basics import ActionCount, ActionName, ActorName, Model, Numbers, part


class ActionOut(Model):
    """An action with its place in the schemes, and its events with those of narrower actions: all, and of each."""

    id: str
    iri: str
    label: str
    phrase: str
    cameo: str
    plover: str
    plover_mode: str
    plover_contexts: list[str]
    goldstein: float
    quad: int
    broader: list[ActionName]
    narrower: list[ActionName]
    numbers: Numbers
    actions: list[ActionCount]


@part
@dataclass(slots=True)
class ActionCounted(ActionName):
    """An action with the id of the next broader one, and how many events are of it itself."""

    broader: str | None
    events: int


class ActionsOut(Model):
    """All actions, by CAMEO code."""

    items: list[ActionCounted]


class ActionTimelineOut(Model):
    """The periods of an action in order, with its narrower ones."""

    action: ActionName
    periods: list[PeriodNumbers]


class PartiesOf(Model):
    """Which side did it to which other, how often, from when to when."""

    source: ActorName
    target: ActorName
    events: int
    first: dt.date | None
    last: dt.date | None


class ActionPartiesOut(Model):
    """Who did an action, or a narrower one, to whom: those of most events first."""

    action: ActionName
    items: list[PartiesOf]
