"""Documents, what became of them, and what is read from texts, in JSON."""

import datetime as dt

from pydantic import Field

from communique.api.http.protocol.day import Day
from communique.api.http.schemas.basics import ActorName, Model
from communique.api.http.schemas.events import ReportOut


class DocumentOut(Model):
    """A document without its text."""

    id: str
    iri: str
    title: str
    published: dt.date | None
    source: str
    url: str
    language: str


class DocumentPage(Model):
    """Documents by date of publication and id; `next` is the cursor of the following page."""

    items: list[DocumentOut]
    next: str | None


class DocumentWithReports(DocumentOut):
    """A document with its text and all its reports."""

    text: str
    metadata: dict[str, str]
    reports: list[ReportOut]


class OutcomeOut(Model):
    """What became of one item: stored, unchanged, or skipped (then `where` and `what` say why), and its day."""

    kind: str
    document: str
    title: str
    published: dt.date | None
    reports: int
    where: str
    what: str


class IngestOut(Model):
    """What became of all items."""

    stored: int
    unchanged: int
    skipped: int
    items: list[OutcomeOut]


class ResolveIn(Model):
    """A text and the day on which it speaks."""

    text: str = Field(min_length=1, max_length=20_000)
    date: Day | None = None


class MentionOut(Model):
    """Words of a text that mean an actor, for whom it acts on the day, and by what it was recognised."""

    start: int
    end: int
    text: str
    actor: ActorName
    kind: str
    side: ActorName
    sector: str
    code: str
    why: str


class MentionsOut(Model):
    """The mentions of a text in order."""

    items: list[MentionOut]


class ExtractionOut(Model):
    """What would be stored of a document: the document, its reports, the actors nobody has curated."""

    document: DocumentOut
    text: str
    reports: list[ReportOut]
    found: list[ActorName]


class ProblemOut(Model):
    """An item that could not be read: where it stands and what is wrong."""

    where: str
    what: str


class ExtractionsOut(Model):
    """What was read from each item, without storing it, and how many could not be read."""

    items: list[ExtractionOut]
    unread: int
    problems: list[ProblemOut]
