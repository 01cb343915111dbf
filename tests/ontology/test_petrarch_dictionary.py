"""Dictionaries of TABARI and PETRARCH as actors of one's own."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.actors.own_actors import read_actors, table_of
from communique.ontology.actors.petrarch_actors import actors_of
from communique.ontology.actors.petrarch_dictionary import Unreadable, read_dictionary
from communique.ontology.types.actor import Actor, ActorKind, Role
from communique.ontology.types.period import Period

DICTIONARY = Path(__file__).with_name("dictionary.actors.txt")


@pytest.fixture(scope="module")
def actors() -> dict[str, Actor]:
    made = actors_of(read_dictionary(DICTIONARY), gazetteer())
    return {actor.id: actor for actor in made if isinstance(actor, Actor)}


def test_dated_codes_make_a_person_with_offices(actors: dict[str, Actor]) -> None:
    person = actors["zubin-karavi"]
    assert (person.kind, person.label, person.aliases) == (ActorKind.PERSON, "Zubin Karavi", ("Z. Karavi",))
    known = gazetteer().with_actors((person,)).actors
    # Before the day, and after it, leave the day itself out.
    for day, side, code in (
        ("1996-09-26", "afg-reb", "AFGREB"),
        ("1996-09-27", "afg", "AFGGOV"),
        ("2001-11-12", "afg", "AFGGOV"),
        ("2001-11-13", "zubin-karavi", "AFGELI"),
    ):
        on = dt.date.fromisoformat(day)
        assert (known.side(person.id, on), known.coded(person.id, on)[1]) == (side, code), day


def test_undated_codes_make_bodies_and_persons_by_their_given_names(actors: dict[str, Actor]) -> None:
    answered = {
        name: (actor.kind.value, actor.label, actor.code, actor.sector, actor.country, actor.acts_for)
        for name, actor in actors.items()
    }
    assert answered == {
        "zubin-karavi": ("Person", "Zubin Karavi", "AFGELI", "ELI", "afg", None),
        "harbour-front": ("Body", "Harbour Front", "AFGREB", "REB", "afg", None),
        "anna-kostova": ("Person", "Anna Kostova", "BGRLEG", "LEG", "bgr", None),
        "northern-grain-board": ("Body", "Northern Grain Board", "CANGOVAGR", "GOV", "can", "can-gov"),
        "grain-forum": ("Body", "Grain Forum", "IGOGRF", "IGO", None, None),
        "soviet-nostalgists": ("Body", "Soviet Nostalgists", "RUS", "", "rus", "rus"),
        "people-s-guard-of-oltenia": ("Body", "People's Guard of Oltenia", "ROMMIL", "MIL", "rou", "rou-mil"),
        "late-synonym": ("Body", "Late Synonym", "USAGOV", "GOV", "usa", "usa-gov"),
    }
    assert actors["harbour-front"].aliases == ("HBF", "Hbf")
    assert actors["late-synonym"].aliases == ("Second Name",)
    assert actors["anna-kostova"].roles == (Role("bgr-leg", "", Period()),)


def test_what_is_passed_over_is_told() -> None:
    made = actors_of(read_dictionary(DICTIONARY), gazetteer())
    answered = {each.line: each.what.split(":")[0] for each in made if isinstance(each, Unreadable)}
    assert answered == {
        15: "'UNITED NATIONS' is known already",
        16: "'THE PLACE' has no code of anybody",
        17: "'&' in a name",
        19: "the dates '93'",
        22: "'{' in a name",
        24: "'Grain Forum' is on line 12 already",
    }


def test_known_names_are_taken_if_asked_for() -> None:
    made = actors_of(read_dictionary(DICTIONARY), gazetteer(), override=True)
    found = {actor.id: actor.aliases for actor in made if isinstance(actor, Actor)}
    assert found["moscow"] == ("Soviet Nostalgists",)
    assert "united-nations" in found


def imported(tmp_path: Path, *lines: str) -> list[Actor | Unreadable]:
    """Give what a dictionary of these lines makes."""
    path = tmp_path / "some.actors.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return list(actors_of(read_dictionary(path), gazetteer()))


@pytest.mark.parametrize(
    ("line", "actor", "names"),
    [
        ("WTO_ [IGOWTO]", "wto", ("Wto",)),
        ("IAEA_ [IGOIAE]", "iaea", ("Iaea",)),
        ("TUR_ [TURGOV >19920301]", "tur", ("TUR", "Tur")),
    ],
)
def test_another_spelling_of_a_known_actor_is_a_further_name(
    tmp_path: Path, line: str, actor: str, names: tuple[str, ...]
) -> None:
    (made,) = imported(tmp_path, line)
    assert isinstance(made, Actor)
    assert (made.id, made.label, made.aliases) == (actor, "", names)
    known, before = gazetteer().with_actors((made,)), gazetteer().actors[actor]
    assert known.actors[actor] == replace(before, aliases=(*before.aliases, *names))
    assert {name.text for name in known.names if name.actor == actor} == {
        *names, *(name.text for name in gazetteer().names if name.actor == actor),
    }  # fmt: skip


def test_titles_are_no_part_of_a_known_persons_name(tmp_path: Path) -> None:
    merkel = ("ANGELA_MERKEL_", "+CHANCELLOR_MERKEL_", "     [DEUGOV 20051122-20211208]")
    blair = ("PRIME_MINISTER_TONY_BLAIR_", "     [GBRGOV 19970502-20070627]")
    made = imported(tmp_path, *merkel, *blair)
    assert [each.what for each in made if isinstance(each, Unreadable)] == [
        "'ANGELA MERKEL' is known already",
        "'PRIME MINISTER TONY BLAIR' is known already",
    ]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("LEE_KANG-HO_", ("Lee Kang-Ho", "Lee Kang-ho")),
        ("ABU_EL-TARKANI_", ("Abu el-Tarkani",)),
        ("AL-TARKAN_", ("Al-Tarkan", "al-Tarkan")),
        ("XQF-RD_", ("XQF-RD", "Xqf-Rd")),
        ("QRS/D_", ("QRS/D", "Qrs/D")),
        ("UNITED_HARBOUR_FRONT_(UHQF)_", ("United Harbour Front", "UHQF")),
        ("HARBOUR_(OUTER)_FRONT_", ("Harbour Front", "Harbour Outer Front")),
        ("FRONT_OF_THE_12TH_APRIL_", ("Front of the 12th April",)),
        ('"WOLVES_OF_THE_VALLEY"_', ("Wolves of the Valley",)),
        ("HARBOUR_BANK_OF_TARKAN,_THE_", ("Harbour Bank of Tarkan",)),
        ("THE_TARKAN_BRIGADE_", ("The Tarkan Brigade", "the Tarkan Brigade")),
        ("TARKAN_&_SONS_", ("Tarkan & Sons",)),
        ("OSWIN_MCTARKAN_", ("Oswin Mctarkan", "Oswin McTarkan")),
    ],
)
def test_names_are_spelled_as_texts_write_them(tmp_path: Path, written: str, names: tuple[str, ...]) -> None:
    (made,) = imported(tmp_path, f"{written} [AFGREB]")
    assert isinstance(made, Actor)
    assert set(names) <= {made.label, *made.aliases}
    assert made.label == names[0]


def test_a_word_in_brackets_that_is_no_short_form_names_nobody_by_itself(tmp_path: Path) -> None:
    for written in ("HARBOUR_(OUTER)_FRONT_ [AFGREB]", "OSWIN_TARKAN_(POLITICIAN)_ [AFGREB]"):
        (made,) = imported(tmp_path, written)
        assert isinstance(made, Actor)
        assert not {"OUTER", "Outer", "POLITICIAN", "Politician"} & {made.label, *made.aliases}


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1517_ [AFGREB]", "'1517' has no Latin letter to make an id of"),
        ("ZUBIN_TARKAN_ [AFGGOV 20100101-20050101]", "the dates '20100101-20050101' end before they begin"),
        ("&TARKANS_ [AFGREB]", "'&' in a name: sets of synonyms, agents and unclosed brackets are not read"),
    ],
)
def test_rows_that_could_do_harm_are_named(tmp_path: Path, written: str, why: str) -> None:
    (made,) = imported(tmp_path, written)
    assert isinstance(made, Unreadable)
    assert made.what == why


def test_names_for_nobody_are_refused() -> None:
    with pytest.raises(ValueError, match="'nobody-here' is no known actor"):
        gazetteer().with_actors((Actor("nobody-here", ActorKind.BODY, "", aliases=("Nobody",)),))


def test_the_table_is_read_as_it_was_written(actors: dict[str, Actor], tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(table_of(actors.values()), encoding="utf-8")
    assert {actor.id: actor for actor in read_actors(path)} == actors


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("AB_ +[]<>#;-0123456789\t"), max_size=25), max_size=8))
def test_no_line_ends_the_reading(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("dictionary") / "any.txt"
    path.write_text("\n".join(["SOUND_NAME_ [USAGOV]", *lines]), encoding="utf-8")
    made = list(actors_of(read_dictionary(path), gazetteer()))
    assert all(isinstance(each, Actor | Unreadable) for each in made)
    sound = replace(next(each for each in made if isinstance(each, Actor)), aliases=(), roles=())
    assert sound.label == "Sound Name"
