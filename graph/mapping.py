"""Documents and their reports as RDF and back, without loss: one named graph per document."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import groupby, pairwise

import pyoxigraph as ox

import graph.terms as t
import graph.written as w
from graph.description import actor_from, actor_quads, canonical_actor
from graph.terms import Node, Terms
from graph.values import Index, Properties, Values, day, index, literal
from ontology.document import Document
from ontology.interchange import to_json
from ontology.report import DateBasis, Extraction, Modality, Report, Span

_NEGATED = {negated: str(t.boolean(negated)) for negated in (True, False)}
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
    actors = {canonical_actor(replace(actor, found=True)) for actor in extraction.actors}
    if len({actor.id for actor in actors}) < len(actors):
        raise ValueError(f"document {document.id!r} describes an actor in two ways: give each actor once")
    return Extraction(document, _in_order(extraction.reports), tuple(sorted(actors, key=lambda actor: actor.id)))


def named_reports(extraction: Extraction, terms: Terms) -> Iterator[tuple[Node, Report]]:
    """Give the reports of a canonical extraction with their nodes: trigger span, action, actor and target."""
    return ((t.node(iri), report) for iri, report in report_iris(extraction, terms))


def report_iris(extraction: Extraction, terms: Terms) -> Iterator[tuple[str, Report]]:
    """Give the reports of a canonical extraction with their IRIs."""
    base = terms.document(extraction.document.id).value
    for key, same in groupby(extraction.reports, key=_identity):
        (start, end), *names = key
        name = f"{base}#char={start},{end};{';'.join(t.fragment(part) for part in names)}"
        for number, report in enumerate(same, start=1):
            yield (name if number == 1 else f"{name};{number}"), report


def document_quads(extraction: Extraction, terms: Terms) -> Iterator[ox.Quad]:
    """Give the graph of a canonical extraction: the document, its reports and the actors found in it."""
    lines = document_lines(extraction, report_iris(extraction, terms), {}, terms)
    return ox.parse("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)


def document_lines(
    extraction: Extraction,
    reports: Iterable[tuple[str, Report]],
    links: Mapping[str, tuple[str, str]],
    terms: Terms,
) -> Iterator[str]:
    """Give the graph of a canonical extraction as lines of N-Quads.

    `reports` are its own with their IRIs; `links` is one more property, with its value, of the reports of these IRIs.
    """
    graph = str(terms.document(extraction.document.id))
    for subject, predicate, value in _document(extraction.document, graph[1:-1]):
        yield f"{subject} {predicate} {value} {graph} .\n"
    for iri, report in reports:
        said = _report(report, graph[1:-1], terms.namespace.base)
        yield "".join([f"<{iri}> {name} {value} {graph} .\n" for name, value in said])
        if iri in links:
            yield f"<{iri}> {' '.join(links[iri])} {graph} .\n"
    for actor in extraction.actors:
        for quad in actor_quads(actor, terms, terms.document(extraction.document.id)):
            yield f"{quad} .\n"


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


def _in_order(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Give reports in the order of the text, nothing twice."""
    found = sorted({_canonical_report(report) for report in reports}, key=_identity)
    if all(_identity(one) != _identity(other) for one, other in pairwise(found)):
        return tuple(found)
    # Only what shares one identity needs the costly order that is total.
    return tuple(
        sorted(found, key=lambda report: (_identity(report), to_json(Extraction(Document("", ""), (report,)))))
    )


def _canonical_report(report: Report) -> Report:
    confidence, about = round(report.confidence, 2) + 0.0, tuple(sorted(set(report.about)))
    if confidence == report.confidence and about == report.about and str(confidence) == str(report.confidence):
        return report
    return replace(report, confidence=confidence, about=about)


def _identity(report: Report) -> tuple[Span, str, str, str]:
    return report.span, report.action, report.actor, report.target or ""


def _document(document: Document, iri: str) -> Iterator[tuple[str, str, str]]:
    node = f"<{iri}>"
    yield node, w.TYPE, str(t.NEWS_ARTICLE)
    yield node, str(t.ARTICLE_BODY), w.text(document.text)
    yield node, str(t.LANGUAGE), w.text(document.language)
    for predicate, value in ((t.TITLE, document.title), (t.PUBLISHER, document.source)):
        if value:
            yield node, str(predicate), w.text(value)
    if document.url:
        yield node, str(t.URL), w.address(document.url)
    if document.published:
        yield node, str(t.ISSUED), w.day(document.published)
    for position, (name, value) in enumerate(document.metadata):
        entry = f"<{iri}#metadata={position};{t.fragment(name)}>"
        yield node, str(t.ADDITIONAL_PROPERTY), entry
        yield entry, w.TYPE, str(t.PROPERTY_VALUE)
        yield entry, str(t.POSITION), w.integer(position)
        yield entry, str(t.PROPERTY_NAME), w.text(name)
        yield entry, str(t.VALUE), w.text(value)


def _report(report: Report, document: str, base: str) -> Iterator[tuple[str, str]]:
    term = w.vocabulary(base)
    yield w.TYPE, term["Report"]
    yield term["action"], w.thing(base, "action", report.action)
    yield term["actor"], w.thing(base, "actor", report.actor)
    for name, actor in (("target", report.target), ("speaker", report.speaker), ("place", report.place)):
        if actor is not None:
            yield term[name], w.thing(base, "actor", actor)
    for about in report.about:
        yield term["about"], w.thing(base, "actor", about)
    yield term["modality"], w.thing(base, "modality", report.modality.value)
    yield term["status"], w.thing(base, "status", report.status.value)
    yield term["negated"], _NEGATED[report.negated]
    yield term["dateBasis"], w.thing(base, "date-basis", report.date_basis.value)
    for name, date in (("date", report.date), ("dateEnd", report.date_end)):
        if date is not None:
            yield term[name], w.day(date)
    yield from _wording(report, document, base)


def _wording(report: Report, document: str, base: str) -> Iterator[tuple[str, str]]:
    term = w.vocabulary(base)
    yield term["trigger"], w.text(report.trigger)
    yield term["start"], w.integer(report.span[0])
    yield term["end"], w.integer(report.span[1])
    yield term["sentence"], w.text(report.sentence)
    if report.quote is not None:
        yield term["quote"], w.text(report.quote)
    yield term["rule"], w.thing(base, "rule", report.rule)
    yield term["confidence"], _confidence(report.confidence)
    spans = (("sentenceSpan", report.sentence_span), ("actorSpan", report.actor_span))
    for name, span in (*spans, ("targetSpan", report.target_span), ("speakerSpan", report.speaker_span)):
        if span is not None:
            yield term[name], f"<{document}#char={span[0]},{span[1]}>"


@lru_cache(maxsize=128)
def _confidence(value: float) -> str:
    return str(t.decimal(Decimal(f"{value:.2f}")))


def _metadata(described: Iterable[Properties]) -> tuple[tuple[str, str], ...]:
    entries = [values for values in described if t.PROPERTY_NAME in values]
    entries.sort(key=lambda values: int(values[t.POSITION][0].value))
    return tuple((values[t.PROPERTY_NAME][0].value, values[t.VALUE][0].value) for values in entries)
