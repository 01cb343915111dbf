"""Documents and their reports as RDF and back, without loss: one named graph per document."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby, pairwise

import pyoxigraph as ox

import communique.graph.rdf.terms as t
import communique.graph.rdf.trig as w
from communique.graph.rdf.actors import actor_from, actor_quads, canonical_actor
from communique.graph.rdf.readings import is_report, reading_from, reading_text
from communique.graph.rdf.terms import Node, Terms
from communique.graph.rdf.values import Index, Properties, Values, day, index, literal
from communique.ontology.interchange import to_json
from communique.ontology.types import DateBasis, Document, Extraction, Modality, Report, Span, Status

_NEGATED = {negated: str(t.boolean(negated)) for negated in (True, False)}
_ENTRY = re.compile(r"#metadata=(\d+);")
# Of a document that says nothing else.
_LANGUAGE = Document("", "").language


def canonical(extraction: Extraction) -> Extraction:
    """Give an extraction as a store returns it.

    Parameters
    ----------
    extraction
        What was read from one document.

    Returns
    -------
    Extraction
        The same with its reports in the order of the text, nothing twice, and its actors marked as found.

    Raises
    ------
    ValueError
        Where a report belongs to another document, an actor id is described twice, or the text is not Unicode.
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


def document_text(
    extraction: Extraction,
    reports: Iterable[tuple[str, Report]],
    links: Mapping[str, tuple[str, str]],
    terms: Terms,
) -> str:
    """Give the graph of a canonical extraction in TriG.

    Parameters
    ----------
    extraction
        As `canonical` gives it.
    reports
        Its reports with their IRIs.
    links
        One more property, with its value, of the reports of these IRIs.
    terms
        The nodes below the base of the graph.

    Returns
    -------
    str
        One named graph, without prefixes.
    """
    graph = terms.document(extraction.document.id).value
    things, text = _document(extraction.document, graph), extraction.document.text
    for iri, report in reports:
        said = _report(report, text, terms.namespace.base)
        if iri in links:
            said.append(links[iri])
        things.append(w.described(f"<{iri}>", said))
    things += [f"{quad.triple} .\n" for actor in extraction.actors for quad in actor_quads(actor, terms)]
    return f"<{graph}> {{\n{''.join(things)}}}\n"


