"""The dated roles of the states that news is most about: nobody missing, nobody twice."""

from datetime import date
from pathlib import Path

import pytest

from communique.ontology.actors.offices import CHIEFS, Tenure, gaps, overlaps, tenure, tenures
from communique.ontology.interchange.tsv import rows
from communique.ontology.types.actor import Role
from communique.ontology.types.period import Period

SINCE, UNTIL = date(2014, 1, 1), date(2025, 12, 31)
VACANT = Path(__file__).parents[2] / "benchmarks" / "validation" / "vacancies.tsv"
KNOWN = frozenset((row["kind"], row["office"], row["what"]) for _, row in rows(VACANT))
POWERS = "usa rus chn gbr fra".split()
G20 = "arg aus bra can deu ind idn ita jpn mex kor zaf sau tur".split()
EU = (
    "aut bel bgr hrv cyp cze dnk est fin grc hun irl lva ltu lux mlt nld pol prt rou svk svn esp swe".split()
)  # France, Germany and Italy stand above
MIDDLE_EAST = "irn irq isr pse lbn syr jor egy kwt bhr qat are omn yem lby tun dza mar".split()
IN_CONFLICT = (
    "ukr geo arm aze sdn ssd eth eri som mli ner nga tcd caf cod rwa mmr afg pak prk twn xkx srb bih ven cub col mda "
    "blr kaz tha khm".split()
)


@pytest.mark.parametrize("country", [*POWERS, *G20, *EU, *MIDDLE_EAST, *IN_CONFLICT])
def test_leaders_and_foreign_ministers_are_complete(country: str):
    for suffix in CHIEFS:
        office, held = f"{country}-{suffix}", tenures(country, suffix)
        if held:
            missing = {("gap", office, f"{start}/{end}") for start, end in gaps(held, SINCE, UNTIL)}
            doubled = {("overlap", office, f"{one.person}/{two.person}") for one, two, _ in overlaps(held, SINCE)}
            assert (missing | doubled) <= KNOWN, office
    assert tenures(country, "mfa"), country


def held(person: str, start: str, end: str | None) -> Tenure:
    return tenure(person, Role("x-head", "president", Period(start, end)))


def test_a_gap_and_an_overlap_are_found():
    one, two = held("One", "2010-01", "2015-03"), held("Two", "2015-06", None)
    assert list(gaps([one, two], SINCE, UNTIL)) == [(date(2015, 3, 31), date(2015, 6, 1))]
    early = held("Two", "2014-06", None)
    assert [days.days for _, _, days in overlaps([one, early], SINCE)] == [244]
    assert not list(gaps([one, early], SINCE, UNTIL)) and not list(overlaps([one, two], SINCE))
