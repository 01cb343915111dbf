"""Surnames: of leaders whom nobody need introduce, of strangers, and of those whom the document named before."""

from datetime import date

import pytest

from communique.extract.actors.surnames import has_forename
from communique.extract.pipeline import Coder
from communique.ontology.actors import gazetteer
from communique.ontology.types import Document


def mentioned(coder: Coder, text: str, day: str | None = "2021-06-20") -> list[tuple[str, str]]:
    """Give the mentions of persons in a text, each with its words."""
    document = Document("d", text, published=date.fromisoformat(day) if day else None)
    return [
        (scene.doc[item.start : item.end].text, item.actor)
        for _, scene in coder.scenes(document)
        for item in scene.mentions.all
        if item.kind.value in ("person", "surname", "found")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Carla Bennett thanked Poland. Bennett praised Norway.",
            [("Carla Bennett", "carla-bennett"), ("Bennett", "carla-bennett")],
        ),
        ("J. P. Bennett thanked Poland.", [("J. P. Bennett", "j-p-bennett")]),
        (
            "Pedro Luis Morales, a nurse, thanked Poland. Morales praised Norway.",
            [("Pedro Luis Morales", "pedro-luis-morales"), ("Morales", "pedro-luis-morales")],
        ),
        # The second surname of somebody known is nobody else's.
        ("Rodrigo Chaves Merkel thanked Poland.", [("Rodrigo Chaves Merkel", "rodrigo-chaves")]),
        ("Anatol de Putin thanked Poland.", [("Anatol de Putin", "anatol-de-putin")]),
        # Countries are surnames behind a given name, and later where no place stands.
        (
            "Berta Jordan thanked Poland. Jordan praised Norway and flew to Jordan.",
            [("Berta Jordan", "berta-jordan"), ("Jordan", "berta-jordan")],
        ),
        (
            "King Abdullah of Jordan thanked Poland. Northern Jordan is dry.",
            [("King Abdullah of Jordan", "abdullah-ii")],
        ),
        (
            "Naftali Bennett thanked Poland. Carla Bennett praised Norway. Prime Minister Bennett left Peru.",
            [
                ("Naftali Bennett", "naftali-bennett"),
                ("Carla Bennett", "carla-bennett"),
                ("Bennett", "naftali-bennett"),
            ],
        ),
    ],
)
def test_forenames_that_no_known_bearer_has_make_a_stranger_also_by_the_bare_surname(coder, text, expected):
    assert mentioned(coder, text) == expected


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("V. Putin thanked Poland.", "V. Putin", "vladimir-putin"),
        ("Vlad Putin thanked Poland.", "Vlad Putin", "vladimir-putin"),
        ("Meanwhile Putin thanked Poland.", "Putin", "vladimir-putin"),
        ("Embattled Netanyahu thanked Poland.", "Netanyahu", "benjamin-netanyahu"),
        ("Bennett thanked Poland.", "Bennett", "naftali-bennett"),
        ("Japarov thanked Poland.", "Japarov", "sadyr-japarov"),
        ("Loukachenko thanked Poland.", "Loukachenko", "alexander-lukashenko"),
        ("Tokaev thanked Poland.", "Tokaev", "kassym-jomart-tokayev"),
        ("Peskov thanked Poland.", "Peskov", "dmitry-peskov"),
    ],
)
def test_whom_a_newspaper_need_not_introduce_is_known_by_surname(coder, text, words, actor):
    day = "2021-06-01" if "Netanyahu" in text else "2021-06-20"
    assert mentioned(coder, text, day)[0] == (words, actor)


