"""The course of each of an actor's relations: events by year and quad class, both directions together."""

from collections.abc import Iterable
from dataclasses import replace

from communique.graph.filters import EVERY, EventFilter, is_plain
from communique.graph.lookups.known_values import check_known
from communique.graph.table.counting import Years, dyad_years, held_months
from communique.graph.table.periods import years_by_partner
from communique.graph.table.view import View
from communique.graph.tally import Four

# Years in order, with the events of each quad class; those without an event are left out.
Course = tuple[tuple[int, Four], ...]


def courses(view: View, actor: str, partners: Iterable[str], filters: EventFilter = EVERY) -> dict[str, Course]:
    """Give the course of an actor's relation with each of some sides; undated events are in none."""
    check_known(replace(filters, actor=actor), view.world)
    wanted = list(partners)
    held = held_months(filters)
    if held is not None and is_plain(view.world, EVERY, actor):
        ways = {one: sorted({(actor, one), (one, actor)}) for one in wanted}
        return {one: _course(dyad_years(view, *way, held) for way in ways[one]) for one in wanted}
    there = years_by_partner(view, replace(filters, actor=actor), "target", wanted)
    back = years_by_partner(view, replace(filters, target=actor), "source", wanted)
    # What goes on within one side is sent and received at once, and counts once.
    return {one: _course([there.get(one, {}), {} if one == actor else back.get(one, {})]) for one in wanted}


def _course(ways: Iterable[Years]) -> Course:
    found: dict[int, Four] = {}
    for way in ways:
        for year, (one, two, three, four) in way.items():
            a, b, c, d = found.get(year, (0, 0, 0, 0))
            found[year] = a + one, b + two, c + three, d + four
    return tuple((year, found[year]) for year in sorted(found))
