"""Codes of actors in other schemes: CAMEO, FIPS, COW, Gleditsch-Ward."""

import datetime as dt

import pytest

from communique.ontology.actors import (
    actors_by_cameo_code,
    cameo_code,
    countries_by_code,
    country_codes,
    gazetteer,
    parts_of,
)
from communique.ontology.types import ActorKind

ACTORS = gazetteer().actors


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        ("rus", "RUS"),
        ("rus-gov", "RUSGOV"),
        ("xkx-gov", "KSVGOV"),
        ("un", "IGOUNO"),
        ("un-envoy-syria", "IGOUNO"),
        ("unhcr", "IGOUNOREFHCR"),
        ("hamas", "PSEREBHMS"),
        ("unnamed-reb", "REB"),
        ("nobody-of-this-id", ""),
    ],
)
def test_actors_have_codes(actor: str, code: str) -> None:
    assert cameo_code(ACTORS, actor, None) == code


def test_the_code_of_a_person_is_that_of_the_day() -> None:
    assert cameo_code(ACTORS, "john-kerry", dt.date(2015, 12, 15)) == "USAGOV"
    assert cameo_code(ACTORS, "john-kerry", dt.date(2018, 6, 1)) == "USAELI"


def test_every_actor_of_the_table_is_known() -> None:
    assert [actor for actor in actors_by_cameo_code().values() if actor not in ACTORS] == []


def test_codes_are_read_for_the_actor_for_whom_they_are_written() -> None:
    for code, actor in actors_by_cameo_code().items():
        written = cameo_code(ACTORS, actor, None)
        assert actors_by_cameo_code()[written] in (actor, *_superiors(actor)), (code, actor, written)


def _superiors(actor: str) -> list[str]:
    found: list[str] = []
    while (above := ACTORS[actor].acts_for) is not None:
        found.append(above)
        actor = above
    return found


@pytest.mark.parametrize(
    ("code", "country", "groups", "religions", "roles"),
    [
        ("USAGOVMIL", "USA", (), (), ("GOV", "MIL")),
        ("IGOEUREEC", "EUR", ("EEC",), (), ("IGO",)),
        ("IMGMUSISI", "", ("ISI",), ("MUS",), ("IMG",)),
        ("NGOCHRCTH", "", (), ("CHR", "CTH"), ("NGO",)),
        ("MUSGOV", "MUS", (), (), ("GOV",)),
        ("---REB", "", (), (), ("REB",)),
        ("IGOAIIB", "", ("AIIB",), (), ("IGO",)),
        ("", "", (), (), ()),
    ],
)
def test_codes_are_taken_apart(
    code: str, country: str, groups: tuple[str, ...], religions: tuple[str, ...], roles: tuple[str, ...]
) -> None:
    parts = parts_of(code)
    assert (parts.country, parts.groups, parts.religions, parts.roles) == (country, groups, religions, roles)


def test_countries_have_codes() -> None:
    rows = [actor.id for actor in ACTORS.values() if actor.kind is ActorKind.COUNTRY]
    assert country_codes("ukr").fips == "UP"
    assert country_codes("usa").cow == "2"
    assert country_codes("yem").gw == "678"
    assert set(countries_by_code("fips")["GM"]) == {"deu"}
    # States that were members of the system have a number; territories have none.
    assert {"rus", "twn", "yug", "xkx"} <= {name for name in rows if country_codes(name).cow}


@pytest.mark.parametrize("scheme", ["iso_numeric", "fips", "cameo", "icews"])
def test_a_code_means_one_country(scheme: str) -> None:
    assert [code for code, names in countries_by_code(scheme).items() if len(names) > 1] == []
