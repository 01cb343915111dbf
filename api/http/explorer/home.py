"""The first view: what the graph holds, who deals most with whom, who moved most of late, what came last."""

from dataclasses import dataclass

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.limited import limited
from communique.api.http.answers.views import actor_name
from communique.api.http.explorer.showing import shown, told_events
from communique.api.http.pages.wording import month
from communique.api.http.service import service_of
from communique.graph import EVERY, GraphReader, Move, Strength

_STRONGEST, _MOVES, _LATEST = 12, 5, 8


@dataclass(frozen=True, slots=True)
class ShownPair:
    """Two sides and what there is between them."""

    first: s.ActorName
    second: s.ActorName
    strength: Strength


@dataclass(frozen=True, slots=True)
class ShownMove:
    """Two sides and how much more they did of late than before, and the days of that month."""

    first: s.ActorName
    second: s.ActorName
    move: Move


def home_page(request: Request) -> Response:
    """Give the first page."""
    graph = limited(request)
    found = service_of(request).standing_out(_STRONGEST, _MOVES)
    return shown(
        request,
        "home.html",
        view="",
        held=s.StatsOut.model_validate(graph.statistics(), from_attributes=True),
        strongest=[ShownPair(*_names(graph, pair.sides), pair) for pair in found.strongest],
        moves=[ShownMove(*_names(graph, move.sides), move) for move in found.moves],
        lately=month(found.moves[0].month) if found.moves else "",
        latest=told_events(graph, graph.latest([EVERY], _LATEST)),
    )


def _names(graph: GraphReader, sides: tuple[str, str]) -> tuple[s.ActorName, s.ActorName]:
    return actor_name(graph, sides[0]), actor_name(graph, sides[1])
