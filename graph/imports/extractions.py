"""A row as the report of its source: a document of one line, with the data set and the row's own id."""

from dataclasses import replace

from communique.graph.imports.gdelt import GdeltMention
from communique.graph.imports.rows import CodedEvent
from communique.ontology.types import Actor, DateBasis, Document, Extraction, Report, document_id

DATASET, IDENTIFIER = "dataset", "identifier"
_BETWEEN = " | "
_NO_WORDS = "?"


def extraction_of(event: CodedEvent, dataset: str, label: str) -> Extraction:
    """Give the document of a row with its one report: the day is stated, what the row writes is the sentence."""
    name = document_id(event.key, dataset)
    title = " ".join(event.title.split())
    words = [event.actor_words or event.actor.label, event.action_words or _NO_WORDS]
    if event.target is not None:
        words.append(event.target_words or event.target.label)
    at = len(title) + 2 if title else 0
    spans = []
    for word in words:
        spans.append((at, at + len(word)))
        at += len(word) + len(_BETWEEN)
    sentence = _BETWEEN.join(words)
    ends = [day for day in (event.day, event.day_end, event.published) if day is not None]
    document = Document(
        id=name,
        text=f"{title}\n\n{sentence}" if title else sentence,
        title=title,
        published=max(ends),
        source=event.source or label,
        url=event.url,
        metadata=_metadata(dataset, event.identifier),
    )
    report = Report(
        document=name,
        action=event.action,
        actor=event.actor.id,
        target=event.target.id if event.target else None,
        trigger=words[1],
        span=spans[1],
        sentence=sentence,
        sentence_span=(spans[0][0], spans[-1][1]),
        rule=f"imported-{dataset}",
        confidence=event.confidence,
        date=event.day,
        date_end=event.day_end,
        date_basis=DateBasis.STATED,
        place=event.place,
        actor_span=spans[0],
        target_span=spans[2] if event.target is not None else None,
    )
    return Extraction(document, (report,), _found(event))


def mention_of(mention: GdeltMention, event: Extraction, dataset: str) -> Extraction:
    """Give one more document that tells of an event: the same report, by another article."""
    name = document_id(f"{mention.identifier}\0{mention.url or mention.source}\0{mention.sentence}", dataset)
    coded = event.reports[0]
    day = coded.date or mention.published
    document = Document(
        id=name,
        text=event.document.text,
        title=event.document.title,
        published=max(mention.published, day),
        source=mention.source or event.document.source,
        url=mention.url,
        metadata=_metadata(dataset, mention.identifier),
    )
    report = replace(coded, document=name, confidence=mention.confidence)
    return Extraction(document, (report,), event.actors)


def _metadata(dataset: str, identifier: str) -> tuple[tuple[str, str], ...]:
    return ((DATASET, dataset), (IDENTIFIER, identifier)) if identifier else ((DATASET, dataset),)


def _found(event: CodedEvent) -> tuple[Actor, ...]:
    ends = {event.actor.id: event.actor} | ({event.target.id: event.target} if event.target else {})
    return tuple(actor for actor in ends.values() if actor.found)