def extraction_from(quads: Iterable[ox.Quad], terms: Terms) -> Extraction:
    """Give the canonical extraction that the quads of one document's graph hold; ValueError if there is no document."""
    by_subject = index(quads)
    kinds = {node: values.get(t.TYPE, ()) for node, values in by_subject.items()}
    document = next((node for node, types in kinds.items() if t.NEWS_ARTICLE in types), None)
    if document is None:
        raise ValueError("the graph describes no document (schema:NewsArticle)")
    described = document_from(document, by_subject)
    actors = {terms.of(kind) for kind in ("Country", "Body", "Person")}
    return canonical(
        Extraction(
            document=described,
            reports=tuple(
                report_from(values, described.id, described.text, terms)
                for values in by_subject.values()
                if is_report(values, terms)
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
        language=_LANGUAGE if t.LANGUAGE not in values else literal(values, t.LANGUAGE) or "",
        metadata=_metadata(described),
    )


def report_from(properties: Properties, document: str, text: str, terms: Terms) -> Report:
    """Give the report of a document, given by its id and text, that has these properties."""
    values, reading = Values(properties, terms), reading_from(properties, terms)
    span = reading.span("trigger")
    return Report(
        document=document,
        action=values.name("action") or "",
        actor=values.name("actor") or "",
        target=values.name("target"),
        trigger=text[slice(*span)] if (written := values.literal("trigger")) is None else written,
        span=span,
        sentence=values.literal("sentence") or "",
        sentence_span=reading.span("sentence"),
        rule=reading.rule,
        confidence=reading.confidence,
        modality=Modality(values.name("modality") or "actual"),
        negated=values.literal("negated") == "true",
        date=values.day("date"),
        date_end=values.day("dateEnd"),
        date_basis=DateBasis(values.name("dateBasis") or "published"),
        speaker=values.name("speaker"),
        quote=values.literal("quote"),
        about=values.names("about"),
        place=values.name("place"),
        actor_span=reading.spans.get("actor"),
        target_span=reading.spans.get("target"),
        speaker_span=reading.spans.get("speaker"),
    )


def _in_order(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Give reports in the order of the text, nothing twice."""
    found = sorted(map(_canonical_report, reports), key=_identity)
    if all(_identity(one) != _identity(other) for one, other in pairwise(found)):
        return tuple(found)
    # Only what shares one identity needs the costly order that is total.
    return tuple(
        sorted(set(found), key=lambda report: (_identity(report), to_json(Extraction(Document("", ""), (report,)))))
    )


def _canonical_report(report: Report) -> Report:
    confidence, about = round(report.confidence, 2) + 0.0, tuple(sorted(set(report.about)))
    if confidence == report.confidence and about == report.about and str(confidence) == str(report.confidence):
        return report
    return replace(report, confidence=confidence, about=about)


def _identity(report: Report) -> tuple[Span, str, str, str]:
    return report.span, report.action, report.actor, report.target or ""


def _document(document: Document, iri: str) -> list[str]:
    node = f"<{iri}>"
    said = [(w.TYPE, str(t.NEWS_ARTICLE)), (str(t.ARTICLE_BODY), w.text(document.text))]
    if document.language != _LANGUAGE:
        said.append((str(t.LANGUAGE), w.text(document.language)))
    for predicate, value in ((t.TITLE, document.title), (t.PUBLISHER, document.source)):
        if value:
            said.append((str(predicate), w.text(value)))
    if document.url:
        said.append((str(t.URL), w.address(document.url)))
    if document.published:
        said.append((str(t.ISSUED), w.day(document.published)))
    entries: list[str] = []
    for position, (name, value) in enumerate(document.metadata):
        entry = f"<{iri}#metadata={position};{t.fragment(name)}>"
        said.append((str(t.ADDITIONAL_PROPERTY), entry))
        texts = ((t.PROPERTY_NAME, name), (t.VALUE, value))
        entries.append(w.described(entry, [(str(predicate), w.text(text)) for predicate, text in texts]))
    return [w.described(node, said), *entries]


def _report(report: Report, text: str, base: str) -> list[tuple[str, str]]:
    term, status = w.vocabulary(base), report.status
    said = [
        (term["action"], w.thing(base, "action", report.action)),
        (term["actor"], w.thing(base, "actor", report.actor)),
        (term["sentence"], w.text(report.sentence)),
        (term["reading"], w.text(reading_text(report))),
    ]
    for name, actor in (("target", report.target), ("speaker", report.speaker)):
        if actor is not None:
            said.append((term[name], w.thing(base, "actor", actor)))
    if report.place is not None:
        said.append((term["place"], w.place(base, report.place)))
    said += [(term["about"], w.thing(base, "actor", about)) for about in report.about]
    if report.trigger != text[slice(*report.span)]:
        # Else it is what stands there.
        said.append((term["trigger"], w.text(report.trigger)))
    if status is not Status.ASSERTED:
        # What is asserted is actual and not negated, and leads to its event.
        said.append((term["status"], w.thing(base, "status", status.value)))
        said.append((term["modality"], w.thing(base, "modality", report.modality.value)))
        said.append((term["negated"], _NEGATED[report.negated]))
    if report.date_basis is not DateBasis.PUBLISHED:
        # Most reports name no day: theirs is that of publication.
        said.append((term["dateBasis"], w.thing(base, "date-basis", report.date_basis.value)))
    for name, date in (("date", report.date), ("dateEnd", report.date_end)):
        if date is not None:
            said.append((term[name], w.day(date)))
    if report.quote is not None:
        said.append((term["quote"], w.text(report.quote)))
    return said


def _metadata(described: Index) -> tuple[tuple[str, str], ...]:
    entries = [(_place(node), values) for node, values in described.items() if t.PROPERTY_NAME in values]
    entries.sort(key=lambda entry: entry[0])
    return tuple((values[t.PROPERTY_NAME][0].value, values[t.VALUE][0].value) for _, values in entries)


def _place(entry: Node) -> tuple[int, str]:
    """Give the place of an entry among the metadata of its document, which its IRI tells."""
    found = _ENTRY.search(entry.value)
    return (int(found[1]) if found else 0), entry.value
