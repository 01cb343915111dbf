"""Relations between two actors: both directions, and the chains that connect them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.answering import as_json, varies
from communique.api.http.answers.comparing import comparison_out
from communique.api.http.answers.examples import example
from communique.api.http.answers.filtering import (
    TYPED,
    ActorId,
    ActorName,
    Conditions,
    Limit,
    Longest,
    MostChains,
    actor_of,
)
from communique.api.http.answers.limited import limited
from communique.api.http.answers.relations import directions, dyad_out, edge_out, move_out, pair_out
from communique.api.http.answers.tabulated import Format, table_wanted, tabulated
from communique.api.http.answers.views import actor_names
from communique.api.http.routes.resources import as_rdf
from communique.api.http.service import Service, service_of
from communique.graph import (
    LONGEST,
    Granularity,
    Level,
    chain_table,
    comparison_table,
    dyad_table,
    move_table,
    parties_table,
    strength_table,
)

router = APIRouter(tags=["Relations"])
# So many pairs of a network are given where nobody says how many.
_EDGES = 1000
Edges = Annotated[
    int | None,
    Query(ge=1, le=_EDGES, description=f"How many at most: {_EDGES} by default, and of a table all."),
]


@router.get(
    "/relations/{first}/{second}",
    summary="Get the relation of two actors",
    response_model=s.DyadOut,
    responses=example("dyad", rdf=True, table=True),
)
@varies
@as_json
def get_dyad(
    request: Request,
    first: ActorId,
    second: ActorId,
    conditions: Conditions,
    per: Annotated[Granularity, Query(description="By what the events are counted.")] = Granularity.MONTH,
    latest: Annotated[int, Query(ge=0, le=100, description="How many of the latest events at most.")] = 10,
    form: Format = None,
) -> s.DyadOut | Response:
    """Give both directions between two actors: numbers by period, mix of actions, disputed share, latest events.

    As a table, the numbers by period.
    """
    service = service_of(request)
    first, second = actor_of(service, first).id, actor_of(service, second).id
    if (table := table_wanted(request, form, rdf=True)) is not None:
        graph = limited(request)
        both = directions(graph, first, second, conditions, per)
        return tabulated(table, f"{first}-{second}", lambda: dyad_table(both, graph.label))
    if form is None and (rdf := as_rdf(request, "dyad", (first, second), (second, first))) is not None:
        return rdf
    return dyad_out(limited(request), first, second, conditions, per, latest)


@router.get(
    "/relations",
    summary="List the strongest relations",
    response_model=s.PairsOut,
    responses=example("pairs", page=True, table=True),
)
@varies
@as_json
def list_relations(request: Request, limit: Limit = 20, form: Format = None) -> s.PairsOut | Response:
    """Give the pairs of two sides with most events, both directions together, those of most events first.

    People get a page.
    """
    graph = limited(request)
    found = graph.strongest(limit)
    if (table := table_wanted(request, form)) is not None:
        return tabulated(table, "relations", lambda: strength_table(found, graph.label))
    return s.PairsOut(items=[pair_out(graph, pair) for pair in found])


@router.get(
    "/network",
    summary="List who deals with whom",
    response_model=s.NetworkOut,
    responses=example("network", page=True, table=True),
)
@varies
@as_json
def get_network(
    request: Request,
    conditions: Conditions,
    level: Annotated[Level, Query(description="Who deals: sides, or the actors named.")] = Level.SIDE,
    around: Annotated[ActorName, Query(description="Only this actor, its partners, and what is between them.")] = None,
    limit: Edges = None,
    form: Format = None,
) -> s.NetworkOut | Response:
    """Give what each did to each other by the events that meet all conditions, those of most events first.

    As a table, all of it where no limit is given. People get a page.
    """
    graph, table = limited(request), table_wanted(request, form)
    centre = None if around is None else service_of(request).resolver.named("around", around)
    most = limit or (_EDGES if table is None else None)
    found = graph.busiest_pairs(conditions, level, centre, most).pairs
    if table is not None:
        return tabulated(table, "network", lambda: parties_table(found, graph.label))
    return s.NetworkOut(items=[edge_out(graph, pair) for pair in found])


@router.get(
    "/moves",
    summary="List who moved most",
    response_model=s.MovesOut,
    responses=example("moves", table=True),
)
@varies
@as_json
def list_moves(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=500, description="How many at most of each kind.")] = 10,
    form: Format = None,
) -> s.MovesOut | Response:
    """Give the pairs of sides that have more events in the last month than in a usual month of the year before.

    Those with most more conflict come first, then those with most more cooperation.
    """
    graph = limited(request)
    found = graph.moves(limit)
    if (table := table_wanted(request, form)) is not None:
        return tabulated(table, "moves", lambda: move_table(found, graph.label))
    return s.MovesOut(items=[move_out(graph, move) for move in found])


@router.get(
    "/relations/{first}/{second}/path",
    summary="Connect two actors",
    response_model=s.PathsOut,
    responses=example("path", page=True, table=True),
)
@varies
@as_json
def get_paths(
    request: Request,
    first: ActorId,
    second: ActorId,
    longest: Longest = LONGEST,
    limit: MostChains = 5,
    form: Format = None,
) -> s.PathsOut | Response:
    """Give the shortest chains of relations between the sides of two actors, strongest first. People get a page."""
    service = service_of(request)
    ends = _side(service, first), _side(service, second)
    found = limited(request).chains(*ends, longest=longest, limit=limit)
    if (table := table_wanted(request, form)) is not None:
        return tabulated(table, "path", lambda: chain_table(found, service.graph.label))
    return s.PathsOut(
        items=[
            s.StepsOut(actors=actor_names(service.graph, chain.actors), events=list(chain.events)) for chain in found
        ]
    )


@router.get(
    "/compare",
    summary="Compare data sets on two actors",
    response_model=s.ComparisonOut,
    responses=example("compare", page=True, table=True),
)
@varies
@as_json
def compare(
    request: Request,
    first: Annotated[str, Query(pattern=TYPED, description="An actor, by id or name.", examples=["rus"])],
    second: Annotated[str, Query(pattern=TYPED, description="The other one.", examples=["usa"])],
    conditions: Conditions,
    per: Annotated[Granularity, Query(description="By what the events are counted.")] = Granularity.MONTH,
    form: Format = None,
) -> s.ComparisonOut | Response:
    """Give what each data set, our own reading among them, tells of two actors by period, and how far they agree.

    As a table, the numbers by data set and period. People get a page.
    """
    service = service_of(request)
    one, other = service.resolver.named("first", first), service.resolver.named("second", second)
    graph = limited(request)
    found = graph.compare(one, other, conditions, per)
    if (table := table_wanted(request, form)) is not None:
        return tabulated(table, f"{one}-{other}-compared", lambda: comparison_table(one, other, found, graph.label))
    return comparison_out(graph, one, other, found)


def _side(service: Service, name: str) -> str:
    return service.graph.actors.side(actor_of(service, name).id, None)
