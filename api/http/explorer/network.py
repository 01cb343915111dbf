"""The view of the network: who deals with whom, as pairs that its script draws and its table tells."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.limited import limited
from communique.api.http.answers.views import actor_name
from communique.api.http.explorer.node_groups import CHOICES, grouped
from communique.api.http.explorer.showing import as_sparql, chosen_of, query_with, shown
from communique.graph import BusiestPairs, EventFilter, GraphReader, Level, Pair

# So many pairs of most events are drawn; the exports have all.
MOST = 1000
_PAGE_ONLY = ("level", "colour", "size", "around")


@dataclass(frozen=True, slots=True)
class ShownEdge:
    """What one actor did to another, and the class of the colour of each, none where its script finds it."""

    source: s.ActorName
    target: s.ActorName
    classes: tuple[str, str]
    pair: Pair


def network_page(request: Request, wanted: EventFilter, level: Level, around: str | None) -> Response:
    """Give the page of the network of the events that meet a filter, all of it or that around an actor."""
    graph, chosen = limited(request), chosen_of(request)
    found = graph.busiest_pairs(wanted, level, around, MOST)
    groups = grouped(graph, found.pairs, chosen.get("colour", ""))
    asked = {name: value for name, value in chosen.items() if name not in _PAGE_ONLY}
    return shown(
        request,
        "network.html",
        view="network",
        chosen=chosen,
        around=None if around is None else actor_name(graph, around),
        levels=[each.value for each in Level],
        colours=CHOICES,
        nodes=groups.legend,
        years=_years(graph, wanted, found),
        edges=[_shown(graph, pair, groups.classes) for pair in found.pairs],
        cut=found.number - len(found.pairs),
        export_query=query_with(asked, level=chosen.get("level"), around=around),
        events_query=query_with(asked, either=around),
        sparql=as_sparql(graph.pairs_as_sparql(wanted, level, around)),
    )


def _years(graph: GraphReader, wanted: EventFilter, found: BusiestPairs) -> list[int]:
    """Give the first and the last year of a network; where only some days of it are seen, those of the graph."""
    if wanted.start is None and wanted.end is None:
        return [day.year for day in (found.first, found.last) if day is not None]
    held = graph.statistics()
    return [int(day[:4]) for day in (held.first, held.last) if day is not None]


def _shown(graph: GraphReader, pair: Pair, classes: Mapping[str, str]) -> ShownEdge:
    source, target = actor_name(graph, pair.source), actor_name(graph, pair.target)
    return ShownEdge(source, target, (classes.get(pair.source, ""), classes.get(pair.target, "")), pair)
