"""How the service is, how much it holds, and what changed."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from communique.api.http import schemas as s
from communique.api.http.answers.answering import as_json
from communique.api.http.answers.examples import example
from communique.api.http.answers.filtering import Limit
from communique.api.http.service import service_of

router = APIRouter(tags=["Status"])
# As large as SQLite counts.
_MOST = (1 << 63) - 1
# Whoever watches over the service needs no token.
open_router = APIRouter(tags=["Status"])


@open_router.get("/healthz", summary="Tell whether the service lives", responses=example("healthz"))
async def get_health(request: Request) -> s.HealthOut:
    """Tell that the service answers, and whether writing is on; `full` where there is no room on the disk to write."""
    service = service_of(request)
    has_room = service.graph.has_room
    return s.HealthOut(status="ok" if has_room else "full", writing=service.settings.writing and has_room)


@router.get("/stats", summary="Count what the graph holds", responses=example("stats"))
@as_json
def get_stats(request: Request) -> s.StatsOut:
    """Give the numbers of documents, reports, events, dyads and actors, and from when to when they reach."""
    return s.StatsOut.model_validate(service_of(request).graph.statistics(), from_attributes=True)


@router.get("/changes", summary="Follow what comes and goes", responses=example("changes"))
@as_json
def get_changes(
    request: Request,
    since: Annotated[int, Query(ge=0, le=_MOST, description="The `last` of the answer before; 0 for all.")] = 0,
    limit: Limit = 500,
) -> s.ChangesOut:
    """Give the documents that entered the graph (or entered anew, read again) or left it, in order.

    Each document stands there once, with its last change: who follows gets it, or forgets it.
    """
    service = service_of(request)
    found = service.graph.changes(since, limit + 1)
    items = [s.ChangeOut(number=each.number, kind=each.kind.value, document=each.document) for each in found[:limit]]
    return s.ChangesOut(items=items, last=items[-1].number if items else since, more=len(found) > limit)
