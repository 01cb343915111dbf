"""Actors: found by what one types, looked up by id, with relations and timeline."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.answering import as_json, varies
from communique.api.http.answers.examples import example
from communique.api.http.answers.filtering import (
    ActorId,
    Conditions,
    Cursor,
    PageOrAll,
    actor_of,
    bad_cursor,
    cursor_of,
    cursor_parts,
)
from communique.api.http.answers.finding import actor_hits
from communique.api.http.answers.limited import limited
from communique.api.http.answers.tabulated import Format, next_page, table_wanted, tabulated
from communique.api.http.answers.views import actor_name, actor_out, numbers, relation_out
from communique.api.http.routes.resources import as_rdf
from communique.api.http.service import Service, service_of
from communique.graph import Level, relation_table, timeline_table

router = APIRouter(tags=["Actors"])
# So many are on a page where nobody says how many.
_PAGE = 50


@router.get("/actors", summary="Find actors", responses=example("actors"))
@as_json
def find_actors(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=200, description="The start of a name, an alias or a code.")],
    limit: Annotated[int, Query(ge=1, le=100, description="How many at most.")] = 10,
) -> s.ActorHits:
    """Give the actors whose names start like what was typed, or resemble it; of equals, those of most events first."""
    return s.ActorHits(items=actor_hits(service_of(request), q, limit))


@router.get(
    "/actors/{actor}",
    summary="Get an actor",
    response_model=s.ActorOut,
    responses=example("actor", rdf=True),
)
@varies
@as_json
def get_actor(request: Request, actor: ActorId) -> s.ActorOut | Response:
    """Give an actor with names, dated roles, for whom it acts, and the number of its events."""
    service = service_of(request)
    found = actor_of(service, actor)
    if (rdf := as_rdf(request, "actor", (found.id,))) is not None:
        return rdf
    return actor_out(service.graph, found, _events(service, [found.id]).get(found.id, 0))


@router.get(
    "/actors/{actor}/relations",
    summary="Get an actor's relations",
    response_model=s.RelationsOut,
    responses=example("actor_relations", table=True),
)
@varies
@as_json
def get_relations(
    request: Request,
    actor: ActorId,
    conditions: Conditions,
    level: Annotated[Level, Query(description="What the partners are: sides, or whoever is named.")] = Level.SIDE,
    form: Format = None,
    limit: PageOrAll = None,
    after: Cursor = None,
) -> s.RelationsOut | Response:
    """Give with whom an actor dealt, by partner, those of most events first: both directions, Goldstein, dates."""
    actor, table = actor_of(service_of(request), actor).id, table_wanted(request, form)
    most = limit or (_PAGE if table is None else None)
    graph, rank = limited(request), _rank_after(after)
    asked = None if most is None else most + 1
    found = graph.relations(actor, filters=conditions, level=level, after=rank, limit=asked)
    shown = found[:most]
    following = cursor_of(shown[-1].events, shown[-1].partner) if len(found) > len(shown) else None
    if table is not None:
        headers = {} if following is None else {"Link": next_page(request, following)}
        return tabulated(table, f"{actor}-relations", lambda: relation_table(shown, graph.label), headers)
    return s.RelationsOut(
        actor=actor_name(graph, actor), items=[relation_out(graph, relation) for relation in shown], next=following
    )


@router.get(
    "/actors/{actor}/timeline",
    summary="Get an actor's months",
    response_model=s.TimelineOut,
    responses=example("timeline", table=True),
)
@varies
@as_json
def get_timeline(
    request: Request, actor: ActorId, conditions: Conditions, form: Format = None
) -> s.TimelineOut | Response:
    """Give an actor's events by month: what it did, and what was done to it."""
    actor = actor_of(service_of(request), actor).id
    graph = limited(request)
    months = graph.timeline(actor, conditions)
    if (table := table_wanted(request, form)) is not None:
        return tabulated(table, f"{actor}-timeline", lambda: timeline_table(actor, months, graph.label))
    return s.TimelineOut(
        actor=actor_name(graph, actor),
        months=[s.MonthOut(month=m.month, sent=numbers(m.sent), received=numbers(m.received)) for m in months],
    )


def _rank_after(cursor: str | None) -> tuple[int, str] | None:
    if cursor is None:
        return None
    events, partner = cursor_parts(cursor)
    if not (events.isascii() and events.isdigit()):
        raise bad_cursor(cursor)
    return int(events[:18]), partner


def _events(service: Service, actors: list[str]) -> dict[str, int]:
    return service.graph.events_by_actor(actors, service.events_of_sides())
