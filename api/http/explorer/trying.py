"""The view on which one tries what is read from a text; nothing of it is stored."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.reading import Articles, Showing, done
from communique.api.http.explorer.marking import marked, rule_in_words
from communique.api.http.explorer.showing import shown
from communique.api.http.protocol.day import day_typed
from communique.api.http.protocol.leaving import CLIENT_GONE, unless_gone
from communique.api.http.protocol.problems import ProblemError
from communique.api.http.protocol.rate import client_of
from communique.api.http.service import service_of

# What is pasted into a form; longer texts are for the API.
MOST = 20_000
_MOST_SECONDS = 30.0
EXAMPLES = (
    "Moscow criticized Washington for its Syria policy on Monday.",
    "Turkish President Recep Tayyip Erdogan refused to apologize to Russia, the Anadolu agency reported.",
    "Iran's foreign minister said Saudi Arabia should stop its air strikes in Yemen.",
    "The United States has imposed sanctions on three North Korean banks, and Seoul welcomed the step.",
    "China did not threaten Taiwan, a spokesman said, but will hold exercises next week.",
)


@dataclass(frozen=True, slots=True)
class TriedReport:
    """What was read at one word, with the sentence in passages."""

    report: s.ReportOut
    passages: tuple[tuple[str, str], ...]
    rule: str


def try_page(request: Request, text: str = "", published: dt.date | None = None) -> Response:
    """Give the page before anything was tried on it."""
    return _page(request, text, published)


async def tried_page(request: Request, form: bytes) -> Response:
    """Give the page with what was read from the text of a form."""
    fields = parse_qs(form.decode("utf-8", "replace"), max_num_fields=10)
    text = fields.get("text", [""])[0].replace("\r\n", "\n").strip()
    published = day_typed("published", fields.get("published", [""])[0])
    if not text:
        return _page(request, text, published)
    if len(text) > MOST:
        raise ProblemError(413, f"the text is longer than {MOST} characters: send it to /extract")
    service = service_of(request)
    task = Showing(Articles(text.encode(), "plain", published, ""))
    seconds = min(service.settings.reading_time, _MOST_SECONDS)
    found = await unless_gone(request, done(service.readers, task, client_of(request), seconds))
    if found is None:
        return Response(status_code=CLIENT_GONE)
    assert isinstance(found, bytes)
    return _page(request, text, published, s.ExtractionsOut.model_validate_json(found))


def _page(request: Request, text: str, published: dt.date | None, found: s.ExtractionsOut | None = None) -> Response:
    problems = [f"{each.what}" for each in found.problems] if found else []
    return shown(
        request,
        "try.html",
        view="try",
        examples=EXAMPLES,
        text=text,
        published=published,
        most=MOST,
        tried=found is not None,
        problems=problems,
        reports=list(_tried(found)) if found else [],
    )


def _tried(found: s.ExtractionsOut) -> Iterator[TriedReport]:
    for item in found.items:
        for report in item.reports:
            yield TriedReport(report, tuple(marked(report)), rule_in_words(report.rule))