def test_a_common_surname_needs_the_country_or_the_title(coder: Coder):
    assert mentioned(coder, "Smith thanked Poland.") == []
    assert mentioned(coder, "Smith left Jamaica.") == [("Smith", "kamina-johnson-smith")]
    assert mentioned(coder, "Foreign Minister Smith thanked Poland.") == [("Smith", "kamina-johnson-smith")]
    assert mentioned(coder, "Ambassador Smith left Jamaica.") == []
    assert mentioned(coder, "David thanked Poland.", "2019-03-01") == []


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Orbán met Vučić.", ["viktor-orban", "aleksandar-vucic"]),
        ("Zelenskiy met Erdoğan.", ["volodymyr-zelensky", "recep-tayyip-erdogan"]),
        ("Zelenskyy met Sissi.", ["volodymyr-zelensky", "abdel-fattah-al-sisi"]),
        ("Zelenskyi met Araqchi.", ["volodymyr-zelensky", "abbas-araghchi"]),
        ("Zelensky met Åkesson.", ["volodymyr-zelensky", "jimmie-akesson"]),
    ],
)
def test_agency_spellings_and_accents_are_read(coder: Coder, text: str, actors: list[str]):
    assert [actor for _, actor in mentioned(coder, text, "2024-10-03")] == actors


def test_surnames_of_two_words_and_with_another_first_letter_have_their_spellings(coder: Coder):
    assert [actor for _, actor in mentioned(coder, "Qaddafi met Kadhafi.", "2009-03-02")] == ["muammar-gaddafi"] * 2
    text = "Peña Nieto met Çavuşoğlu."
    assert [actor for _, actor in mentioned(coder, text, "2017-03-02")] == ["enrique-pena-nieto", "mevlut-cavusoglu"]
    assert mentioned(coder, "Salman met the crew.", "2019-03-02") != [("Salman", "mohammed-bin-salman")]


def test_a_family_name_ends_in_one_way_or_another(coder: Coder):
    assert mentioned(coder, "Milosevich thanked Poland.", "1999-03-02") == [("Milosevich", "slobodan-milosevic")]
    assert mentioned(coder, "Ratko Mladich left Norway.", "1995-03-02") == [("Ratko Mladich", "ratko-mladic")]


def test_a_spelling_of_the_full_name_is_taken_up_by_its_surname(coder: Coder):
    text = "Viktor Yanukovich thanked Poland. Yanukovich left Norway."
    assert mentioned(coder, text, "2013-02-03") == [
        ("Viktor Yanukovich", "viktor-yanukovych"),
        ("Yanukovich", "viktor-yanukovych"),
    ]


def test_without_a_day_the_best_known_bearer_is_meant(coder: Coder):
    assert mentioned(coder, "Obama met Blair. Bush left. Smith left.", None) == [
        ("Obama", "barack-obama"),
        ("Blair", "tony-blair"),
        ("Bush", "george-w-bush"),
    ]


def test_a_stranger_with_an_office_keeps_it(coder: Coder):
    text = "Israeli lawmaker Carla Bennett criticized Iran. Bennett thanked Poland."
    extraction = coder.extract(Document("d", text, published=date(2021, 6, 20)))
    assert [(actor.id, actor.country, actor.roles[0].body) for actor in extraction.actors] == [
        ("carla-bennett", "isr", "isr-leg")
    ]
    assert {report.actor for report in extraction.reports} == {"carla-bennett"}


def test_forenames_fit_by_initial_short_form_and_romanisation():
    person = gazetteer().actors["vladimir-putin"]
    assert all(has_forename(person, [word]) for word in ("V.", "V", "Vlad", "Wladimir", "Vladimir"))
    assert not any(has_forename(person, [word]) for word in ("W.", "Igor", "Vl", "Dimitri"))


def test_an_imported_person_without_titles_does_no_harm(coder: Coder):
    from communique.extract.actors.dictionary import dictionary
    from communique.extract.actors.names import name_mentions
    from communique.ontology.types import Actor, ActorKind, Role

    two = [
        Actor(name.lower(), ActorKind.PERSON, f"{name} Kolmerin", roles=(Role("can-gov", ""),))
        for name in ("Abe", "Ike")
    ]
    names = dictionary(coder.names.gazetteer.with_actors(tuple(two)), coder.nlp)
    doc = coder.nlp.make_doc("The minister Kolmerin left Iran.")
    assert [item.actor for item in name_mentions(doc, names, date(2021, 6, 3), {})] == ["irn"]


