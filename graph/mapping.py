"""Documents and their reports as RDF and back, without loss: one named graph per document."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

import pyoxigraph as ox

import graph.terms as t
from graph.description import actor_from, actor_quads, canonical_actor
from graph.terms import Node, Object, Terms
from graph.values import Index, Properties, Values, day, index, literal
from ontology.document import Document
from ontology.interchange import to_json
from ontology.report import DateBasis, Extraction, Modality, Report, Span

_SPAN = re.compile(r"#char=(\d+),(\d+)")


def canonical(extraction: Extraction) -> Extraction:
    """Give an extraction as a store returns it: reports in the order of the text, nothing twice, actors marked found.

    Raises ValueError where a report belongs to another document, an actor id is described twice, or the text
    is not Unicode.
    """
    document = extraction.document
    try:
        document.text.encode()
    except UnicodeEncodeError as error:
        message = f"the text of document {document.id!r} has half a character at offset {error.start}: decode it anew"
        raise ValueError(message) from error
    for report in extraction.reports:
        if report.document != document.id:
            raise ValueError(f"a report of document {report.document!r} is among those of {document.id!r}")
    reports = {_canonical_report(report) for report in extraction.reports}
    actors = {canonical_actor(replace(actor, found=True)) for actor in extraction.actors}
    if len({actor.id for actor in actors}) < len(actors):
        raise ValueError(f"document {document.id!r} describes an actor in two ways: give each actor once")
    return Extraction(document, tuple(sorted(reports, key=_order)), tuple(sorted(actors, key=lambda actor: actor.id)))


def named_reports(extraction: Extraction, terms: Terms) -> Iterator[tuple[Node, Report]]:
    """Give the reports of a canonical extraction with their nodes: trigger span, action, actor and target."""
    base = terms.document(extraction.document.id).value
    for key, same in groupby(extraction.reports, key=_identity):
        (start, end), *names = key
        name = ";".join([f"#char={start},{end}", *(t.fragment(part) for part in names)])
        for number, report in enumerate(same, start=1):
            yield t.node(base + (name if number == 1 else f"{name};{number}")), report


def document_quads(extraction: Extraction, terms: Terms) -> Iterator[ox.Quad]:
    """Give the graph of a canonical extraction: the document, its reports and the actors found in it."""
    graph = terms.document(extraction.document.id)
    for subject, predicate, value in _document(extraction.document, graph):
        yield ox.Quad(subject, predicate, value, graph)
    for node, report in named_reports(extraction, terms):
        for predicate, value in _report(report, graph, terms):
            yield ox.Quad(node, predicate, value, graph)
    for actor in extraction.actors:
        yield from actor_quads(actor, terms, graph)


def extraction_from(quads: Iterable[ox.Quad], terms: Terms) -> Extraction:
    """Give the canonical extraction that the quads of one document's graph hold; ValueError if there is no document."""
    by_subject = index(quads)
    kinds = {node: values.get(t.TYPE, ()) for node, values in by_subject.items()}
    document = next((node for node, types in kinds.items() if t.NEWS_ARTICLE in types), None)
    if document is None:
        raise ValueError("the graph describes no document (schema:NewsArticle)")
    name = t.name_of(document)
    actors = {terms.of(kind) for kind in ("Country", "Body", "Person")}
    return canonical(
        Extraction(
            document=document_from(document, by_subject),
            reports=tuple(
                report_from(by_subject[node], name, terms)
                for node, types in kinds.items()
                if terms.of("Report") in types
            ),
            actors=tuple(
                actor_from(node, by_subject, terms) for node, types in kinds.items() if not actors.isdisjoint(types)
            ),
        )
    )


def document_from(node: Node, described: Index) -> Document:
    """Give the document that an index of quads describes."""
    values = described[node]
    return Document(
        id=t.name_of(node),
        text=literal(values, t.ARTICLE_BODY) or "",
        title=literal(values, t.TITLE) or "",
        published=day(literal(values, t.ISSUED)),
        source=literal(values, t.PUBLISHER) or "",
        url=literal(values, t.URL) or "",
        language=literal(values, t.LANGUAGE) or "",
        metadata=_metadata(described.values()),
    )


