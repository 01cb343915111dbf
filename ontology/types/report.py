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
    """One action at one trigger word.

    Attributes
    ----------
    document
        The id of the document.
    action
        The id of the action.
    actor, target, speaker
        Ids of the source, the target and of whoever said so.
    about
        Ids of what it is about; they may name countries that do not act.
    place
        Where it was: the id of a country, or of a place in one (``syr.aleppo``).
    trigger, span
        The word from which it was read, and where that stands.
    sentence, sentence_span
        The sentence around it, and where that stands.
    actor_span, target_span, speaker_span
        Where the words stand by which they are named.
    rule
        What read it: a frame or another rule.
    confidence
        The extractor's, 0 to 1 in hundredths.
    modality, negated
        How real the speaker makes the action, and whether it is denied.
    date, date_end
        The day, or the first and the last of several; None where there is none.
    date_basis
        Where the date comes from.
    quote
        The part of the sentence between quotation marks in which the trigger stands, if the text says whose words.

    Notes
    -----
    Spans are character offsets (start, end) into the document's text, the end excluded.
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