@pytest.mark.parametrize(
    ("text", "never"),
    [
        # Bearers of the surname or of one forename, who are not meant.
        ("Judge Maria Neves in Lisbon jailed two Angolan activists.", "jose-maria-neves"),
        ("Police shot five prisoners in Mahara, Sri Lanka.", "krishna-bahadur-mahara"),
        ("Guards killed a nun near Mahara, Sri Lanka.", "krishna-bahadur-mahara"),
        # The further names of one who is named before.
        ("Crown Prince Mohammed bin Salman bin Abdulaziz Al Saud left.", "abdulaziz-al-saud"),
    ],
)
def test_a_title_or_a_country_behind_shows_that_a_leader_is_not_meant(coder: Coder, text: str, never: str) -> None:
    (scene,) = (scene for _, scene in coder.scenes(Document("d", text, published=date(2023, 5, 3))))
    assert never not in {item.actor for item in scene.mentions.all}


def test_titles_in_the_plural_are_no_part_of_a_name(coder: Coder) -> None:
    text = "Engineers Augusto Kolmer and Jose Reis criticized Peru."
    (scene,) = (scene for _, scene in coder.scenes(Document("d", text, published=date(2023, 5, 3))))
    assert not any("engineers" in item.actor for item in scene.mentions.all)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        # Who has just come into office is not yet whom the bare name means, nor is a premier beside his leader.
        ("Khamenei criticized Chad.", "ali-khamenei"),
        ("Kim threatened Japan.", "kim-jong-un"),
        ("Bush criticized Iraq.", "george-w-bush"),
        ("Assad criticized Chad.", "bashar-al-assad"),
        ("Singh criticized Chad.", "manmohan-singh"),
    ],
)
def test_without_a_day_a_surname_is_its_best_known_bearers(coder: Coder, text: str, actor: str) -> None:
    assert actor in {report.actor for report in coder.extract(Document("d", text)).reports}


def test_a_nationality_that_ends_an_arabic_name_is_no_country(coder: Coder) -> None:
    text = "Chad killed Abu Moaz al-Iraqi, who led a group in Mali."
    (scene,) = (scene for _, scene in coder.scenes(Document("d", text, published=date(2021, 5, 3))))
    assert "irq" not in {item.actor for item in scene.mentions.all}


@pytest.mark.parametrize(
    ("text", "day", "actor"),
    [
        # By the first forename, its short form or its letter any title will do, by the second only one's own.
        ("Judge Jose Neves criticized Peru.", date(2023, 5, 3), "jose-maria-neves"),
        ("Judge Alex Lukashenko criticized Peru.", date(2021, 5, 3), "alexander-lukashenko"),
        ("Judge J. Kerry criticized Peru.", date(2016, 5, 3), "john-kerry"),
        ("President Maria Neves criticized Peru.", date(2023, 5, 3), "jose-maria-neves"),
        # A country that follows in a list does not make a place of the name before it.
        ("Lavrov, Turkey and Chad criticized Peru.", date(2016, 5, 3), "sergei-lavrov"),
        ("Kenya spoke to Macron, Peru and Chad.", date(2021, 5, 3), "emmanuel-macron"),
        # A president goes before a prime minister of the same state and surname.
        ("Kaczynski criticized Peru.", date(2007, 3, 1), "lech-kaczynski"),
    ],
)
def test_a_leader_is_meant_by_a_name_that_can_be_the_leaders(coder: Coder, text: str, day: date, actor: str) -> None:
    (scene,) = (scene for _, scene in coder.scenes(Document("d", text, published=day)))
    assert actor in {item.actor for item in scene.mentions.all}
