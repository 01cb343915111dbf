"""How the service is, and how much it holds."""

from fastapi import APIRouter, Request

from api.http import schemas as s
from api.http.examples import example
from api.http.service import service_of
from graph.statistics import statistics

router = APIRouter(tags=["Status"])
# Whoever watches over the service needs no token.
open_router = APIRouter(tags=["Status"])


@open_router.get("/healthz", summary="Tell whether the service lives", responses=example("healthz"))
async def get_health(request: Request) -> s.HealthOut:
    """Tell that the service answers, and whether writing is on."""
    return s.HealthOut(status="ok", writing=service_of(request).settings.writing)


@router.get("/stats", summary="Count what the graph holds", responses=example("stats"))
def get_stats(request: Request) -> s.StatsOut:
    """Give the numbers of documents, reports, events, dyads and actors, and from when to when they reach."""
    return s.StatsOut.model_validate(statistics(service_of(request).graph.world), from_attributes=True)
