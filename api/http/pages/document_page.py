"""A document as a page: its text with the words marked that its reports were read from."""

from collections.abc import Iterator, Mapping, Sequence

from fastapi.responses import HTMLResponse

from communique.api.http.pages.rendering import page
from communique.graph import GraphReader
from communique.ontology.types import Document, Report, Span


def document_page(graph: GraphReader, document: Document, reports: Sequence[Report]) -> HTMLResponse:
    """Give the page of a document: each word that triggers a report is marked, and tells what was read from it."""
    marks: dict[Span, str] = {}
    for report in reports:
        marks[report.span] = "; ".join(part for part in (marks.get(report.span), _summary(graph, report)) if part)
    published = "" if document.published is None else document.published.isoformat()
    return page(
        "document.html",
        title=document.title or document.id,
        origin=[part for part in (document.source, published, document.url) if part],
        passages=_passages(document.text, marks),
        reports=[(_summary(graph, report), report.sentence) for report in reports],
    )


def _summary(graph: GraphReader, report: Report) -> str:
    action = graph.actions.get(report.action)
    names = [graph.label(report.actor), action.label if action else report.action]
    names += [graph.label(report.target)] if report.target is not None else []
    date = "" if report.date is None else f", {report.date.isoformat()}"
    return f"{' '.join(names)} ({report.status.value}{date})"


def _passages(text: str, marks: Mapping[Span, str]) -> Iterator[tuple[str, str | None]]:
    """Give a text in passages, each with what its mark tells, or None."""
    at = 0
    for start, end in sorted(marks):
        # Of triggers that overlap the first is marked; all are in the list below.
        if at <= start < end <= len(text):
            yield text[at:start], None
            yield text[start:end], marks[start, end]
            at = end
    yield text[at:], None
