"""Named places as RDF: what the default graph says of those where its events happened."""

from collections.abc import Iterable
from decimal import Decimal

import communique.graph.rdf.terms as t
import communique.graph.rdf.trig as w
from communique.ontology.places import known_place
from communique.ontology.types import Place, country_of_place, is_named_place, slug_of_place


def widened(place: str | None) -> tuple[str, ...]:
    """Give a place together with its country, so that a country's events are found whatever town they name."""
    if place is None:
        return ()
    return (country_of_place(place), place) if is_named_place(place) else (place,)


def named_places(places: Iterable[str]) -> set[str]:
    """Give those of some places that are no countries."""
    return {place for place in places if is_named_place(place)}


def place_by_id(name: str) -> Place:
    """Give a named place; of one that the table lacks, what its id says."""
    label = slug_of_place(name).replace("-", " ").title()
    return known_place(name) or Place(name, label, country_of_place(name))


def place_text(name: str, base: str) -> str:
    """Give what the default graph says of a named place, in TriG."""
    place = place_by_id(name)
    said = [
        (w.TYPE, w.term(base, "Place")),
        (str(t.PREF_LABEL), str(t.english(place.label))),
        (str(t.CONTAINED_IN), w.thing(base, "actor", place.country)),
    ]
    for predicate, degrees in ((t.LATITUDE, place.latitude), (t.LONGITUDE, place.longitude)):
        if degrees is not None:
            said.append((str(predicate), w.decimal(Decimal(str(degrees)))))
    return w.described(w.place(base, name), said)
