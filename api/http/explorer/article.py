"""The view of an article: its text with the words marked that its reports were read from, and the reports beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request, Response

from communique.api.http.explorer.marking import MOST_OF_SENTENCE
from communique.api.http.explorer.showing import as_sparql, said_of, shown, web_address
from communique.api.http.pages.wording import day
from communique.graph import Claim, GraphReader
from communique.ontology.types import Extraction, Report, Span

# More than anybody reads, and than a browser lays out at once.
_MOST, MOST_REPORTS = 100_000, 500


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report in plain words, its quad class, and the key of its event where it has one."""

    phrase: str
    status: str
    quad: int
    sentence: str
    event: str | None


def article_page(request: Request, graph: GraphReader, read: Extraction) -> Response:
    """Give the page of a document: each word that triggers a report is marked, and tells what was read from it."""
    document = read.document
    events = graph.events_of_document(document.id)
    shown_reports = read.reports[:MOST_REPORTS]
    listed = [_listed(graph, report, events) for report in shown_reports]
    numbers: dict[Span, list[int]] = {}
    for number, report in enumerate(shown_reports, start=1):
        numbers.setdefault(report.span, []).append(number)
    passages = list(_passages(document.text[:_MOST], numbers, listed))
    said = f"SELECT * {{ GRAPH <{graph.namespace.of('doc', document.id)}> {{ ?thing ?property ?value }} }}"
    published = "" if document.published is None else day(document.published)
    return shown(
        request,
        "document.html",
        view="doc",
        title=document.title or (f"Article of {document.source}" if document.source else f"Article {document.id}"),
        id=document.id,
        origin=[part for part in (document.source, published) if part],
        url=web_address(document.url),
        passages=passages,
        # The first report of the same words, by which their mark is called.
        marked={number: found[0] for _, found, _ in passages for number in found},
        most=_MOST if len(document.text) > _MOST else None,
        reports=listed,
        number=len(read.reports),
        sparql=as_sparql(said),
        table=as_sparql(said, "csv"),
    )


def _listed(graph: GraphReader, report: Report, events: Mapping[Claim, str]) -> ListedReport:
    action = graph.actions.get(report.action)
    target = None if report.target is None else graph.label(report.target)
    key = events.get((report.span[0], report.action, report.actor, report.target or ""))
    date = "" if report.date is None else f", {day(report.date)}"
    words = said_of(graph.actions, graph.label(report.actor), report.action, target) + date
    return ListedReport(
        words, report.status.value, action.quad if action else 0, report.sentence[:MOST_OF_SENTENCE], key
    )


def _passages(
    text: str, numbers: Mapping[Span, Sequence[int]], listed: Sequence[ListedReport]
) -> Iterator[tuple[str, Sequence[int], str]]:
    """Give a text in passages, each with the numbers of its reports, if any, and what these tell."""
    at = 0
    for start, end in sorted(numbers):
        # Of triggers that overlap the first is marked; all are in the list.
        if at <= start < end <= len(text):
            yield text[at:start], (), ""
            reports = (listed[number - 1] for number in numbers[start, end])
            yield text[start:end], numbers[start, end], "; ".join(f"{each.phrase} ({each.status})" for each in reports)
            at = end
    yield text[at:], (), ""
