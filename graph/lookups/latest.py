"""The latest events that meet a filter, and how many do, without reading them all."""

from collections.abc import Iterable

from communique.graph.aggregates.newest import MOST, day_of, newest_from
from communique.graph.aggregates.tally import latest_months
from communique.graph.filters import EventFilter, own_side
from communique.graph.lookups.events import event, strings
from communique.graph.lookups.patterns import pattern
from communique.graph.rdf import terms as t
from communique.graph.rdf.terms import DEFAULT
from communique.graph.stores.rows import rows
from communique.graph.world import World
from communique.ontology.types import Event

# So many events are sorted sooner than the months of a dyad are read.
_FEW = 200


def latest(world: World, ways: Iterable[EventFilter], limit: int) -> list[Event]:
    """Give the latest dated events that meet one of some filters, latest first."""
    found: dict[str, str] = {}
    for wanted in ways:
        found |= (
            _latest_of_pair(world, wanted, limit) if _is_plain_pair(world, wanted) else _latest(world, wanted, limit)
        )
    newest = sorted(sorted(found), key=lambda key: found[key], reverse=True)[:limit]
    return [read for read in (event(world, key) for key in newest) if read is not None]


def _latest(world: World, wanted: EventFilter, limit: int) -> dict[str, str]:
    """Give the dates of the latest events by key."""
    return _dates(
        world,
        f"SELECT DISTINCT ?e ?date WHERE {{ {pattern(wanted, world)} ?e dip:date ?date }} "
        f"ORDER BY DESC(?date) ?e LIMIT {int(limit)}",
    )


def _latest_of_pair(world: World, wanted: EventFilter, limit: int) -> dict[str, str]:
    """Give the dates of a dyad's latest events by key: those that are kept, or else month by month."""
    dyad = world.terms.dyad(wanted.actor or "", wanted.target or "")
    if limit <= MOST:
        return {key: day_of((day, key)).isoformat() for day, key in newest_from(strings(world, dyad, "latest"))}
    number = next(world.store.match(dyad, world.terms.of("events"), None, DEFAULT), None)
    if number is None or int(getattr(number.object, "value", 0)) <= _FEW:
        return _latest(world, wanted, limit)
    found: dict[str, str] = {}
    for month in latest_months(strings(world, dyad, "series")):
        of_month = world.terms.month_of(dyad, month)
        where = f"?e dip:dyadMonth {of_month} ; dip:date ?date"
        found |= _dates(world, f"SELECT ?e ?date WHERE {{ {where} }} ORDER BY DESC(?date) ?e LIMIT {int(limit)}")
        if len(found) >= limit:
            break
    return found


def _is_plain_pair(world: World, wanted: EventFilter) -> bool:
    plain = EventFilter(actor=wanted.actor, target=wanted.target)
    return wanted == plain and all(name is not None and own_side(name, world) for name in (wanted.actor, wanted.target))


def _dates(world: World, sparql: str) -> dict[str, str]:
    return {t.name_of(row["e"]): row["date"].value for row in rows(world, sparql)}


def count_events(world: World, wanted: EventFilter) -> int:
    """Give the number of events that meet a filter."""
    (row,) = rows(world, f"SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE {{ {pattern(wanted, world)} }}")
    return int(row["n"].value)
