"""Reports: what one document says, at one trigger, that an actor did, did not or will do."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from communique.ontology.types.actor import Actor
from communique.ontology.types.document import Document

Span = tuple[int, int]


class Modality(StrEnum):
    """How real the speaker makes the action; only `ACTUAL` can become an event."""

    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"
    URGED = "urged"
    HYPOTHETICAL = "hypothetical"


class Status(StrEnum):
    """What modality and polarity come to."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    UNREALISED = "unrealised"


class DateBasis(StrEnum):
    """Where a report's date comes from: the words, words relative to publication, or publication."""

    STATED = "stated"
    RELATIVE = "relative"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Report:
    """One action at one trigger word. Spans are character offsets (start, end) into the document's text.

    `actor`, `target`, `speaker`, `about`, `place` are actor ids (`place` and `about` may name
    countries that do not act). `quote` is the part of the sentence between quotation marks in
    which the trigger stands, where the text says whose words they are. `confidence` is the
    extractor's, 0 to 1 in hundredths.
    """

    document: str
    action: str
    actor: str
    target: str | None
    trigger: str
    span: Span
    sentence: str
    sentence_span: Span
    rule: str
    confidence: float
    modality: Modality = Modality.ACTUAL
    negated: bool = False
    date: dt.date | None = None
    date_end: dt.date | None = None
    date_basis: DateBasis = DateBasis.PUBLISHED
    speaker: str | None = None
    quote: str | None = None
    about: tuple[str, ...] = ()
    place: str | None = None
    actor_span: Span | None = None
    target_span: Span | None = None
    speaker_span: Span | None = None

    @property
    def status(self) -> Status:
        """Give the status that follows from modality and polarity (DESIGN: a function, never stored apart)."""
        if self.modality is not Modality.ACTUAL:
            return Status.UNREALISED
        return Status.NEGATED if self.negated else Status.ASSERTED


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document: its reports, and the actors it names that nobody has curated."""

    document: Document
    reports: tuple[Report, ...] = ()
    actors: tuple[Actor, ...] = ()
