"""The first view: what the graph holds, who deals most with whom, what came last."""

import json
from dataclasses import dataclass

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.limited import limited
from communique.api.http.answers.views import actor_name
from communique.api.http.explorer.showing import shown, told_events
from communique.graph import EVERY, GraphReader

_STRONGEST, _LATEST = 12, 8


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides and what there is between them."""

    first: s.ActorName
    second: s.ActorName
    events: int
    quads: tuple[int, int, int, int]
    goldstein_mean: float


def home_page(request: Request) -> Response:
    """Give the first page."""
    graph = limited(request)
    return shown(
        request,
        "home.html",
        view="",
        held=s.StatsOut.model_validate(graph.statistics(), from_attributes=True),
        strongest=_strongest(graph),
        latest=told_events(graph, graph.latest([EVERY], _LATEST)),
    )


def _strongest(graph: GraphReader) -> list[Pair]:
    found = json.loads(
        graph.run("top-dyads", {"limit": str(2 * _STRONGEST)}, "application/sparql-results+json").content()
    )
    base = len(f"{graph.namespace.base}actor/")
    ways = [(row["actor"]["value"][base:], row["target"]["value"][base:]) for row in found["results"]["bindings"]]
    pairs = dict.fromkeys((min(way), max(way)) for way in ways)
    return [_pair(graph, *pair) for pair in pairs][:_STRONGEST]


def _pair(graph: GraphReader, first: str, second: str) -> Pair:
    (both,) = graph.relations(first, second)
    return Pair(actor_name(graph, first), actor_name(graph, second), both.events, both.quads, both.goldstein_mean)
