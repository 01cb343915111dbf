"""Domain types: periods, sides, statuses, keys and IRIs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.ontology.actors.register import Actors
from communique.ontology.types.actor import Actor, ActorKind, Role
from communique.ontology.types.document import document_id
from communique.ontology.types.event import event_key
from communique.ontology.types.iri import Namespace
from communique.ontology.types.period import Period, first_day, last_day
from communique.ontology.types.report import Modality, Report, Status

FRANCE = Actor("fra", ActorKind.COUNTRY, "France", notation="FRA")
MINISTRY = Actor(
    "fra-mfa", ActorKind.BODY, "Foreign Ministry of France", acts_for="fra", country="fra", sector="GOV", code="FRAGOV"
)
OPPOSITION = Actor("fra-opp", ActorKind.BODY, "opposition of France", country="fra")
MINISTER = Actor(
    "anne-durand",
    ActorKind.PERSON,
    "Anne Durand",
    country="fra",
    roles=(Role("fra-mfa", "foreign minister", Period("2012-05", "2015")),),
)
ACTORS = Actors([FRANCE, MINISTRY, OPPOSITION, MINISTER])


@pytest.mark.parametrize(
    ("day", "side"),
    [
        (date(2012, 4, 30), "anne-durand"),
        (date(2012, 5, 1), "fra"),
        (date(2015, 12, 31), "fra"),
        (date(2016, 1, 1), "anne-durand"),
        (None, "anne-durand"),
    ],
)
def test_a_person_acts_for_the_country_only_while_in_office(day: date | None, side: str) -> None:
    assert ACTORS.side("anne-durand", day) == side


@pytest.mark.parametrize(
    ("actor", "day", "coded"),
    [
        ("anne-durand", date(2013, 1, 1), ("GOV", "FRAGOV")),
        ("anne-durand", date(2017, 1, 1), ("ELI", "FRAELI")),
        ("fra-mfa", date(2017, 1, 1), ("GOV", "FRAGOV")),
        ("nobody", None, ("", "")),
    ],
)
def test_sector_and_code_are_those_of_the_day(actor: str, day: date | None, coded: tuple[str, str]) -> None:
    assert ACTORS.coded(actor, day) == coded


def test_a_home_is_no_mandate() -> None:
    assert ACTORS.side("fra-opp", date(2014, 1, 1)) == "fra-opp"
    assert ACTORS.party("fra-opp", date(2014, 1, 1)) == "FRA"


def test_an_unknown_actor_is_his_own_side() -> None:
    assert ACTORS.side("nobody", None) == "nobody"
    assert ACTORS.party("nobody", None) == "nobody"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_partial_dates_cover_what_they_can_mean(day: date) -> None:
    for partial in (f"{day.year:04}", f"{day:%Y-%m}", day.isoformat()):
        assert first_day(partial) <= day <= last_day(partial)
        assert Period(partial, partial).covers(day)


def test_a_wrong_date_is_named() -> None:
    with pytest.raises(ValueError, match="'12 May' is not a date"):
        first_day("12 May")


@pytest.mark.parametrize(
    ("modality", "negated", "status"),
    [
        (Modality.ACTUAL, False, Status.ASSERTED),
        (Modality.ACTUAL, True, Status.NEGATED),
        (Modality.PLANNED, False, Status.UNREALISED),
        (Modality.POSSIBLE, True, Status.UNREALISED),
    ],
)
def test_status_follows_from_modality_and_polarity(modality: Modality, negated: bool, status: Status) -> None:
    report = Report("d", "a", "fra", None, "t", (0, 1), "s", (0, 1), "r", 1.0, modality=modality, negated=negated)
    assert report.status is status


def test_identity_is_content() -> None:
    assert document_id("text", "source") == document_id("text", "source")
    assert document_id("text", "source") != document_id("text", "other")
    assert document_id("a\0b", "") != document_id("b", "a\0")
    assert event_key("rus", "criticizes", "usa", date(2015, 12, 14)) != event_key(
        "usa", "criticizes", "rus", date(2015, 12, 14)
    )


def test_iris_lie_below_the_base() -> None:
    namespace = Namespace("https://example.org/")
    assert namespace.of("actor", "côte d'ivoire") == "https://example.org/actor/c%C3%B4te%20d%27ivoire"
    assert namespace.local(namespace.code("cameo", "111")) == "111"
    with pytest.raises(ValueError, match="not below"):
        namespace.local("https://elsewhere.org/x")
