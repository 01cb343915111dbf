"""The table of cities and regions, `data/places/places.tsv`, read when it is first asked for.

It is made by `benchmarks/places.py` from GeoNames and from the cities in `data/actors/countries.tsv`.
"""

import hashlib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from communique.ontology.interchange.tsv import rows
from communique.ontology.types.name import slug
from communique.ontology.types.place import Place, PlaceKind, country_of_place, slug_of_place

PATH = files("communique.ontology") / "data" / "places" / "places.tsv"


def find_place(name: str, countries: Iterable[str] = (), *, anywhere: bool = False) -> Place | None:
    """Give the place of a name: that in the first of these countries which has one.

    With `anywhere` it may lie in another country, too: then it is the largest of its name.
    """
    places = [_place(each) for each in _by_name().get(slug(name), ())]
    found = sorted(places, key=lambda place: (-place.population, place.id))
    for country in countries:
        for place in found:
            if place.country == country:
                return place
    return found[0] if found and anywhere else None


def known_place(name: str) -> Place | None:
    """Give the place of an id such as ``syr.aleppo``."""
    return _place(name) if name in _rows() else None


def capital_of(country: str) -> Place | None:
    """Give the capital of a country by its actor id."""
    name = _capitals().get(country)
    return None if name is None else _place(name)


def table_digest() -> bytes:
    """Give a digest of the table, which tells whether what is known of places has changed."""
    return hashlib.sha256(PATH.read_bytes()).digest()


@cache
def _rows() -> dict[str, dict[str, str]]:
    """Give the rows of the table by id, in its order."""
    return {row["id"]: row for _, row in rows(PATH)}


@lru_cache(maxsize=4096)
def _place(name: str) -> Place:
    row = _rows()[name]
    return Place(
        id=name,
        label=row["label"],
        country=country_of_place(name),
        kind=PlaceKind(row["kind"]),
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        population=int(row["population"] or 0),
    )


@cache
def _capitals() -> dict[str, str]:
    """Give the ids of the capitals by country: where a country has two, of the larger one."""
    capitals = [_place(name) for name, row in _rows().items() if row["kind"] == PlaceKind.CAPITAL]
    return {place.country: place.id for place in sorted(capitals, key=lambda place: place.population)}


@cache
def _by_name() -> dict[str, list[str]]:
    """Give the ids of places by the slug of each of their names."""
    named: dict[str, list[str]] = {}
    for place, row in _rows().items():
        for name in (slug_of_place(place), *filter(None, row["aliases"].split("|"))):
            named.setdefault(name, []).append(place)
    return named
