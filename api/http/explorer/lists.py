"""The views of lists: who published the documents, the strongest relations, who moved most, where events were."""

from fastapi import Request, Response

from communique.api.http.answers.limited import limited
from communique.api.http.answers.relations import move_out, pair_out
from communique.api.http.answers.views import place_out
from communique.api.http.explorer.showing import as_sparql, chosen_of, query_with, shown
from communique.api.http.pages.wording import period_name
from communique.api.http.service import service_of
from communique.graph import EventFilter

MOST_LISTED, _MOVES = 500, 50
_PUBLISHERS = """SELECT ?publisher (COUNT(DISTINCT ?document) AS ?documents) WHERE {
  GRAPH ?document { ?document dcterms:publisher ?publisher }
} GROUP BY ?publisher ORDER BY DESC(?documents) ?publisher"""


def publishers_page(request: Request, limit: int | None) -> Response:
    """Give the page of the publishers of each data set, those of most documents first."""
    every = service_of(request).publishers()
    return shown(
        request,
        "publishers.html",
        view="publishers",
        publishers=[(each, query_with({}, publisher=each.publisher)) for each in every[: limit or MOST_LISTED]],
        all_publishers=len(every),
        query=query_with({}, limit=limit),
        sparql=as_sparql(_PUBLISHERS),
    )


def relations_page(request: Request, limit: int | None) -> Response:
    """Give the page of the pairs of sides with most events."""
    graph, most = limited(request), limit or MOST_LISTED
    return shown(
        request,
        "relations.html",
        view="relations",
        pairs=[pair_out(graph, pair) for pair in graph.strongest(most)],
        query=query_with({}, limit=most),
    )


def moves_page(request: Request, limit: int | None) -> Response:
    """Give the page of the pairs of sides that have most more events of a kind than before."""
    graph, most = limited(request), limit or _MOVES
    found = graph.moves(most)
    return shown(
        request,
        "moves.html",
        view="moves",
        moves=[move_out(graph, move) for move in found],
        lately=period_name(found[0].month) if found else "",
        query=query_with({}, limit=most),
    )


def places_page(request: Request, wanted: EventFilter, limit: int | None) -> Response:
    """Give the page of the places of the events that meet a filter, those of most events first."""
    graph, most = limited(request), limit or MOST_LISTED
    chosen = {name: value for name, value in chosen_of(request).items() if name != "limit"}
    found = [place_out(graph, each) for each in graph.places_of([wanted], most)]
    return shown(
        request,
        "places.html",
        view="places",
        chosen=chosen,
        places=[(each, query_with(chosen, place=each.place.id)) for each in found],
        countries={each.place.country: graph.label(each.place.country) for each in found},
        query=query_with(chosen, limit=most),
        events_query=query_with(chosen),
        sparql=as_sparql(graph.places_as_sparql(wanted)),
    )
