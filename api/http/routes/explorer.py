"""The pages that are no description of one thing: the first, searches, relations; and the files that pages load."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from communique.api.http.answers.filtering import ActorId, ActorName, Conditions, actor_of, with_parties
from communique.api.http.explorer.all_actions import actions_page
from communique.api.http.explorer.comparison import Parties, asking_page, comparison_page
from communique.api.http.explorer.home import home_page
from communique.api.http.explorer.lists import MOST_LISTED, publishers_page, relations_page
from communique.api.http.explorer.mapping import map_page
from communique.api.http.explorer.network import network_page
from communique.api.http.explorer.relation import relation_page
from communique.api.http.explorer.search import Suggestion, search_page, suggestions
from communique.api.http.explorer.trying import MOST, tried_page, try_page
from communique.api.http.pages.assets import assets
from communique.api.http.pages.pages import here
from communique.api.http.protocol.page_route import PageRoute
from communique.api.http.protocol.posting import bounded
from communique.api.http.protocol.problems import not_found
from communique.api.http.service import service_of
from communique.graph import Granularity, Level

# What pages load tells nothing of the graph, and is the same for all.
open_router = APIRouter(include_in_schema=False)
router = APIRouter(include_in_schema=False)
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
Typed = Annotated[str, Query(max_length=200)]
Most = Annotated[int | None, Query(ge=1, le=MOST_LISTED)]


@open_router.get("/static/{name}")
def get_file(name: Annotated[str, Path(max_length=100)]) -> Response:
    """Give a file that pages load; its name changes with its content."""
    found = assets().get(name)
    if found is None:
        raise not_found(f"there is no file {name!r}")
    return Response(found.body, media_type=found.media_type, headers=_FOR_EVER)


@router.get("/")
def get_home(request: Request) -> Response:
    """Give the first page."""
    return home_page(request)


@router.get("/search")
def get_search(
    request: Request,
    conditions: Conditions,
    q: Typed = "",
    actor: ActorName = None,
    target: ActorName = None,
    either: ActorName = None,
    other: ActorName = None,
) -> Response:
    """Give the page of a search, or of all events that meet the conditions."""
    service = service_of(request)
    wanted = with_parties(service, conditions, actor=actor, target=target, either=either, other=other)
    return search_page(request, " ".join(q.split()), wanted)


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


@router.get("/map")
def get_map(
    request: Request,
    conditions: Conditions,
    actor: ActorName = None,
    target: ActorName = None,
    either: ActorName = None,
    other: ActorName = None,
) -> Response:
    """Give the page of the places of the events that meet the conditions."""
    wanted = with_parties(service_of(request), conditions, actor=actor, target=target, either=either, other=other)
    return map_page(request, wanted)


@router.get("/try")
def get_try(request: Request, text: Annotated[str, Query(max_length=MOST)] = "") -> Response:
    """Give the page on which what is read from a text can be tried."""
    return try_page(request, text)


@router.post("/try")
async def post_try(request: Request) -> Response:
    """Give the page with what is read from the text of its form; nothing is stored."""
    return await tried_page(request, await bounded(request, 12 * MOST))


@router.get("/suggestions")
def get_suggestions(request: Request, q: Typed = "") -> list[Suggestion]:
    """Give what was perhaps meant by what is being typed."""
    typed = " ".join(q.split())
    return suggestions(request, typed) if typed else []


@router.get("/relation/{first}/{second}")
def get_relation(
    request: Request, first: ActorId, second: ActorId, conditions: Conditions, per: Granularity = Granularity.MONTH
) -> Response:
    """Give the page of the relation of two actors; names lead to the address that has their ids."""
    service = service_of(request)
    ids = actor_of(service, first).id, actor_of(service, second).id
    if ids != (first, second):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(here(request, f"relation/{'/'.join(ids)}{query}"), 303)
    return relation_page(request, *ids, conditions, per)


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


# To programs the same addresses give what the pages show.
_PAGES: Mapping[str, Callable[..., Response]] = {
    "/compare": get_comparison,
    "/network": get_network,
    "/actions": get_actions,
    "/publishers": get_publishers,
    "/relations": get_relations,
}
for _path, _get in _PAGES.items():
    router.add_api_route(_path, _get, methods=["GET"], route_class_override=PageRoute)
