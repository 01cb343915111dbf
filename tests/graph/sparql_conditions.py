"""Conditions on events as SPARQL: what the event table says is held against what the graph says."""

from collections.abc import Iterator, Mapping

import communique.graph.rdf.terms as t
from communique.graph.filters import EventFilter, own_side
from communique.graph.lookups.known_values import check_known
from communique.graph.stores.rows import rows
from communique.graph.stores.world import World
from communique.ontology.actors import countries_by_region
from communique.ontology.types import Action


def conditions(wanted: EventFilter, world: World) -> str:
    """Give the graph patterns and filters that `?e` must meet; ValueError where one is for what is not known."""
    check_known(wanted, world)
    return "\n".join(_conditions(wanted, world))


def pattern(wanted: EventFilter, world: World) -> str:
    """Give the pattern that finds the events `?e` of a filter, with `?date` where needed; errors as `conditions`."""
    # Where they are found by somebody named, or by who denies them, to look at all events would take seconds.
    every = "" if wanted.by_actor or wanted.disputed else "?e a dip:Event ."
    dated = "?e dip:date ?date ." if wanted.start is not None or wanted.end is not None else ""
    return f"{every} {conditions(wanted, world)} {dated}"


def _conditions(wanted: EventFilter, world: World) -> Iterator[str]:
    yield from _parties(wanted, world)
    for end, sector in (("actor", wanted.role), ("target", wanted.target_role)):
        if sector is not None:
            yield f"?e dip:{end}/dip:sector {t.text(sector)} ."
    allowed = _actions_of(wanted, world.actions)
    if wanted.root is not None:
        yield f"?e dip:action/dip:root {world.terms.code('cameo', wanted.root)} ."
    if allowed is not None:
        yield f"?e dip:action ?action . FILTER (?action IN ({', '.join(str(world.terms.action(a)) for a in allowed)}))"
    if wanted.start is not None:
        yield f"FILTER (?date >= {t.day(wanted.start)})"
    if wanted.end is not None:
        yield f"FILTER (?date <= {t.day(wanted.end)})"
    if wanted.min_reports > 1:
        yield f"?e dip:reports ?reports . FILTER (?reports >= {t.integer(wanted.min_reports)})"
    if wanted.disputed is not None:
        # Few events are disputed, so these are where to begin.
        yield "?e dip:disputedBy ?denial ." if wanted.disputed else "FILTER NOT EXISTS { ?e dip:disputedBy ?denial }"
    if wanted.region is not None:
        homes = ", ".join(str(world.terms.actor(name)) for name in sorted(countries_by_region()[wanted.region]))
        yield "{ ?e dip:actorSide ?s } UNION { ?e dip:targetSide ?s } OPTIONAL { ?s dip:country ?h }"
        yield f"FILTER (?s IN ({homes}) || ?h IN ({homes}))"
    yield from _place_and_publisher(wanted, world)


def _actions_of(wanted: EventFilter, actions: Mapping[str, Action]) -> list[str] | None:
    """Give the ids of the actions that a filter lets through, None for all."""
    if (wanted.action, wanted.root, wanted.plover, wanted.quad) == (None, None, None, None):
        return None
    return sorted(
        action.id
        for action in actions.values()
        if (wanted.action is None or wanted.action in _upwards(action, actions))
        and wanted.root in (None, action.root)
        and wanted.plover in (None, action.plover_type)
        and wanted.quad in (None, action.quad)
    )


def _place_and_publisher(wanted: EventFilter, world: World) -> Iterator[str]:
    if wanted.place is not None:
        yield f"?e dip:place {world.terms.place(wanted.place)} ."
    if wanted.publisher is not None:
        # One within the other, so that the engine goes from the event to its reports, and not from all documents.
        published = f"GRAPH ?document {{ ?document dcterms:publisher {t.text(wanted.publisher)} }}"
        yield f"FILTER EXISTS {{ GRAPH ?document {{ ?r dip:event ?e }} FILTER EXISTS {{ {published} }} }}"


def _parties(wanted: EventFilter, world: World) -> Iterator[str]:
    if _is_pair(wanted, world):
        # Through the dyad a pair is found at once, however busy both are.
        yield f"?e dip:dyad {world.terms.dyad(wanted.actor or '', wanted.target or '')} ."
    else:
        for end, name in (("actor", wanted.actor), ("target", wanted.target)):
            if name is not None:
                yield _at(end, name, world)
    if wanted.either is not None:
        ways = [("actor", "target"), ("target", "actor")]
        yield " UNION ".join(f"{{ {_pair(here, there, wanted, world)} }}" for here, there in ways)


def _is_pair(wanted: EventFilter, world: World) -> bool:
    """Tell whether actor and target are both named and always stand for themselves."""
    ends = (wanted.actor, wanted.target)
    return all(name is not None and own_side(name, world) for name in ends)


def _pair(here: str, there: str, wanted: EventFilter, world: World) -> str:
    first = _at(here, wanted.either or "", world)
    return first if wanted.other is None else f"{first} {_at(there, wanted.other, world)}"


def _at(end: str, name: str, world: World) -> str:
    """Give the pattern for an actor at one end: as a side where it is one, as named where it acts for another."""
    node, own = world.terms.actor(name), own_side(name, world)
    if own is None:
        return f"{{ ?e dip:{end} {node} }} UNION {{ ?e dip:{end}Side {node} }}"
    return f"?e dip:{end}{'Side' if own else ''} {node} ."


def _upwards(action: Action, actions: Mapping[str, Action]) -> set[str]:
    seen: set[str] = set()
    at: Action | None = action
    while at is not None and at.id not in seen:
        seen.add(at.id)
        at = actions.get(at.parent) if at.parent else None
    return seen


def keys_by_sparql(wanted: EventFilter, world: World) -> list[str]:
    """Give the keys of the events that meet a filter, in order, as the graph has them."""
    found = rows(world, f"SELECT DISTINCT ?e ?day WHERE {{ {pattern(wanted, world)} OPTIONAL {{ ?e dip:date ?day }} }}")
    dated = ((row["day"].value if row["day"] is not None else "~", t.name_of(row["e"])) for row in found)
    return [key for _, key in sorted(dated)]
