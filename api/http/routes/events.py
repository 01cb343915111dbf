"""Events: by conditions, by key, and those that are disputed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.answering import as_json, varies
from communique.api.http.answers.examples import example
from communique.api.http.answers.filtering import ActorName, Conditions, Cursor, Limit, with_parties
from communique.api.http.answers.limited import limited
from communique.api.http.answers.views import event_out, event_with_reports
from communique.api.http.protocol.problems import ProblemError, not_found
from communique.api.http.routes.resources import as_rdf
from communique.api.http.service import Service, service_of
from communique.api.http.workers.pool import QueryError, Refusal
from communique.graph import EventFilter, IndexNotReadyError, SearchTimeError, cursor
from communique.ontology.types import Event

router = APIRouter(tags=["Events"])


@router.get("/events", summary="List events", responses=example("events"))
@as_json
def list_events(
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
    limit: Limit = 50,
    after: Cursor = None,
) -> s.EventPage:
    """Give the events that meet all conditions, and of which the text tells, by date and key; undated ones last."""
    service = service_of(request)
    wanted = with_parties(service, conditions, actor=actor, target=target, either=either, other=other)
    if text is None:
        return _page(service, limited(request).events(wanted, after=after, limit=limit + 1), limit)
    return _page(service, _matching(request, text, wanted, after, limit + 1), limit)


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


def _matching(request: Request, text: str, wanted: EventFilter, after: str | None, limit: int) -> Iterator[Event]:
    """Give the events that a sentence with these words asserts or denies, in the time of a query."""
    seconds = service_of(request).pool.limits.seconds
    try:
        yield from limited(request).search(text, wanted, after=after, limit=limit, seconds=seconds)
    except SearchTimeError as error:
        raise QueryError(Refusal.TIME, f"the query took longer than {seconds:g} seconds") from error
    except IndexNotReadyError as error:
        raise ProblemError(503, f"{error}: ask again in a moment", headers={"Retry-After": "5"}) from error


def _page(service: Service, events: Iterator[Event], limit: int) -> s.EventPage:
    found = list(events)
    following = cursor(found[limit - 1]) if len(found) > limit else None
    items = [event_out(service.graph, event) for event in found[:limit]]
    return s.EventPage(items=items, next=following)
