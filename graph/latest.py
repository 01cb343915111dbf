"""The latest events that meet a filter, and how many do, without reading them all."""

from collections.abc import Iterable

from graph import terms as t
from graph.filters import EventFilter, conditions
from graph.reading import event, select
from graph.world import World
from ontology.event import Event


def latest(world: World, ways: Iterable[EventFilter], limit: int) -> list[Event]:
    """Give the latest dated events that meet one of some filters, latest first."""
    found: dict[str, str] = {}
    for wanted in ways:
        rows = select(
            world,
            f"SELECT DISTINCT ?e ?date WHERE {{ ?e a dip:Event . {conditions(wanted, world)} ?e dip:date ?date }} "
            f"ORDER BY DESC(?date) ?e LIMIT {int(limit)}",
        )
        found |= {t.name_of(row["e"]): row["date"].value for row in rows}
    newest = sorted(sorted(found), key=lambda key: found[key], reverse=True)[:limit]
    return [read for read in (event(world, key) for key in newest) if read is not None]


def count_events(world: World, wanted: EventFilter) -> int:
    """Give the number of events that meet a filter."""
    dated = "?e dip:date ?date ." if wanted.start is not None or wanted.end is not None else ""
    where = f"?e a dip:Event . {conditions(wanted, world)} {dated}"
    row = next(select(world, f"SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE {{ {where} }}"))
    return int(row["n"].value)
