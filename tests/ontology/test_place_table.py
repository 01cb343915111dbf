"""The table of places: its form, and which place a name means."""

import re

import pytest

from communique.ontology.actors import gazetteer
from communique.ontology.interchange.tsv import rows, split
from communique.ontology.places import capital_of, find_place, known_place
from communique.ontology.places.table import PATH
from communique.ontology.types import PlaceKind, country_of_place, is_named_place, place_id, slug, slug_of_place
from communique.ontology.types.actor import ActorKind

ROWS = [row for _, row in rows(PATH)]


def test_every_row_is_well_formed() -> None:
    actors = gazetteer().actors
    for row in ROWS:
        country, name = country_of_place(row["id"]), slug_of_place(row["id"])
        assert row["id"] == place_id(country, name) and name == slug(row["label"]) and name, row
        assert actors[country].kind is ActorKind.COUNTRY, row
        assert (row["latitude"] == "") == (row["longitude"] == ""), row
        assert not row["latitude"] or (abs(float(row["latitude"])) <= 90 and abs(float(row["longitude"])) <= 180), row
        assert all(alias == slug(alias) for alias in split(row["aliases"])), row
        assert re.fullmatch(r"\d*", row["population"]) and PlaceKind(row["kind"]) is not PlaceKind.COUNTRY, row


def test_no_place_is_there_twice() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)


def test_no_curated_actor_has_the_id_of_a_place() -> None:
    assert not [actor.id for actor in gazetteer().actors.values() if is_named_place(actor.id)]


@pytest.mark.parametrize(
    ("name", "countries", "anywhere", "expected"),
    [
        ("Aleppo", ("syr",), False, "syr.aleppo"),
        ("Kiev", ("ukr",), False, "ukr.kyiv"),
        ("Hyderabad", ("pak",), True, "pak.hyderabad"),
        ("Hyderabad", ("fra",), True, "ind.hyderabad"),
        ("Hyderabad", ("fra",), False, None),
        ("Hyderabad", ("fra", "pak"), False, "pak.hyderabad"),
        ("Xyzzy", (), True, None),
    ],
)
def test_a_name_means_the_place_in_the_countries_given(
    name: str, countries: tuple[str, ...], anywhere: bool, expected: str | None
) -> None:
    found = find_place(name, countries, anywhere=anywhere)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("country", "capital"), [("kgz", "Bishkek"), ("usa", "Washington"), ("tur", "Ankara"), ("ukr", "Kyiv")]
)
def test_capitals_have_coordinates(country: str, capital: str) -> None:
    place = capital_of(country)
    assert place is not None and (place.label, place.kind) == (capital, PlaceKind.CAPITAL)
    assert place.latitude is not None and known_place(place.id) == place


def test_a_region_has_no_coordinates() -> None:
    region = known_place("afg.helmand")
    assert region is not None and (region.kind, region.latitude) == (PlaceKind.REGION, None)
