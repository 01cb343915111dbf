"""Actors that texts name and no list has: who becomes one, and which words never do."""

from datetime import date

import pytest

from communique.extract.pipeline import Coder
from communique.ontology.types import ActorKind, Document, Extraction


def read(coder: Coder, text: str, day: str = "2021-06-03") -> Extraction:
    """Give what a text says."""
    return coder.extract(Document("d", text, published=date.fromisoformat(day)))


def sides(coder: Coder, text: str, day: str = "2021-06-03") -> list[tuple[str, str | None]]:
    """Give actor and target of each report."""
    return [(report.actor, report.target) for report in read(coder, text, day).reports]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The Greek foreign ministry Tuesday condemned Turkey.", "grc-mfa"),
        ("Kenyan officials Friday condemned Turkey.", "ken-gov"),
        ("Egypt Thursday condemned Turkey.", "egy"),
        ("The Greek defence minister Easter Monday condemned Turkey.", "grc-mod"),
        ("Chile's national security adviser condemned Turkey.", "chl-gov"),
        ("Congress condemned Turkey.", "usa-leg"),
        ("The House of Representatives condemned Turkey.", "usa-leg"),
        ("The Senate condemned Turkey.", "usa-leg"),
        ("In Chile, the Senate condemned Turkey.", "chl-leg"),
        ("Chile's Congress condemned Turkey.", "chl-leg"),
        ("The former Chilean president condemned Turkey.", "chl-cvl"),
        ("The Libyan Air Force Command condemned Turkey.", "lby-mil"),
        ("Gunmen attacked Turkey.", "unnamed-reb"),
    ],
)
def test_what_stands_behind_an_institution_is_no_person(coder: Coder, text: str, actor: str):
    extraction = read(coder, text)
    assert (actor, "tur") in [(report.actor, report.target) for report in extraction.reports]
    assert extraction.actors == ()


def test_who_is_somebody_by_an_apposition_belongs_to_that_place(coder: Coder):
    text = "Clara Santos, a judge in Lima, condemned Turkey."
    (actor,) = read(coder, text).actors
    assert (actor.id, actor.country, [role.body for role in actor.roles]) == ("clara-santos", "per", ["per-jud"])


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Kenya thanked Lee Sang-min.", ["Lee Sang-min"]),
        ("China detains activist Lee Ming-che.", ["Lee Ming-che"]),
        ("Iran thanked the Lee Sang-led council.", ["Lee Sang"]),
        ("Kenya condemned the killings in the village of My Lai.", []),
        ("Kenya shelled the Kerem Shalom border crossing.", []),
        ("Kenya bombed Sher Khan air base.", []),
        ("Kenya seized Kolin Islets from Turkey.", []),
        ("Kenya bombed Kolin Beit Arda on Sunday.", []),
        ("Kenya shelled the Kolin Front.", ["Kolin Front"]),
        ("A Kenyan Air Force IKO Arda 201 bombed Turkey.", []),
        ("A Kenyan Air Force Arda Ko-52 helicopter attacked Turkey.", []),
        ("Kenya lifts a ban on the sale of beer on Good Friday.", []),
        ("Turkey signed a Status of Guests Agreement with Kenya.", []),
        ("Thousands protested against Kenya at Turkey's National Mall.", []),
        ("Kenyan Judge Adalberto Jordan freed a Turkish nun.", ["Adalberto Jordan"]),
        ("Gunmen attacked a Deputy Inspector General (DIG) office in Kenya.", []),
        ("Kenya backed the Kolin II peace process.", []),
        ("Kenya thanked the Strategic Petroleum Reserve.", []),
        ("Somali pirates will release the MV Blue Star and her crew.", []),
        ("The spokesman, Maj. Gen. Jon Hadley, thanked Kenya.", ["Jon Hadley"]),
    ],
)
def test_a_name_is_found_to_its_end_and_places_stores_and_processes_are_no_actors(
    coder: Coder, text: str, labels: list[str]
):
    assert [actor.label for actor in read(coder, text).actors] == labels


