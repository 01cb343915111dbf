"""The first view: what the graph holds, who deals most with whom, who moved most of late, what came last."""

from collections import Counter

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.limited import limited
from communique.api.http.answers.relations import move_out, pair_out
from communique.api.http.explorer.showing import as_sparql, query_with, shown, with_sentences
from communique.api.http.pages.wording import period_name
from communique.api.http.service import service_of
from communique.graph import EVERY

_STRONGEST, _MOVES, _LATEST, _PUBLISHERS = 12, 5, 8, 6


def home_page(request: Request) -> Response:
    """Give the first page."""
    graph = limited(request)
    service = service_of(request)
    found, publishers = service.standing_out(_STRONGEST, _MOVES), service.publishers()
    names = Counter[str]()
    for each in publishers:
        names[each.publisher] += each.documents
    named = [(name, number) for name, number in names.most_common() if name]
    return shown(
        request,
        "home.html",
        view="",
        held=s.StatsOut.model_validate(graph.statistics(), from_attributes=True),
        publishers=[(name, number, query_with({}, publisher=name)) for name, number in named[:_PUBLISHERS]],
        more_publishers=max(len(named) - _PUBLISHERS, 0),
        datasets=sorted({each.dataset for each in publishers}),
        strongest=[pair_out(graph, pair) for pair in found.strongest],
        pairs_query=f"limit={_STRONGEST}",
        moves=[move_out(graph, move) for move in found.moves],
        moves_query=f"limit={_MOVES}",
        lately=period_name(found.moves[0].month) if found.moves else "",
        latest=with_sentences(graph, graph.latest([EVERY], _LATEST)),
        sparql=as_sparql(graph.as_sparql(EVERY)),
    )
