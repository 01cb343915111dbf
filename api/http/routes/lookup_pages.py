"""Pages for people at the addresses of look-ups, which give programs what the pages show."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from communique.api.http.answers.answering import same_until_written
from communique.api.http.answers.filtering import (
    ActorId,
    ActorName,
    Conditions,
    Cursor,
    Longest,
    MostChains,
    PageOrAll,
    PublishedIn,
    Wanted,
    actor_of,
)
from communique.api.http.explorer.all_actions import actions_page
from communique.api.http.explorer.chains import chains_page
from communique.api.http.explorer.comparison import Parties, asking_page, comparison_page
from communique.api.http.explorer.document_list import documents_page
from communique.api.http.explorer.lists import MOST_LISTED, moves_page, places_page, publishers_page, relations_page
from communique.api.http.explorer.network import network_page
from communique.api.http.explorer.query_list import queries_page
from communique.api.http.explorer.showing import chosen_of, query_with
from communique.api.http.pages.pages import here
from communique.api.http.protocol.page_route import PageRoute
from communique.api.http.service import service_of
from communique.graph import LONGEST, Granularity, Level, Rows

router = APIRouter(include_in_schema=False, dependencies=[Depends(same_until_written)])
Typed = Annotated[str, Query(max_length=200)]
Most = Annotated[int | None, Query(ge=1, le=MOST_LISTED)]


def get_network(
    request: Request,
    conditions: Conditions,
    level: Level = Level.SIDE,
    around: ActorName = None,
    colour: Annotated[str, Query(max_length=20)] = "",  # noqa: ARG001 - for the page's script
    size: Annotated[str, Query(max_length=20)] = "",  # noqa: ARG001 - for the page's script
) -> Response:
    """Give the page of the network of the events that meet the conditions."""
    centre = None if around is None else service_of(request).resolver.named("around", around)
    return network_page(request, conditions, level, centre)


def get_comparison(
    request: Request,
    conditions: Conditions,
    first: Typed = "",
    second: Typed = "",
    per: Granularity = Granularity.MONTH,
) -> Response:
    """Give the page of what data sets tell of two actors, or the one that asks for these."""
    typed = Parties(" ".join(first.split()), " ".join(second.split()))
    if not typed.first or not typed.second:
        return asking_page(request, typed)
    return comparison_page(request, typed, conditions, per)


def get_actions(request: Request, conditions: Conditions) -> Response:
    """Give the page of all actions."""
    return actions_page(request, conditions)


def get_publishers(request: Request, limit: Most = None) -> Response:
    """Give the page of the publishers."""
    return publishers_page(request, limit)


def get_relations(request: Request, limit: Most = None) -> Response:
    """Give the page of the strongest relations."""
    return relations_page(request, limit)


def get_chains(
    request: Request, first: ActorId, second: ActorId, longest: Longest = LONGEST, limit: MostChains = 5
) -> Response:
    """Give the page of the chains of relations that connect two actors."""
    service = service_of(request)
    return chains_page(request, actor_of(service, first).id, actor_of(service, second).id, longest, limit)


def get_moves(request: Request, limit: Most = None) -> Response:
    """Give the page of who moved most."""
    return moves_page(request, limit)


def get_documents(
    request: Request,
    days: PublishedIn,
    source: Annotated[str | None, Query(max_length=300)] = None,
    limit: Most = None,
    after: Cursor = None,
) -> Response:
    """Give the page of the documents."""
    return documents_page(request, source, days, limit, after)


def get_places(request: Request, wanted: Wanted, limit: Most = None) -> Response:
    """Give the page of the places of the events that meet the conditions."""
    return places_page(request, wanted, limit)


def get_queries(request: Request) -> Response:
    """Give the page of the queries that have a name."""
    return queries_page(request)


def get_events(
    request: Request,
    wanted: Wanted,  # noqa: ARG001 - what makes no sense is refused
    text: Typed = "",
    rows: Rows = Rows.EVENTS,  # noqa: ARG001 - a list for people has its own
    limit: PageOrAll = None,  # noqa: ARG001
    after: Cursor = None,  # noqa: ARG001
) -> Response:
    """Lead to the page of the events that meet the conditions."""
    return _leading(request, q=text or None, text=None)


def get_disputed(
    request: Request,
    conditions: Conditions,  # noqa: ARG001 - what makes no sense is refused
    limit: PageOrAll = None,  # noqa: ARG001 - a list for people has its own
    after: Cursor = None,  # noqa: ARG001
) -> Response:
    """Lead to the page of the disputed events that meet the conditions."""
    return _leading(request, status="disputed", disputed=None)


def get_actors(request: Request, q: Typed = "", limit: PageOrAll = None) -> Response:  # noqa: ARG001 - as for events
    """Lead to the page of a search."""
    return _leading(request, q=q or None)


def _leading(request: Request, **changes: str | None) -> Response:
    """Lead to the page of events with the conditions of a look-up."""
    query = query_with(chosen_of(request), **changes, limit=None, after=None, rows=None)
    return RedirectResponse(here(request, f"search{'?' if query else ''}{query}"), 303, headers={"Vary": "Accept"})


_PAGES: Mapping[str, Callable[..., Response]] = {
    "/compare": get_comparison,
    "/network": get_network,
    "/actions": get_actions,
    "/publishers": get_publishers,
    "/relations": get_relations,
    "/relations/{first}/{second}/path": get_chains,
    "/moves": get_moves,
    "/documents": get_documents,
    "/places": get_places,
    "/queries": get_queries,
    "/events": get_events,
    "/disputed": get_disputed,
    "/actors": get_actors,
}
for _path, _get in _PAGES.items():
    router.add_api_route(_path, _get, methods=["GET"], route_class_override=PageRoute)
