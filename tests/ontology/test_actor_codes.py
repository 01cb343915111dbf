"""Codes of actors in other schemes: CAMEO, FIPS, COW, Gleditsch-Ward."""

import datetime as dt

import pytest

from communique.ontology.actors import (
    CodedActors,
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
    assert (country_codes("gbr").iso_alpha2, country_codes("sun").iso_alpha2) == ("GB", "")
    assert country_codes("usa").cow == "2"
    assert country_codes("yem").gw == "678"
    assert set(countries_by_code("fips")["GM"]) == {"deu"}
    # States that were members of the system have a number; territories have none.
    assert {"rus", "twn", "yug", "xkx"} <= {name for name in rows if country_codes(name).cow}


@pytest.mark.parametrize("scheme", ["iso_numeric", "fips", "cameo", "icews"])
def test_a_code_means_one_country(scheme: str) -> None:
    assert [code for code, names in countries_by_code(scheme).items() if len(names) > 1] == []


@pytest.mark.parametrize(
    ("code", "written", "actor"),
    [
        # A known group without what the codebook writes before it, and with what other dictionaries do.
        ("NAT", "NATO", "nato"),
        ("UNO", "UNITED NATIONS", "un"),
        ("IGOUNOHCR", "UNHCR", "unhcr"),
        ("PSEHAM", "HAMAS", "hamas"),
        ("TALGOV", "TALIBAN", "taliban"),
        # The group is another's abroad, or nobody's: so it is the name beside it that tells.
        ("EGYHAM", "HAM", "cameo-egyham"),
        ("IGOEUR", "EUROPEAN UNION", "eu"),
        ("IGOXYZ", "WORLD BANK", "world-bank"),
        # A name that a person bears is no body's.
        ("fan", "FANG", "cameo-fan"),
        ("IGOXYZ", "PUTIN", "cameo-igoxyz"),
        # Without a group and a body's role it is a role at home.
        ("USAELI", "WORLD BANK", "cameo-usaeli"),
        # States that are gone, and parts of one.
        ("GMW", "", "deu"),
        ("GMEGOV", "", "ddr-gov"),
        ("ZARMIL", "", "cod-mil"),
        ("WSB", "WEST BANK", "pse"),
        ("GZSREB", "", "pse-reb"),
        ("BAG", "BAGHDAD", "irq"),
    ],
)
def test_codes_are_read_for_whom_they_mean(code: str, written: str, actor: str) -> None:
    found = CodedActors(ACTORS).by_cameo(code, written)
    assert found is not None
    assert found.id == actor


@pytest.mark.parametrize(
    ("name", "country", "actor", "kind"),
    [
        ("Sergey Viktorovich Lavrov", "rus", "sergei-lavrov", ActorKind.PERSON),
        ("Khalifa Belqasim Haftar", "lby", "khalifa-haftar", ActorKind.PERSON),
        ("Kim Daejung", "kor", "kim-dae-jung", ActorKind.PERSON),
        ("Abe Shinzo", "jpn", "shinzo-abe", ActorKind.PERSON),
        ("Recep Tayyip Erdoğan", "tur", "recep-tayyip-erdogan", ActorKind.PERSON),
        # Of another country, or of no full name.
        ("Sergey Viktorovich Lavrov", "usa", "sergey-viktorovich-lavrov", ActorKind.PERSON),
        ("Lavrov", "ukr", "lavrov", ActorKind.BODY),
        # Not known, but named as people are, or as bodies are.
        ("David Malkinson", "usa", "david-malkinson", ActorKind.PERSON),
        ("National Malkinson League", "usa", "national-malkinson-league", ActorKind.BODY),
    ],
)
def test_persons_are_known_by_what_data_sets_write(name: str, country: str, actor: str, kind: ActorKind) -> None:
    found = CodedActors(ACTORS).by_name(name, country=country)
    assert found is not None
    assert (found.id, found.kind) == (actor, kind)
