"""Which events: conditions on events, as SPARQL whose every value is a checked RDF term."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import graph.terms as t
from graph.world import World
from ontology.action import Action
from ontology.actor import ActorKind


class Level(StrEnum):
    """At which ends one looks: the sides of events, or the actors and targets that they name."""

    SIDE = "side"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Conditions that an event must all meet; None asks nothing.

    `actor`, `target` and `either` (actor or target) are ids of who is named or of a side; `other` is who stands
    opposite to `either`. `action` takes in the narrower actions; `root` is a two-digit CAMEO code; `role` is the
    sector (``GOV``, ``MIL``) of an actor named, `target_role` that of a target. `start` and `end` are included.
    `place` is the id of where it happened, `publisher` the source of a document that asserts it.
    """

    actor: str | None = None
    target: str | None = None
    either: str | None = None
    other: str | None = None
    role: str | None = None
    target_role: str | None = None
    action: str | None = None
    root: str | None = None
    plover: str | None = None
    quad: int | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    min_reports: int = 1
    disputed: bool | None = None
    place: str | None = None
    publisher: str | None = None

    @property
    def by_actor(self) -> bool:
        """Tell whether somebody is named, so that the events are found through him."""
        return any(name is not None for name in (self.actor, self.target, self.either))


EVERY = EventFilter()


def conditions(wanted: EventFilter, world: World) -> str:
    """Give the graph patterns and filters that `?e` must meet; ValueError for an unknown action or a bad quad class."""
    return "\n".join(_conditions(wanted, world))


def pattern(wanted: EventFilter, world: World) -> str:
    """Give the pattern that finds the events `?e` of a filter, with `?date` where needed; errors as `conditions`."""
    # Where they are found by somebody named, or by who denies them, to look at all events would take seconds.
    every = "" if wanted.by_actor or wanted.disputed else "?e a dip:Event ."
    dated = "?e dip:date ?date ." if wanted.start is not None or wanted.end is not None else ""
    return f"{every} {conditions(wanted, world)} {dated}"


def actions_of(wanted: EventFilter, actions: Mapping[str, Action]) -> list[str] | None:
    """Give the ids of the actions that a filter lets through, None for all; ValueError for an unknown one."""
    if wanted.action is not None and wanted.action not in actions:
        raise ValueError(f"there is no action {wanted.action!r} in the scheme: use an id such as 'criticizes'")
    if wanted.quad is not None and wanted.quad not in (1, 2, 3, 4):
        raise ValueError(f"{wanted.quad} is no quad class: use 1, 2, 3 or 4")
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


def own_side(name: str, world: World) -> bool | None:
    """Tell whether an actor always stands for himself; None where that depends on the date or is not known."""
    actor = world.actors.get(name)
    if actor is None:
        return None
    return None if actor.kind is ActorKind.PERSON else actor.acts_for is None


def is_kept(world: World, wanted: EventFilter, *actors: str) -> bool:
    """Tell whether assembly keeps the numbers asked for: those of all events of actors who are sides always."""
    return wanted == EVERY and all(own_side(actor, world) is True for actor in actors)


def _conditions(wanted: EventFilter, world: World) -> Iterator[str]:
    yield from _parties(wanted, world)
    for end, sector in (("actor", wanted.role), ("target", wanted.target_role)):
        if sector is not None:
            yield f"?e dip:{end}/dip:sector {t.text(sector)} ."
    allowed = actions_of(wanted, world.actions)
    if wanted.root is not None:
        yield f"?e dip:root {world.terms.code('cameo', wanted.root)} ."
    if allowed is not None:
        yield f"?e dip:action ?action . FILTER (?action IN ({', '.join(str(world.terms.action(a)) for a in allowed)}))"
    if wanted.start is not None:
        yield f"FILTER (?date >= {t.day(wanted.start)})"
    if wanted.end is not None:
        yield f"FILTER (?date <= {t.day(wanted.end)})"
    if wanted.min_reports > 1:
        yield f"?e dip:reports ?reports . FILTER (?reports >= {t.integer(wanted.min_reports)})"
    if wanted.disputed is not None and not (wanted.disputed and _is_pair(wanted, world)):
        # Few events are disputed, so these are where to begin.
        yield "?e dip:disputedBy ?denial ." if wanted.disputed else "FILTER NOT EXISTS { ?e dip:disputedBy ?denial }"
    yield from _told(wanted, world)


def _told(wanted: EventFilter, world: World) -> Iterator[str]:
    if wanted.place is not None:
        yield f"?e dip:place {world.terms.actor(wanted.place)} ."
    if wanted.publisher is not None:
        # One within the other, so that the engine goes from the event to its reports, and not from all documents.
        published = f"GRAPH ?told {{ ?told dcterms:publisher {t.text(wanted.publisher)} }}"
        yield f"FILTER EXISTS {{ GRAPH ?told {{ ?r dip:event ?e }} FILTER EXISTS {{ {published} }} }}"


def _parties(wanted: EventFilter, world: World) -> Iterator[str]:
    if _is_pair(wanted, world):
        # Through the dyad a pair is found at once, however busy both are.
        way = "disputedIn" if wanted.disputed else "dyad"
        yield f"?e dip:{way} {world.terms.dyad(wanted.actor or '', wanted.target or '')} ."
    else:
        for end, name in (("actor", wanted.actor), ("target", wanted.target)):
            if name is not None:
                yield _at(end, name, world)
    if wanted.either is not None:
        ways = [("actor", "target"), ("target", "actor")]
        yield " UNION ".join(f"{{ {_pair(here, there, wanted, world)} }}" for here, there in ways)
    elif wanted.other is not None:
        raise ValueError("`other` stands opposite to `either`: give both, or use `actor` and `target`")


def _is_pair(wanted: EventFilter, world: World) -> bool:
    """Tell whether actor and target are both named and always stand for themselves."""
    ends = (wanted.actor, wanted.target)
    return all(name is not None and own_side(name, world) for name in ends)


def _pair(here: str, there: str, wanted: EventFilter, world: World) -> str:
    first = _at(here, wanted.either or "", world)
    return first if wanted.other is None else f"{first} {_at(there, wanted.other, world)}"


def _at(end: str, name: str, world: World) -> str:
    """Give the pattern for an actor at one end: as a side where he is one, as named where he acts for another."""
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
