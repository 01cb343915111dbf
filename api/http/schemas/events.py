"""Events and reports in JSON."""

import datetime as dt

from communique.api.http.schemas.basics import ActionName, ActorName, Model, PlaceName


class EventOut(Model):
    """An event: what at least one document asserts, once."""

    key: str
    iri: str
    date: dt.date | None
    date_end: dt.date | None
    action: ActionName
    actor_side: ActorName
    actors: list[ActorName]
    target_side: ActorName | None
    targets: list[ActorName]
    about: list[ActorName]
    places: list[PlaceName]
    reports: int


class PlaceCountOut(Model):
    """A place, and how many events were there."""

    place: PlaceName
    events: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int


class PlacesOut(Model):
    """Places by number of events."""

    items: list[PlaceCountOut]


class ReportOut(Model):
    """A report: what one document says at one trigger; spans are offsets into the document's text."""

    iri: str
    document: str
    status: str
    modality: str
    negated: bool
    action: ActionName
    actor: ActorName
    target: ActorName | None
    speaker: ActorName | None
    quote: str | None
    date: dt.date | None
    date_end: dt.date | None
    date_basis: str
    about: list[ActorName]
    place: PlaceName | None
    sentence: str
    sentence_span: tuple[int, int]
    trigger: str
    span: tuple[int, int]
    actor_span: tuple[int, int] | None
    target_span: tuple[int, int] | None
    speaker_span: tuple[int, int] | None
    rule: str
    confidence: float


class EventWithReports(EventOut):
    """An event with the reports that assert it and those that deny it."""

    asserted_by: list[ReportOut]
    denied_by: list[ReportOut]


class EventWithSentences(EventOut):
    """An event with the sentences that assert it."""

    sentences: list[str]


class EventPage(Model):
    """Events by date and key; `next` is the cursor of the following page."""

    items: list[EventOut]
    next: str | None
