"""The view of an event: each report with its words marked, who says so, who denies it."""

from dataclasses import dataclass

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.views import document_out, event_with_reports
from communique.api.http.explorer.marking import marked, rule_in_words
from communique.api.http.explorer.showing import as_sparql, said_of, shown, web_address
from communique.api.http.service import service_of
from communique.graph import GraphReader
from communique.ontology.types import Document, Event

# Reports on each side; the API call has all.
MOST = 200


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report with its sentence in passages, each with what is marked there, and its document."""

    report: s.ReportOut
    document: s.DocumentOut
    url: str
    passages: tuple[tuple[str, str], ...]
    rule: str


def event_page(request: Request, event: Event) -> Response:
    """Give the page of an event."""
    graph = service_of(request).graph
    found = event_with_reports(graph, event, graph.reports_of(event.key))
    target = None if found.target_side is None else found.target_side.label
    said = f"SELECT ?property ?value {{ <{found.iri}> ?property ?value }}"
    return shown(
        request,
        "event.html",
        view="event",
        title=said_of(graph.actions, found.actor_side.label, event.action, target),
        event=found,
        sparql=as_sparql(said),
        table=as_sparql(said, "csv"),
        asserted=[_shown(graph, report) for report in found.asserted_by[:MOST]],
        denied=[_shown(graph, report) for report in found.denied_by[:MOST]],
        most=MOST if max(len(found.asserted_by), len(found.denied_by)) > MOST else None,
    )


def _shown(graph: GraphReader, report: s.ReportOut) -> ShownReport:
    document = graph.document(report.document) or Document(report.document, "")
    return ShownReport(
        report,
        document_out(graph, document),
        web_address(document.url),
        tuple(marked(report)),
        rule_in_words(report.rule),
    )
