"""The figures in docs/actors.md: what the data hold, and how large the lists are."""

import re
from collections import Counter
from pathlib import Path

from doc_blocks import ROOT

from communique.ontology.actors import countries as country_data
from communique.ontology.actors import organisations as organisation_data
from communique.ontology.actors import persons as person_data
from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.interchange.tsv import rows
from communique.ontology.types.name import NameKind

_FOLDER = Path(str(country_data.FOLDER))
_LISTS = ROOT / "benchmarks" / "validation"
_PAGE = (ROOT / "docs" / "actors.md").read_text(encoding="utf-8")


def _row(beginning: str) -> list[int]:
    """Give the numbers in the second cell of the table's row that begins so."""
    row = next(line for line in _PAGE.splitlines() if line.startswith(f"| {beginning}"))
    return [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", row.split("|")[2])]


def _size(name: str) -> int:
    return sum(1 for _ in rows(_FOLDER / name))


def test_states_and_organs_are_as_many_as_the_page_says() -> None:
    states, organs = list(country_data.countries()), list(country_data.organs())
    assert _row("states and territories") == [len(states), sum(state.period.end is not None for state in states)]
    named = [row for _, row in rows(_FOLDER / "organs-named.tsv")]
    assert _row("standard organs") == [len(organs), sum(bool(row["id"]) for row in named)]
    assert _row("names of organs") == [len(named)]


def test_bodies_are_as_many_as_the_page_says() -> None:
    assert _row("intergovernmental") == [_size("bodies-intergovernmental.tsv")]
    sectors = Counter(row["sector"] for _, row in rows(_FOLDER / "bodies-nonstate.tsv"))
    assert _row("armed groups") == [sectors["REB"], sectors["SEP"], sectors["PTY"]]
    assert _row("media, firms") == [sectors["MED"], sectors["MNC"] + sectors["BUS"], sectors["NGO"]]
    assert _row("regions") == [sectors["INT"]]
    assert f"{sum(bool(body.members) for body in organisation_data.bodies())} organisations list their members" in _PAGE


def test_persons_roles_and_names_are_as_many_as_the_page_says() -> None:
    roles = [role for person in person_data.persons() for role in person.roles]
    assert _row("persons") == [len(person_data.persons())]
    assert _row("dated roles") == [len(roles), sum((role.period.start or "") >= "2014" for role in roles)]
    names = gazetteer().names
    assert _row("names that point") == [len(names), sum(name.kind is NameKind.CITY for name in names)]
    assert _row("contexts") == [_size("ambiguous.tsv")]
    precise = Counter(len(role.period.start or "") for role in roles)
    days, months, years = (f"{precise[length]:,}" for length in (10, 7, 4))
    words = " ".join(_PAGE.split())
    assert (
        f"{len(roles):,} roles, {days} begin on a known day, {months} in a known month and {years} in a known" in words
    )


def test_the_lists_are_as_long_as_the_page_says() -> None:
    mentions = Counter(row["class"] for _, row in rows(_LISTS / "mentions.tsv"))
    assert f"holds {sum(mentions.values()):,} mentions" in _PAGE
    for kind, number in mentions.items():
        assert _row(f"{kind} |") == [number], kind
    cases = sum(1 for _ in rows(ROOT / "tests" / "extract" / "anaphora.tsv"))
    assert f"holds {cases} cases" in _PAGE
