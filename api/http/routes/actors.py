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
    Limit,
    actor_of,
    bad_cursor,
    cursor_of,
    cursor_parts,
)
from communique.api.http.answers.finding import actor_hits
from communique.api.http.answers.limited import limited
from communique.api.http.answers.views import actor_name, actor_out, numbers, relation_out
from communique.api.http.routes.resources import as_rdf
from communique.api.http.service import Service, service_of
from communique.graph import Level

router = APIRouter(tags=["Actors"])


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


@router.get("/actors/{actor}/relations", summary="Get an actor's relations", responses=example("actor_relations"))
@as_json
def get_relations(
    request: Request,
    actor: ActorId,
    conditions: Conditions,
    level: Annotated[Level, Query(description="What the partners are: sides, or whoever is named.")] = Level.SIDE,
    limit: Limit = 50,
    after: Cursor = None,
) -> s.RelationsOut:
    """Give with whom an actor dealt, by partner, those of most events first: both directions, Goldstein, dates."""
    service = service_of(request)
    actor = actor_of(service, actor).id
    graph, rank = limited(request), _rank_after(after)
    found = graph.relations(actor, filters=conditions, level=level, after=rank, limit=limit + 1)
    shown = found[:limit]
    return s.RelationsOut(
        actor=actor_name(graph, actor),
        items=[relation_out(graph, relation) for relation in shown],
        next=cursor_of(shown[-1].events, shown[-1].partner) if len(found) > limit else None,
    )


@router.get("/actors/{actor}/timeline", summary="Get an actor's months", responses=example("timeline"))
@as_json
def get_timeline(request: Request, actor: ActorId, conditions: Conditions) -> s.TimelineOut:
    """Give an actor's events by month: what it did, and what was done to it."""
    service = service_of(request)
    actor = actor_of(service, actor).id
    graph = limited(request)
    months = graph.timeline(actor, conditions)
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
