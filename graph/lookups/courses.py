"""The course of each of an actor's relations: events by year and quad class, both directions together."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from communique.graph.filters import EVERY, EventFilter, is_plain
from communique.graph.lookups.known_values import check_known
from communique.graph.table.counting import dyad_months, months_by_partner
from communique.graph.table.event_table import View
from communique.graph.tally import Tally

_YEAR = 4
Quads = tuple[int, int, int, int]
# Years in order; those without an event are left out.
Course = tuple[tuple[int, Quads], ...]


def courses(view: View, actor: str, partners: Iterable[str], filters: EventFilter = EVERY) -> dict[str, Course]:
    """Give the course of an actor's relation with each of some sides; undated events are in none."""
    check_known(replace(filters, actor=actor), view.world)
    wanted = list(partners)
    if is_plain(view.world, filters, actor):
        return {partner: _course(_kept(view, actor, partner)) for partner in wanted}
    there = months_by_partner(view, replace(filters, actor=actor), "target")
    back = months_by_partner(view, replace(filters, target=actor), "source")
    return {partner: _course(_both(actor, partner, there, back)) for partner in wanted}


def _kept(view: View, actor: str, partner: str) -> Iterator[tuple[str, Tally]]:
    for source, target in sorted({(actor, partner), (partner, actor)}):
        yield from dyad_months(view, source, target).items()


def _both(
    actor: str, partner: str, there: dict[str, dict[str, Tally]], back: dict[str, dict[str, Tally]]
) -> Iterator[tuple[str, Tally]]:
    yield from there.get(partner, {}).items()
    # What goes on within one side is sent and received at once, and counts once.
    if partner != actor:
        yield from back.get(partner, {}).items()


def _course(months: Iterable[tuple[str, Tally]]) -> Course:
    found: dict[int, Tally] = {}
    for month, tally in months:
        year = int(month[:_YEAR])
        found[year] = found.get(year, Tally()).plus(tally)
    return tuple((year, found[year].quads) for year in sorted(found))
