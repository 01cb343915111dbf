"""Where events were."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.answering import as_json, varies
from communique.api.http.answers.examples import example
from communique.api.http.answers.filtering import ActorName, Conditions, Limit, with_parties
from communique.api.http.answers.limited import limited
from communique.api.http.answers.tabulated import Format, table_wanted, tabulated
from communique.api.http.answers.views import place_out
from communique.api.http.service import service_of
from communique.graph import place_table

router = APIRouter(tags=["Events"])


@router.get(
    "/places",
    summary="List where events were",
    response_model=s.PlacesOut,
    responses=example("places", table=True),
)
@varies
@as_json
def list_places(
    request: Request,
    conditions: Conditions,
    actor: Annotated[ActorName, Query(description="Who acts: named, or a side.")] = None,
    target: Annotated[ActorName, Query(description="Who is acted upon.")] = None,
    either: Annotated[ActorName, Query(description="Who acts or is acted upon.", examples=["rus"])] = None,
    other: Annotated[ActorName, Query(description="Who stands opposite to `either`.")] = None,
    limit: Limit = 100,
    form: Format = None,
) -> s.PlacesOut | Response:
    """Give the places of the events that meet all conditions, with their numbers, those of most events first.

    An event is where its narrowest places are: one in a city counts there, and not for its country as well.
    """
    service, graph = service_of(request), limited(request)
    wanted = with_parties(service, conditions, actor=actor, target=target, either=either, other=other)
    found = graph.places_of([wanted], limit)
    if (table := table_wanted(request, form)) is not None:
        return tabulated(table, "places", lambda: place_table(found, graph.place))
    return s.PlacesOut(items=[place_out(graph, each) for each in found])
