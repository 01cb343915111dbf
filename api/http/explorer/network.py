"""The view of the network: who deals with whom, as pairs that its script draws and its table tells."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.limited import limited
from communique.api.http.answers.views import actor_name
from communique.api.http.explorer.showing import as_sparql, chosen_of, query_with, shown
from communique.graph import EventFilter, GraphReader, Level, Pair, around_actor

# So many pairs of most events are drawn; the exports have all.
MOST = 1000
# What the colours of nodes mean, each by the class that has it.
_BY_KIND = (("kind-country", "country"), ("kind-body", "body (an organisation, a group)"), ("kind-person", "person"))
_BY_GOLDSTEIN = (
    ("quad-2", "Goldstein mean above 4"),
    ("quad-1", "above 1"),
    ("between", "from \u22121 to 1"),
    ("quad-3", "below \u22121"),
    ("quad-4", "below \u22124"),
)
_PAGE_ONLY = ("level", "colour", "size", "around")


@dataclass(frozen=True, slots=True)
class ShownEdge:
    """What one actor did to another, and of which kind each is."""

    source: s.ActorName
    target: s.ActorName
    kinds: tuple[str, str]
    pair: Pair


def network_page(request: Request, wanted: EventFilter, level: Level, around: str | None) -> Response:
    """Give the page of the network of the events that meet a filter, all of it or that around an actor."""
    graph, chosen = limited(request), chosen_of(request)
    every = [pair for pair in around_actor(graph.pairs(wanted, level), around) if pair.source != pair.target]
    strongest = sorted(every, key=lambda pair: (-pair.events, pair.source, pair.target))[:MOST]
    asked = {name: value for name, value in chosen.items() if name not in _PAGE_ONLY}
    return shown(
        request,
        "network.html",
        view="network",
        chosen=chosen,
        around=None if around is None else actor_name(graph, around),
        levels=[each.value for each in Level],
        nodes=_BY_GOLDSTEIN if chosen.get("colour") == "goldstein" else _BY_KIND,
        years=_years(graph, wanted, every),
        edges=list(_edges(graph, strongest)),
        cut=len(every) - len(strongest),
        export_query=query_with(asked, level=chosen.get("level"), around=around),
        events_query=query_with(asked),
        sparql=as_sparql(graph.as_sparql(wanted)),
    )


def _years(graph: GraphReader, wanted: EventFilter, pairs: Iterable[Pair]) -> list[int]:
    """Give the first and the last year of a network; where only some days of it are seen, those of the graph."""
    days = [day for pair in pairs for day in (pair.first, pair.last) if day is not None]
    if wanted.start is None and wanted.end is None:
        return [day.year for day in (min(days), max(days))] if days else []
    held = graph.statistics()
    return [int(day[:4]) for day in (held.first, held.last) if day is not None]


def _edges(graph: GraphReader, pairs: Iterable[Pair]) -> Iterable[ShownEdge]:
    for pair in pairs:
        kinds = _kind(graph, pair.source), _kind(graph, pair.target)
        yield ShownEdge(actor_name(graph, pair.source), actor_name(graph, pair.target), kinds, pair)


def _kind(graph: GraphReader, name: str) -> str:
    actor = graph.actors.get(name)
    return "Body" if actor is None else actor.kind.value
