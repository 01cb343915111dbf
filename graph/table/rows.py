"""Rows as they go out: one for each event, one for each report or its sentence, one for each ordered pair."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from communique.ontology.types import Place


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event with all that is counted by.

    Attributes
    ----------
    key, date, date_end
        As of the event; dates are None where unknown.
    action, label, cameo, root, quad, plover, goldstein
        The id of its action, and what the scheme says of it.
    source, target
        The ids of the sides, the target's None where there is none.
    actors, targets, about
        The ids of those whom reports name.
    place
        Where it was: the narrowest place that reports name, None where they name none.
    places
        The ids of all, each with its country's.
    reports, publishers, datasets
        How many reports assert it, of which publishers, and the data sets that they are from.
    disputed
        Whether a report denies it.
    """

    key: str
    date: dt.date | None
    date_end: dt.date | None
    action: str
    label: str
    cameo: str
    root: str
    quad: int
    plover: str
    goldstein: float
    source: str
    target: str | None
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    about: tuple[str, ...]
    place: Place | None
    places: tuple[str, ...]
    reports: int
    publishers: tuple[str, ...]
    datasets: tuple[str, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report with its document.

    Attributes
    ----------
    event
        The key of the event that it asserts or denies, None where it does neither.
    document
        The id of its document; empty for a row of a data set that was loaded into the table alone.
    dataset, identifier
        The data set of its document, and the document's own id there.
    source, url, title, published
        The publisher, the address, the headline, and the day of publication.
    date
        The event's, else the report's own.
    action, actor, target, speaker
        As the report has them.
    status, modality, trigger, sentence, rule, confidence
        As of the report.
    """

    event: str | None
    document: str
    dataset: str
    identifier: str
    source: str
    url: str
    title: str
    published: dt.date | None
    date: dt.date | None
    action: str
    actor: str
    target: str | None
    speaker: str | None
    status: str
    modality: str
    trigger: str
    sentence: str
    rule: str
    confidence: float


class SentenceRow(NamedTuple):
    """The sentence of the surest report that asserts an event, with the publisher and the address of its document.

    `event` and `date` are the key and the first day of the event, None where that is not known.
    """

    event: str
    date: dt.date | None
    sentence: str
    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What one actor did to another, summed up: events, those of each quad class, Goldstein scores, first and last."""

    source: str
    target: str
    events: int
    quads: tuple[int, int, int, int]
    goldstein_sum: float
    first: dt.date | None
    last: dt.date | None

    @property
    def goldstein_mean(self) -> float:
        """Give the mean Goldstein score."""
        return self.goldstein_sum / self.events


class LoadedRow(NamedTuple):
    """One row of a data set that is loaded into the table alone: an event as one report; there are millions.

    Attributes
    ----------
    dataset, identifier
        The name of the data set, and the row's own id there.
    action
        The id of an action.
    actor, target
        The ids of those named, the target's None where there is none.
    source_side, target_side
        The sides for which they acted.
    date, date_end, published
        As of a report and a document.
    place
        The id of a country, or of a place in one.
    publisher, url, title, sentence
        Where it was published.
    confidence
        From 0 to 1.
    """

    dataset: str
    identifier: str
    action: str
    actor: str
    source_side: str
    target: str | None = None
    target_side: str | None = None
    date: dt.date | None = None
    date_end: dt.date | None = None
    published: dt.date | None = None
    place: str | None = None
    publisher: str = ""
    url: str = ""
    title: str = ""
    sentence: str = ""
    confidence: float = 1.0
