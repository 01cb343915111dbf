"""An actor's events month by month: what he did to others and what others did to him."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from communique.graph.aggregates.tallies import side_node
from communique.graph.aggregates.tally import Tally, months_of
from communique.graph.filters import EVERY, EventFilter, is_kept
from communique.graph.lookups.counting import counted_by_month
from communique.graph.lookups.events import strings
from communique.graph.world import World

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
    if is_kept(world, filters, actor):
        sent, received = (_kept(world, actor, kind) for kind in ("Sent", "Received"))
    else:
        sent = _counted(world, replace(filters, actor=actor))
        received = _counted(world, replace(filters, target=actor))
    months = sorted(sent.keys() | received.keys())
    return [MonthOfActor(month, sent.get(month, NOTHING), received.get(month, NOTHING)) for month in months]


def _counted(world: World, wanted: EventFilter) -> dict[str, Tally]:
    return {month: counted.tally for month, counted in counted_by_month(world, wanted).items()}


def _kept(world: World, actor: str, kind: str) -> Mapping[str, Tally]:
    node = side_node(kind, actor, world.terms)
    return months_of(strings(world, node, "series"))
