"""The latest events that meet a filter, without reading all those before them."""

from graph import terms as t
from graph.filters import EventFilter, conditions
from graph.reading import event, select
from graph.world import World
from ontology.event import Event


def latest(world: World, wanted: EventFilter, limit: int) -> list[Event]:
    """Give the latest dated events that meet a filter, latest first."""
    where = conditions(wanted, world)
    rows = select(
        world,
        f"SELECT DISTINCT ?e ?date WHERE {{ ?e a dip:Event . {where} ?e dip:date ?date }} "
        f"ORDER BY DESC(?date) ?e LIMIT {int(limit)}",
    )
    found = (event(world, t.name_of(row["e"])) for row in rows)
    return [item for item in found if item is not None]
