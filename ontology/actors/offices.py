"""Checking the dated roles: stretches in which nobody, or two persons with one title, hold an office of a state.

A date known to the month or year counts at its most favourable, so what is found is certain to be so in the data.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.types.actor import Role
from communique.ontology.types.period import first_day, last_day

TOLERATED = timedelta(days=45)
CHIEFS = {
    "head": frozenset(
        "president|acting president|interim president|transitional president|king|queen|emir|sultan|pope|grand duke|"
        "head of state|acting head of state|supreme leader|de facto leader|junta chief|leader|chief executive|"
        "presidential council chairman|transitional military council chairman|"
        "sovereign council chairman|congress president|general secretary".split("|")
    ),
    "pm": frozenset(
        "prime minister|premier|chancellor|acting prime minister|caretaker prime minister|interim prime minister|"
        "chief adviser|taoiseach".split("|")
    ),
    "mfa": frozenset(
        "foreign minister|foreign secretary|external affairs minister|secretary of state|acting foreign minister|"
        "caretaker foreign minister|interim foreign minister|acting secretary of state|foreign affairs adviser|"
        "minister of state for foreign affairs".split("|")
    ),
}


@dataclass(frozen=True)
class Tenure:
    """Someone in an office: from the first to the last day that the dates can mean, and those that are certain."""

    person: str
    role: Role
    earliest: date
    certain_start: date
    certain_end: date
    latest: date


def tenures(country: str, suffix: str) -> list[Tenure]:
    """Give who held an office of a country, in order of their start."""
    body = f"{country}-{suffix}"
    found = [
        tenure(actor.label, role)
        for actor in gazetteer().actors.values()
        for role in actor.roles
        if role.body == body and role.title in CHIEFS[suffix]
    ]
    return sorted(found, key=lambda item: (item.earliest, item.latest))


def gaps(held: Iterable[Tenure], since: date, until: date) -> Iterator[tuple[date, date]]:
    """Give the stretches longer than is tolerated in which nobody can have held the office."""
    reached = since
    for item in held:
        if item.latest < since:
            continue
        if item.earliest > until:
            break
        if item.earliest - reached > TOLERATED:
            yield reached, item.earliest
        reached = max(reached, item.latest)
    if until - reached > TOLERATED:
        yield reached, until


def overlaps(held: list[Tenure], since: date) -> Iterator[tuple[Tenure, Tenure, timedelta]]:
    """Give the pairs of persons who for certain had the same title together longer than is tolerated."""
    for index, one in enumerate(held):
        for other in held[index + 1 :]:
            both = min(one.certain_end, other.certain_end) - max(one.certain_start, other.certain_start, since)
            if one.person != other.person and one.role.title == other.role.title and both > TOLERATED:
                yield one, other, both


def tenure(person: str, role: Role) -> Tenure:
    """Give the stretch during which someone held a role."""
    start, end = role.period.start, role.period.end
    return Tenure(
        person,
        role,
        first_day(start) if start else date.min,
        last_day(start) if start else date.min,
        first_day(end) if end else date.max,
        last_day(end) if end else date.max,
    )
