"""Events: by conditions, by key, and those that are disputed."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from api.http import schemas as s
from api.http.examples import example
from api.http.filtering import ID, Conditions, Cursor, Limit, with_parties
from api.http.problems import not_found
from api.http.service import Service, service_of
from api.http.views import event_out, event_with_reports
from graph.filters import EventFilter
from graph.reading import cursor

router = APIRouter(tags=["Events"])
_Name = Annotated[str | None, Query(pattern=ID)]


@router.get("/events", summary="List events", responses=example("events"))
def list_events(
    request: Request,
    conditions: Conditions,
    actor: Annotated[_Name, Query(description="Who acts: named, or a side.", examples=["rus"])] = None,
    target: Annotated[_Name, Query(description="Who is acted upon.", examples=["usa"])] = None,
    either: Annotated[_Name, Query(description="Who acts or is acted upon.")] = None,
    other: Annotated[_Name, Query(description="Who stands opposite to `either`.")] = None,
    limit: Limit = 50,
    after: Cursor = None,
) -> s.EventPage:
    """Give the events that meet all conditions, by date and key; those without a date come last."""
    return _page(service_of(request), with_parties(conditions, actor, target, either, other), after, limit)


@router.get("/disputed", summary="List disputed events", responses=example("disputed"))
def list_disputed(request: Request, conditions: Conditions, limit: Limit = 50, after: Cursor = None) -> s.EventPage:
    """Give the events that one report asserts and another denies, by date and key."""
    return _page(service_of(request), replace(conditions, disputed=True), after, limit)


@router.get("/events/{key}", summary="Get an event with its reports", responses=example("event"))
def get_event(
    request: Request, key: Annotated[str, Path(pattern=r"^[0-9a-f]{12}$", examples=["7b0c6d1f92a4"])]
) -> s.EventWithReports:
    """Give an event with all reports: who says so in which words, and who denies it."""
    graph = service_of(request).graph
    event = graph.event(key)
    if event is None:
        raise not_found(f"there is no event {key}: no stored document asserts it")
    return event_with_reports(graph.world, event, graph.reports_of(key))


def _page(service: Service, wanted: EventFilter, after: str | None, limit: int) -> s.EventPage:
    found = list(service.graph.events(wanted, after=after, limit=limit + 1))
    following = cursor(found[limit - 1]) if len(found) > limit else None
    items = [event_out(service.graph.world, event) for event in found[:limit]]
    return s.EventPage(items=items, next=following)
