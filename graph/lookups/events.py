"""Events by conditions, in a stable order and page by page, and the latest of them."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

import communique.graph.rdf.terms as t
from communique.graph.aggregates.tally import MOST, day_of, latest_months, months_of, newest_from
from communique.graph.filters import EVERY, EventFilter, is_side_pair, own_side
from communique.graph.lookups.patterns import conditions, pattern
from communique.graph.rdf.events import event_from
from communique.graph.rdf.terms import DEFAULT, Node
from communique.graph.rdf.values import Values, index
from communique.graph.stores.documents import NO_DATE, SortKey, properties_of, strings
from communique.graph.stores.rows import rows
from communique.graph.stores.world import World
from communique.ontology.types import Event

_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d|~)\.([0-9a-f]{12})\Z")
# So many events are sorted sooner than they are looked for month by month, and those of a dyad than its months are.
_FEW, _FEW_OF_DYAD = 5_000, 200


def cursor(event: Event) -> str:
    """Give the cursor after which the page that follows an event begins."""
    return f"{event.date.isoformat() if event.date else NO_DATE}.{event.key}"


def events(
    world: World, wanted: EventFilter = EVERY, *, after: str | None = None, limit: int | None = None
) -> Iterator[Event]:
    """Give the events that meet a filter by date and key, undated ones last.

    `after` is the `cursor` of the last event of the page before; ValueError where it is none.
    """
    start = cursor_key(after)
    # The list of all events is read month by month, and as cheap as a page of anything.
    world = world.unlimited if wanted == EVERY else world
    for _, key in islice(_sort_keys(world, wanted, start, limit), limit):
        found = event(world, key)
        if found is not None:
            yield found


def event(world: World, key: str) -> Event | None:
    """Give the event of a key, None where no document asserts it."""
    values = properties_of(world, world.terms.event(key))
    return event_from(key, values, world.terms) if values else None


def latest(world: World, ways: Iterable[EventFilter], limit: int) -> list[Event]:
    """Give the latest dated events that meet one of some filters, latest first."""
    found: dict[str, str] = {}
    for wanted in ways:
        # The events of two sides are found through their dyad.
        look_up = _latest_of_pair if is_side_pair(world, wanted) else _latest
        found |= look_up(world, wanted, limit)
    newest = sorted(sorted(found), key=lambda key: found[key], reverse=True)[:limit]
    return [read for read in (event(world, key) for key in newest) if read is not None]


def cursor_key(after: str | None) -> SortKey:
    """Give the date and key after which a page begins; ValueError for what is no cursor."""
    if after is None:
        return ("", "")
    found = _CURSOR.match(after)
    if found is None:
        raise ValueError(f"{after!r} is no cursor: give the one that came with the page before")
    return (found[1], found[2])


def _sort_keys(world: World, wanted: EventFilter, start: SortKey, limit: int | None) -> Iterator[SortKey]:
    where = conditions(wanted, world)
    walked = _months_to_walk(world, wanted)
    if walked is None:
        dated = wanted.start is not None or wanted.end is not None
        date = "?e dip:date ?date ." if dated else "OPTIONAL { ?e dip:date ?date }"
        yield from _sorted(world, f"{where} {date}", start, limit)
        return
    for month in walked:
        first, last = (bound.isoformat()[:7] if bound else None for bound in (wanted.start, wanted.end))
        if month >= start[0][:7] and (first is None or month >= first) and (last is None or month <= last):
            yield from _sorted(world, f"?e dip:month {t.month(month)} ; dip:date ?date . {where}", start, limit)
    if wanted.start is None and wanted.end is None:
        yield from _sorted(world, f"?e dip:undated true . {where}", start, limit)


def _months_to_walk(world: World, wanted: EventFilter) -> list[str] | None:
    """Give the months in which events can be that meet a filter, None where they are few enough to sort them all."""
    if wanted.disputed:
        return None
    if not wanted.by_actor:
        return months(world)
    parties = (wanted.actor, ["sent"]), (wanted.target, ["received"]), (wanted.either, ["sent", "received"])
    counted = [
        [world.terms.concept(kind, name) for kind in (kinds if own_side(name, world) else ["named"])]
        for name, kinds in parties
        if name is not None
    ]
    if min(sum(_events(world, node) for node in nodes) for nodes in counted) <= _FEW:
        return None
    # What was done to nobody in particular is in no series, and whoever is named and no side has none.
    if wanted.target is None and wanted.other is None:
        return months(world)
    series = [{month for node in nodes for month in months_of(strings(world, node, "series"))} for nodes in counted]
    return sorted(set.intersection(*filter(None, series))) if any(series) else months(world)


def _events(world: World, node: Node) -> int:
    values = index(world.store.match(node, world.terms.of("events"), None, DEFAULT))[node]
    return int(Values(values, world.terms).number("events"))


def _sorted(world: World, where: str, start: SortKey, limit: int | None) -> Iterator[SortKey]:
    """Give the sort keys of events after one; where only some are wanted, the engine finds the first of them."""
    day = f"BIND (COALESCE(STR(?date), {t.text(NO_DATE)}) AS ?day)"
    first = "" if limit is None else f"ORDER BY ?day ?e LIMIT {int(limit)}"
    sparql = f"SELECT DISTINCT ?e ?day WHERE {{ {where} {day} {_after(world, start)} }} {first}"
    return iter(sorted((row["day"].value, t.name_of(row["e"])) for row in rows(world, sparql)))


def _after(world: World, start: SortKey) -> str:
    if start == cursor_key(None):
        return ""
    date, key = t.text(start[0]), t.text(world.terms.event(start[1]).value)
    return f"FILTER (?day > {date} || (?day = {date} && STR(?e) > {key}))"


def months(world: World) -> list[str]:
    """Give the calendar months that have events, in order."""
    found = rows(world, "SELECT ?month WHERE { ?tally a dip:Month ; dip:month ?month }")
    return sorted(row["month"].value for row in found)


def _latest(world: World, wanted: EventFilter, limit: int) -> dict[str, str]:
    """Give the dates of the latest events by key."""
    return _dates(
        world,
        f"SELECT DISTINCT ?e ?date WHERE {{ {pattern(wanted, world)} ?e dip:date ?date }} "
        f"ORDER BY DESC(?date) ?e LIMIT {int(limit)}",
    )


def _latest_of_pair(world: World, wanted: EventFilter, limit: int) -> dict[str, str]:
    """Give the dates of a dyad's latest events by key: those that are materialized, or else month by month."""
    world = world.unlimited
    dyad = world.terms.dyad(wanted.actor or "", wanted.target or "")
    if limit <= MOST:
        return {key: day_of((day, key)).isoformat() for day, key in newest_from(strings(world, dyad, "latest"))}
    number = next(world.store.match(dyad, world.terms.of("events"), None, DEFAULT), None)
    if number is None or int(getattr(number.object, "value", 0)) <= _FEW_OF_DYAD:
        return _latest(world, wanted, limit)
    found: dict[str, str] = {}
    for month in latest_months(strings(world, dyad, "series")):
        of_month = world.terms.month_of(dyad, month)
        where = f"?e dip:dyadMonth {of_month} ; dip:date ?date"
        found |= _dates(world, f"SELECT ?e ?date WHERE {{ {where} }} ORDER BY DESC(?date) ?e LIMIT {int(limit)}")
        if len(found) >= limit:
            break
    return found


def _dates(world: World, sparql: str) -> dict[str, str]:
    return {t.name_of(row["e"]): row["date"].value for row in rows(world, sparql)}
