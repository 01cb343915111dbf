"""What every answer is made of."""

import datetime as dt

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A part of an answer or a request; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProblemDetails(BaseModel):
    """What went wrong (RFC 9457)."""

    title: str
    status: int
    detail: str


class ActorName(Model):
    """An actor by id and label."""

    id: str
    label: str


class ActionName(Model):
    """An action with its place in the schemes."""

    id: str
    label: str
    cameo: str
    plover: str
    quad: int
    goldstein: float


class Numbers(Model):
    """A tally of events: how many, of which quad class, their Goldstein scores, from when to when."""

    events: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    goldstein_sum: float
    goldstein_mean: float | None
    first: dt.date | None = None
    last: dt.date | None = None


class ActionCount(Model):
    """An action and how often."""

    action: ActionName
    events: int