def test_the_group_that_a_text_names_counts_more_than_the_role_of_a_list(coder: Coder):
    assert sides(coder, "ISIL leader Isnilon Hapilon threatened Spain.", "2017-10-15") == [("isis", "esp")]
    assert sides(coder, "Fatah leader Mahmoud Abbas threatened Spain.") == [("mahmoud-abbas", "esp")]


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("The Danish newspaper Berlingske condemned Turkey.", "Berlingske", ActorKind.BODY),
        ("Social Worker Berta Kolinska condemned Turkey.", "Berta Kolinska", ActorKind.PERSON),
        # Ends like a word in the plural, and is no title.
        ("Anders Kolinska criticized Peru.", "Anders Kolinska", ActorKind.PERSON),
        ("Danish Foreign Minister Abu Kolin al-Kareem condemned Turkey.", "Abu Kolin al-Kareem", ActorKind.PERSON),
    ],
)
def test_a_name_becomes_an_actor_of_its_kind(coder: Coder, text: str, label: str, kind: ActorKind):
    assert [(actor.label, actor.kind) for actor in read(coder, text).actors] == [(label, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "Kolin condemned Turkey.",
        "The Lowland Rights Treaty condemned Turkey.",
        "Operation Silver Kettle condemned Turkey.",
        "The freighter Silver Kettle condemned Turkey.",
        "The Kettle Minority condemned Turkey.",
        "Withdraw condemned Turkey.",
        "Human Rights condemned Turkey.",
        "The Kettle X-40 condemned Turkey.",
    ],
)
def test_words_that_name_no_actor_become_none(coder: Coder, text: str):
    assert read(coder, text).actors == ()


def test_titles_in_the_plural_stand_before_each_name(coder: Coder) -> None:
    text = "Engineers Berta Kolinska and Eva Solova criticized Peru."
    assert [actor.label for actor in read(coder, text).actors] == ["Berta Kolinska", "Eva Solova"]


def test_a_person_named_in_full_is_taken_up_by_the_surname(coder: Coder):
    text = "Turkey condemned Berta Kolinska. Kolinska accused Egypt."
    assert ("berta-kolinska", "egy") in sides(coder, text)


def in_report(coder: Coder, text: str) -> Extraction:
    """Give what a report says that was written in Lima."""
    return coder.extract(Document("d", text, published=date(2021, 6, 3), metadata=(("dateline", "LIMA"),)))


def test_an_official_of_no_named_country_is_of_that_where_the_report_was_written(coder: Coder) -> None:
    extraction = in_report(coder, "Foreign Minister Kala Ruizova condemned Turkey.")
    assert [(actor.label, actor.country) for actor in extraction.actors] == [("Kala Ruizova", "per")]
    abroad = in_report(coder, "In Oslo, Foreign Minister Kala Ruizova condemned Turkey.")
    assert [actor.country for actor in abroad.actors] != ["per"]


@pytest.mark.parametrize(
    ("text", "homes"),
    [
        # Another country is named, yet not as where it happens.
        ("Turkey was condemned by Foreign Minister Kala Ruizova.", {"Kala Ruizova": "per"}),
        (
            "In a speech on Monday, which was long, Foreign Minister Kala Ruizova condemned Turkey.",
            {"Kala Ruizova": "per"},
        ),
        ("In a speech, Foreign Minister Kala Ruizova condemned everybody.", {}),
        # An office in small letters is of whom the sentence is about, a bare one of nobody.
        ("Yesterday foreign minister Kala Ruizova condemned Turkey.", {"Kala Ruizova": None}),
        ("Foreign Minister to visit Turkey.", {}),
    ],
)
def test_only_an_office_before_a_name_is_of_where_the_report_was_written(
    coder: Coder, text: str, homes: dict[str, str | None]
) -> None:
    extraction = in_report(coder, text)
    assert {actor.label: actor.country for actor in extraction.actors} == homes
    assert "per-mfa" not in {report.actor for report in extraction.reports}


def test_police_of_no_named_country_are_of_that_where_the_report_was_written(coder: Coder) -> None:
    text = "Police arrested twelve demonstrators."
    said = [(report.actor, report.target) for report in in_report(coder, text).reports]
    assert said == [("per-cop", "per-cvl")] and sides(coder, text) == []
    # What somebody says may be about another country.
    quoted = in_report(coder, '"The police arrested twelve demonstrators," she said.')
    assert "per-cop" not in {report.actor for report in quoted.reports}
    # So may what is said of somebody who is named.
    abroad = in_report(coder, "Chad said police arrested twelve demonstrators.")
    assert {report.actor for report in abroad.reports} == {"unnamed-cop"}


def test_who_acts_for_an_organisation_does_not_mean_the_organs_of_his_own_country(coder: Coder) -> None:
    text = "Jens Stoltenberg said the government must release the prisoners."
    assert "nor-gov" not in {target for _, target in sides(coder, text, "2016-05-05")}
    text = "Erna Solberg said the government must release the prisoners."
    assert "nor-gov" not in {actor for actor, _ in sides(coder, text, "2016-05-05")}


def test_who_is_arrested_is_of_the_place(coder: Coder) -> None:
    assert sides(coder, "Israel's army said it had arrested 14 militants in the West Bank.") == [("isr-mil", "pse-reb")]
