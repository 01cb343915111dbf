"""A document as a page: its text with the words marked that its reports were read from."""

from collections.abc import Iterator, Sequence
from html import escape

from fastapi.responses import HTMLResponse

from communique.api.http.pages.pages import page
from communique.graph.lookups.known import label_of
from communique.graph.world import World
from communique.ontology.types import Document, Report


def document_page(world: World, document: Document, reports: Sequence[Report]) -> HTMLResponse:
    """Give the page of a document: each word that triggers a report is marked, and tells what was read from it."""
    told: dict[tuple[int, int], str] = {}
    for report in reports:
        told[report.span] = "; ".join(part for part in (told.get(report.span), _told(world, report)) if part)
    published = "" if document.published is None else document.published.isoformat()
    where = " · ".join(part for part in (document.source, published, document.url) if part)
    text = "".join(_marked(document.text, told))
    listed = "".join(f"<li>{escape(_told(world, each))}: {escape(each.sentence)}</li>" for each in reports)
    body = f'<p>{escape(where)}</p><pre class="text">{text}</pre><h2>Reports</h2><ul>{listed}</ul>'
    return page(document.title or document.id, body)


def _told(world: World, report: Report) -> str:
    action = world.actions.get(report.action)
    names = [label_of(world, report.actor), action.label if action else report.action]
    names += [label_of(world, report.target)] if report.target is not None else []
    date = "" if report.date is None else f", {report.date.isoformat()}"
    return f"{' '.join(names)} ({report.status.value}{date})"


def _marked(text: str, told: dict[tuple[int, int], str]) -> Iterator[str]:
    at = 0
    for start, end in sorted(told):
        # Of triggers that overlap the first is marked; all are in the list below.
        if at <= start < end <= len(text):
            yield escape(text[at:start])
            yield f'<mark title="{escape(told[start, end])}">{escape(text[start:end])}</mark>'
            at = end
    yield escape(text[at:])
