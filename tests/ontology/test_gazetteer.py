"""The integrity of all actor data."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from communique.ontology.actors import countries as country_data
from communique.ontology.actors import organisations as organisation_data
from communique.ontology.actors import persons as person_data
from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.actors.parties import party_code
from communique.ontology.interchange.tsv import rows
from communique.ontology.types.actor import Actor, ActorKind
from communique.ontology.types.name import NameKind
from communique.ontology.types.period import first_day, last_day

FOLDER = Path(str(country_data.FOLDER))
EVERY_FILE = sorted(FOLDER.glob("*.tsv"))
ROLE_FILES = sorted(FOLDER.glob("roles-*.tsv"))


def every_actor() -> list[Actor]:
    return [*country_data.countries(), *country_data.organs(), *organisation_data.bodies(), *person_data.persons()]


def test_no_two_actors_share_an_id():
    assert [name for name, number in Counter(actor.id for actor in every_actor()).items() if number > 1] == []


def test_every_actor_that_another_refers_to_exists():
    known = gazetteer().actors
    for actor in known.values():
        wanted = [actor.country, actor.acts_for, *(role.body for role in actor.roles), *(m for m, _ in actor.members)]
        assert [name for name in wanted if name and name not in known] == [], actor.id


def test_every_name_is_of_a_known_actor():
    known = gazetteer()
    assert [name for name in known.names if name.actor not in known.actors] == []
    assert [item for item in known.ambiguities if item.verdict not in known.actors and item.verdict != "none"] == []


def test_periods_are_dates_in_order():
    for actor in gazetteer().actors.values():
        periods = [actor.period, *(role.period for role in actor.roles), *(period for _, period in actor.members)]
        for period in periods:
            start = first_day(period.start) if period.start else date.min
            assert start <= (last_day(period.end) if period.end else date.max), actor.id


def test_whoever_acts_for_someone_ends_at_a_side_without_a_circle():
    known = gazetteer().actors
    for actor in known.values():
        seen, name = [actor.id], actor.acts_for
        while name:
            assert name not in seen, actor.id
            seen.append(name)
            name = known[name].acts_for


def test_persons_act_through_roles_and_have_at_least_one():
    for actor in person_data.persons():
        assert actor.acts_for is None and actor.roles, actor.id


def test_nobody_has_a_role_for_having_left_office():
    for path in ROLE_FILES:
        assert [number for number, row in rows(path) if row["title"].startswith(("former ", "deposed "))] == []


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: path.stem)
def test_files_are_clean(path: Path):
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[-1] == "" and all(line and "\r" not in line and not line.endswith(" ") for line in lines[:-1])
    found = list(rows(path))
    assert [row for row, number in Counter(tuple(row.values()) for _, row in found).items() if number > 1] == []
    assert [number for number, row in found for cell in row.values() if cell != cell.strip() or "||" in cell] == []


@pytest.mark.parametrize("path", ROLE_FILES, ids=lambda path: path.stem)
def test_roles_are_sorted_by_country_body_and_start(path: Path):
    keys = [(row["country"], row["body"], row["start"]) for _, row in rows(path)]
    assert keys == sorted(keys)


def test_sectors_are_those_of_the_scheme():
    sectors = {row["code"] for _, row in rows(FOLDER.parent / "sectors.tsv")}
    assert {actor.sector for actor in every_actor() if actor.sector} <= sectors


def test_notations_are_unique_party_codes():
    codes = Counter(actor.notation for actor in gazetteer().actors.values() if actor.notation)
    assert [code for code, number in codes.items() if number > 1] == []


def test_the_register_is_as_large_as_the_field_needs():
    kinds = Counter(actor.kind for actor in gazetteer().actors.values())
    roles = sum(len(actor.roles) for actor in gazetteer().actors.values())
    assert kinds[ActorKind.COUNTRY] >= 249 and kinds[ActorKind.PERSON] >= 2000 and roles >= 2500
    assert sum(actor.sector == "IGO" for actor in organisation_data.bodies()) >= 150


def test_of_simultaneous_roles_the_one_that_governs_gives_the_mandate():
    known = gazetteer().actors
    assert known.side("yasser-arafat", date(2001, 5, 1)) == "pse"
    assert known.side("mahmoud-abbas", date(2010, 5, 1)) == "pse"


def test_actors_of_ones_own_replace_ids_and_take_names():
    own = Actor("georgia-planet", ActorKind.PERSON, "Georgia", aliases=("Queen Georgia",))
    enlarged = gazetteer().with_actors((own,))
    assert {name.actor for name in enlarged.names if name.text == "Georgia"} == {"georgia-planet"}
    assert "Georgia" not in {item.name for item in enlarged.ambiguities}
    assert {name.kind for name in enlarged.names if name.text == "Queen Georgia"} == {NameKind.PERSON}
    assert "georgia-planet" not in gazetteer().actors


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        ("fra-pm", "FRA"),
        ("hamas", "HAM"),
        ("un-security-council", "UN"),
        ("imf", "IMF"),
        # A code of three letters that data sets do not know would pass for a state's.
        ("sco", "IGOSCO"),
        ("asean", "ASEAN"),
        # Other organisations are compared by their names, groups at home somewhere by their country.
        ("human-rights-watch", "human-rights-watch"),
        ("icrc", "international-committee-of-the-red-cross"),
        ("aclu", "USA"),
        ("abu-sayyaf", "PHL"),
        ("nobody-known", "nobody-known"),
    ],
)
def test_a_party_is_compared_by_the_code_that_data_sets_have_for_it(actor: str, code: str) -> None:
    assert party_code(actor, gazetteer().actors, date(2020, 5, 1)) == code