def report_from(properties: Properties, document: str, terms: Terms) -> Report:
    """Give the report that has these properties."""
    values = Values(properties, terms)
    return Report(
        document=document,
        action=values.name("action") or "",
        actor=values.name("actor") or "",
        target=values.name("target"),
        trigger=values.literal("trigger") or "",
        span=(int(values.number("start")), int(values.number("end"))),
        sentence=values.literal("sentence") or "",
        sentence_span=_span(values, "sentenceSpan") or (0, 0),
        rule=values.name("rule") or "",
        confidence=float(values.number("confidence")),
        modality=Modality(values.name("modality") or "actual"),
        negated=values.literal("negated") == "true",
        date=values.day("date"),
        date_end=values.day("dateEnd"),
        date_basis=DateBasis(values.name("dateBasis") or "published"),
        speaker=values.name("speaker"),
        quote=values.literal("quote"),
        about=values.names("about"),
        place=values.name("place"),
        actor_span=_span(values, "actorSpan"),
        target_span=_span(values, "targetSpan"),
        speaker_span=_span(values, "speakerSpan"),
    )


def _span(values: Values, term: str) -> Span | None:
    found = _SPAN.search(values.literal(term) or "")
    return (int(found[1]), int(found[2])) if found else None


def _canonical_report(report: Report) -> Report:
    return replace(report, confidence=round(report.confidence, 2) + 0.0, about=tuple(sorted(set(report.about))))


def _identity(report: Report) -> tuple[Span, str, str, str]:
    return report.span, report.action, report.actor, report.target or ""


def _order(report: Report) -> tuple[tuple[Span, str, str, str], str]:
    # The second part settles only what shares one identity; it is costly, but total.
    return _identity(report), to_json(Extraction(Document("", ""), (report,)))


def _document(document: Document, node: Node) -> Iterator[tuple[Node, Node, Object]]:
    yield node, t.TYPE, t.NEWS_ARTICLE
    yield node, t.ARTICLE_BODY, t.text(document.text)
    yield node, t.LANGUAGE, t.text(document.language)
    for predicate, value in ((t.TITLE, document.title), (t.PUBLISHER, document.source)):
        if value:
            yield node, predicate, t.text(value)
    if document.url:
        yield node, t.URL, t.address(document.url)
    if document.published:
        yield node, t.ISSUED, t.day(document.published)
    for position, (name, value) in enumerate(document.metadata):
        entry = t.node(f"{node.value}#metadata={position};{t.fragment(name)}")
        yield node, t.ADDITIONAL_PROPERTY, entry
        yield entry, t.TYPE, t.PROPERTY_VALUE
        yield entry, t.POSITION, t.integer(position)
        yield entry, t.PROPERTY_NAME, t.text(name)
        yield entry, t.VALUE, t.text(value)


def _report(report: Report, document: Node, terms: Terms) -> Iterator[tuple[Node, Object]]:
    yield t.TYPE, terms.of("Report")
    yield terms.of("action"), terms.action(report.action)
    named = [("actor", report.actor), ("target", report.target), ("speaker", report.speaker), ("place", report.place)]
    for name, actor in [*named, *(("about", about) for about in report.about)]:
        if actor is not None:
            yield terms.of(name), terms.actor(actor)
    yield terms.of("modality"), terms.concept("modality", report.modality.value)
    yield terms.of("status"), terms.concept("status", report.status.value)
    yield terms.of("negated"), t.boolean(report.negated)
    yield terms.of("dateBasis"), terms.concept("date-basis", report.date_basis.value)
    for name, date in (("date", report.date), ("dateEnd", report.date_end)):
        if date is not None:
            yield terms.of(name), t.day(date)
    yield from _wording(report, document, terms)


def _wording(report: Report, document: Node, terms: Terms) -> Iterator[tuple[Node, Object]]:
    yield terms.of("trigger"), t.text(report.trigger)
    yield terms.of("start"), t.integer(report.span[0])
    yield terms.of("end"), t.integer(report.span[1])
    yield terms.of("sentence"), t.text(report.sentence)
    if report.quote is not None:
        yield terms.of("quote"), t.text(report.quote)
    yield terms.of("rule"), terms.concept("rule", report.rule)
    yield terms.of("confidence"), t.decimal(Decimal(f"{report.confidence:.2f}"))
    spans = {"sentence": report.sentence_span, "actor": report.actor_span, "target": report.target_span}
    for name, span in {**spans, "speaker": report.speaker_span}.items():
        if span is not None:
            yield terms.of(f"{name}Span"), t.node(f"{document.value}#char={span[0]},{span[1]}")


def _metadata(described: Iterable[Properties]) -> tuple[tuple[str, str], ...]:
    entries = [values for values in described if t.PROPERTY_NAME in values]
    entries.sort(key=lambda values: int(values[t.POSITION][0].value))
    return tuple((values[t.PROPERTY_NAME][0].value, values[t.VALUE][0].value) for values in entries)
