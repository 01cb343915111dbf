"""The view of the chains of relations that connect two actors."""

from itertools import pairwise

from fastapi import Request, Response

from communique.api.http.answers.limited import limited
from communique.api.http.answers.views import actor_name, actor_names
from communique.api.http.explorer.showing import chosen_of, query_with, shown


def chains_page(request: Request, first: str, second: str, longest: int, limit: int) -> Response:
    """Give the page of the shortest chains of relations between the sides of two actors, given by their ids."""
    graph = limited(request)
    ends = graph.actors.side(first, None), graph.actors.side(second, None)
    found = graph.chains(*ends, longest=longest, limit=limit)
    return shown(
        request,
        "chains.html",
        view="chains",
        first=actor_name(graph, ends[0]),
        second=actor_name(graph, ends[1]),
        chains=[list(zip(pairwise(actor_names(graph, each.actors)), each.events, strict=True)) for each in found],
        longest=longest,
        path=f"relations/{first}/{second}/path",
        query=query_with(chosen_of(request)),
    )
