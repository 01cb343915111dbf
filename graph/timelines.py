"""An actor's events month by month: what he did to others and what others did to him."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from graph.counting import counted_by_month
from graph.filters import EVERY, EventFilter, own_side
from graph.reading import select
from graph.tallies import QUADS, Tally
from graph.world import World

NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class MonthOfActor:
    """A calendar month of an actor: the tally of what he did, and of what was done to him."""

    month: str
    sent: Tally = NOTHING
    received: Tally = NOTHING


def timeline(world: World, actor: str, filters: EventFilter = EVERY) -> list[MonthOfActor]:
    """Give the months in which an actor acted upon another or was acted upon, in order; undated events are left out.

    A side's months come from the numbers that assembly keeps; for any other actor, and with filters, events are
    counted.
    """
    if filters == EVERY and own_side(actor, world) is True:
        sent, received = (_kept(world, actor, end) for end in ("fromSide", "toSide"))
    else:
        sent = _counted(world, replace(filters, actor=actor))
        received = _counted(world, replace(filters, target=actor))
    months = sorted(sent.keys() | received.keys())
    return [MonthOfActor(month, sent.get(month, NOTHING), received.get(month, NOTHING)) for month in months]


def _counted(world: World, wanted: EventFilter) -> dict[str, Tally]:
    return {month: counted.tally for month, counted in counted_by_month(world, wanted).items()}


def _kept(world: World, actor: str, end: str) -> dict[str, Tally]:
    counted = ", ".join(f"dip:{name}" for name in ("events", "goldsteinSum", *QUADS))
    # FILTER, for the engine takes twenty times as long over VALUES, and ten times over an OPTIONAL for each.
    rows = select(
        world,
        f"SELECT ?month ?what (SUM(?part) AS ?sum) WHERE {{ ?dyad dip:{end} {world.terms.actor(actor)} . "
        f"?tally dip:tallyOf ?dyad ; dip:month ?month ; ?what ?part . FILTER (?what IN ({counted})) }} "
        "GROUP BY ?month ?what",
    )
    sums: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        name = row["what"].value.rsplit("#", 1)[-1]
        sums.setdefault(row["month"].value, {})[name] = Decimal(row["sum"].value)
    return {month: _tally(found) for month, found in sums.items()}


def _tally(sums: Mapping[str, Decimal]) -> Tally:
    one, two, three, four = (int(sums.get(name, 0)) for name in QUADS)
    return Tally(int(sums.get("events", 0)), sums.get("goldsteinSum", Decimal(0)), (one, two, three, four))
