"""Events: by conditions, by key, and those that are disputed."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from communique.api.http import schemas as s
from communique.api.http.answers.answering import as_json, varies
from communique.api.http.answers.examples import example
from communique.api.http.answers.exporting import exported
from communique.api.http.answers.filtering import ActorName, Conditions, Cursor, Limit, PageOrAll, with_parties
from communique.api.http.answers.limited import limited
from communique.api.http.answers.tabulated import Format, next_page, table_wanted, tabulated
from communique.api.http.answers.views import event_out, event_with_reports
from communique.api.http.protocol.negotiation import TABLES, with_charset
from communique.api.http.protocol.problems import ProblemError, not_found
from communique.api.http.routes.resources import as_rdf
from communique.api.http.service import Service, service_of
from communique.api.http.workers.export_worker import ExportRequest
from communique.graph import EventFilter, Rows, Selection, cursor
from communique.ontology.types import Event

router = APIRouter(tags=["Events"])
# So many are on a page where nobody says how many.
_PAGE = 50
# Larger tables are written by a process of their own, as exports are.
_FEW = 2_000


@router.get("/events", summary="List events", response_model=s.EventPage, responses=example("events", table=True))
async def list_events(
    request: Request,
    conditions: Conditions,
    actor: Annotated[ActorName, Query(description="Who acts: named, or a side.", examples=["rus"])] = None,
    target: Annotated[ActorName, Query(description="Who is acted upon.", examples=["usa"])] = None,
    either: Annotated[ActorName, Query(description="Who acts or is acted upon.")] = None,
    other: Annotated[ActorName, Query(description="Who stands opposite to `either`.")] = None,
    text: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=200,
            description='Words of a sentence that tells of it, in any form; "words in quotes" stand together.',
        ),
    ] = None,
    form: Format = None,
    rows: Annotated[Rows, Query(description="Tables: a row for each event, or for each report.")] = Rows.EVENTS,
    limit: PageOrAll = None,
    after: Cursor = None,
) -> Response:
    """Give the events that meet all conditions, and of which the text tells, by date and key; undated ones last.

    As a table, all of them where no limit is given.
    """
    table = table_wanted(request, form)
    if table is None and rows is not Rows.EVENTS:
        raise ProblemError(400, "rows: only tables have rows of reports: ask for one with format=csv")
    named = {"actor": actor, "target": target, "either": either, "other": other}
    wanted = await asyncio.to_thread(with_parties, service_of(request), conditions, **named)
    whole = table is not None and (text, limit, after) == (None, None, None)
    if table is not None and whole and await run_in_threadpool(limited(request).count, wanted) > _FEW:
        asked = ExportRequest(table, Selection(wanted, rows=rows))
        answer = await exported(request, asked, with_charset(TABLES[table]), f"events.{table}")
    else:
        page = _Page(wanted, text, after, limit, table, rows)
        answer = await run_in_threadpool(_list_events, request=request, page=page)
    answer.headers["Vary"] = "Accept"
    return answer


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of events that is asked for, and whether as a table and of which rows."""

    wanted: EventFilter
    text: str | None
    after: str | None
    limit: int | None
    table: str | None
    rows: Rows


@as_json
def _list_events(*, request: Request, page: _Page) -> s.EventPage | Response:
    limit = page.limit or (_PAGE if page.table is None else None)
    asked = None if limit is None else limit + 1
    graph = limited(request)
    if page.text is None:
        events = list(graph.events(page.wanted, after=page.after, limit=asked))
    else:
        events = list(graph.search(page.text, page.wanted, after=page.after, limit=asked))
    if page.table is None:
        return _page(service_of(request), iter(events), limit or _PAGE)
    shown = events[:limit]
    headers = {} if limit is None or len(events) <= limit else {"Link": next_page(request, cursor(shown[-1]))}
    return tabulated(page.table, "events", lambda: graph.table_of(shown, page.wanted, page.rows), headers)


@router.get("/disputed", summary="List disputed events", responses=example("disputed"))
@as_json
def list_disputed(request: Request, conditions: Conditions, limit: Limit = 50, after: Cursor = None) -> s.EventPage:
    """Give the events that one report asserts and another denies, by date and key."""
    service = service_of(request)
    if conditions.disputed is False:
        raise ProblemError(422, "all events here are disputed: look for the others at /events?status=undisputed")
    found = limited(request).events(replace(conditions, disputed=True), after=after, limit=limit + 1)
    return _page(service, found, limit)


@router.get(
    "/events/{key}",
    summary="Get an event with its reports",
    response_model=s.EventWithReports,
    responses=example("event", rdf=True),
)
@varies
@as_json
def get_event(
    request: Request, key: Annotated[str, Path(pattern=r"^[0-9a-f]{12}$", examples=["7b0c6d1f92a4"])]
) -> s.EventWithReports | Response:
    """Give an event with all reports: who says so in which words, and who denies it."""
    graph = service_of(request).graph
    event = graph.event(key)
    if event is None:
        raise not_found(f"there is no event {key}: no stored document asserts it")
    if (rdf := as_rdf(request, "event", (key,))) is not None:
        return rdf
    return event_with_reports(graph, event, graph.reports_of(key))


def _page(service: Service, events: Iterator[Event], limit: int) -> s.EventPage:
    found = list(events)
    following = cursor(found[limit - 1]) if len(found) > limit else None
    items = [event_out(service.graph, event) for event in found[:limit]]
    return s.EventPage(items=items, next=following)
