"""How the service is, how much it holds, and what changed."""

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.answering import as_json, varies
from communique.api.http.answers.examples import example
from communique.api.http.answers.filtering import Limit, PageOrAll
from communique.api.http.answers.security import require
from communique.api.http.answers.tabulated import Format, table_wanted, tabulated
from communique.api.http.metrics.exposition import exposed
from communique.api.http.service import Service, service_of
from communique.api.tokens import Scope
from communique.graph import IndexNotReadyError, SearchTimeError, publisher_table

router = APIRouter(tags=["Status"])
# Seconds that counting may take for the metrics.
_PATIENCE = 5.0
# So many publishers are given where nobody says how many.
_PAGE = 50
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


@open_router.get("/metrics", include_in_schema=False)
def get_metrics(request: Request) -> Response:
    """Give what is measured of the service, in Prometheus' form. Needs a token of scope admin."""
    require(request, Scope.ADMIN, "metrics are off")
    service = service_of(request)
    is_replica = service.sharing.writer is not None
    accept = request.headers.get("accept", "")
    content, media_type = exposed(service.measures, _numbers(service), accept, is_replica=is_replica)
    return Response(content, headers={"Content-Type": media_type})


@router.get("/stats", summary="Count what the graph holds", responses=example("stats"))
@as_json
def get_stats(request: Request) -> s.StatsOut:
    """Give the numbers of documents, reports, events, dyads and actors, and from when to when they reach."""
    return s.StatsOut.model_validate(service_of(request).graph.statistics(), from_attributes=True)


@router.get(
    "/publishers",
    summary="List the publishers",
    response_model=s.PublishersOut,
    responses=example("publishers", page=True, table=True),
)
@varies
@as_json
def list_publishers(request: Request, limit: PageOrAll = None, form: Format = None) -> s.PublishersOut | Response:
    """Give who published the documents of each data set, those of most documents first.

    As a table, all of them where no limit is given. People get a page.
    """
    table = table_wanted(request, form)
    found = service_of(request).publishers()[: limit or (_PAGE if table is None else None)]
    if table is not None:
        return tabulated(table, "publishers", lambda: publisher_table(found))
    return s.PublishersOut(items=[s.PublisherOut.model_validate(each, from_attributes=True) for each in found])


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


def _numbers(service: Service) -> dict[str, tuple[str, float]]:
    numbers: dict[str, tuple[str, float]] = {
        "store_has_room": ("1 where there is room on its disk to write, else 0.", service.graph.has_room),
        "store_unfinished": ("1 where it is being filled or assembled, or was left so.", service.graph.is_unfinished),
    }
    # Before the event table is made nobody knows how many there are.
    with suppress(IndexNotReadyError, SearchTimeError):
        found = service.graph.within(_PATIENCE).statistics()
        numbers["documents"] = "Documents stored.", found.documents
        numbers["reports"] = "Reports of these.", found.reports
        numbers["events"] = "Events that follow from them.", found.events
    return numbers
