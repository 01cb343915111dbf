"""The pages that are no description of one thing: the first, searches, relations; and the files that pages load."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from communique.api.http.answers.answering import same_until_written
from communique.api.http.answers.filtering import ActorId, Conditions, Wanted, actor_of
from communique.api.http.explorer.home import home_page
from communique.api.http.explorer.mapping import map_page
from communique.api.http.explorer.relation import relation_page
from communique.api.http.explorer.search import Suggestion, search_page, suggestions
from communique.api.http.explorer.trying import MOST, tried_page, try_page
from communique.api.http.pages.assets import assets
from communique.api.http.pages.pages import here
from communique.api.http.protocol.posting import bounded
from communique.api.http.protocol.problems import not_found
from communique.api.http.service import service_of
from communique.graph import Granularity

# What pages load tells nothing of the graph, and is the same for all.
open_router = APIRouter(include_in_schema=False)
router = APIRouter(include_in_schema=False, dependencies=[Depends(same_until_written)])
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
Typed = Annotated[str, Query(max_length=200)]


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
def get_search(request: Request, wanted: Wanted, q: Typed = "") -> Response:
    """Give the page of a search, or of all events that meet the conditions."""
    return search_page(request, " ".join(q.split()), wanted)


@router.get("/map")
def get_map(request: Request, wanted: Wanted) -> Response:
    """Give the page of the places of the events that meet the conditions."""
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
