"""The view of the map: where events were, by place."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.limited import limited
from communique.api.http.answers.views import actor_name, place_name
from communique.api.http.explorer.showing import as_sparql, chosen_of, query_with, shown
from communique.graph import EventFilter, GraphReader, PlaceCount
from communique.ontology.actors import country_codes

_MOST = 500


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place with its events by quad class, the query that keeps a page to it, and the number of its country.

    The number is that of ISO 3166-1; a country itself has no coordinates, and is found on the map by it.
    """

    place: s.PlaceName
    quads: tuple[int, int, int, int]
    events: int
    query: str
    number: str


def map_page(request: Request, wanted: EventFilter) -> Response:
    """Give the page of the places of the events that meet a filter."""
    graph, chosen = limited(request), chosen_of(request)
    found = graph.places_of([wanted], _MOST)
    return shown(
        request,
        "map.html",
        view="map",
        chosen=chosen,
        of=None if wanted.either is None else actor_name(graph, wanted.either),
        places=[shown_place(graph, chosen, each) for each in found],
        events_query=query_with(chosen),
        most=_MOST,
        sparql=as_sparql(graph.places_as_sparql(wanted)),
    )


def shown_place(graph: GraphReader, chosen: Mapping[str, str], found: PlaceCount) -> ShownPlace:
    """Give a place as pages show it."""
    place = place_name(graph, found.place)
    number = country_codes(place.country).iso_numeric
    return ShownPlace(place, found.quads, found.events, query_with(chosen, place=found.place), number)
