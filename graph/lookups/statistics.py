"""How much a graph holds, and how many events each actor has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from communique.graph.filters import own_side
from communique.graph.lookups.events import months
from communique.graph.rdf import terms as t
from communique.graph.stores.rows import rows
from communique.graph.stores.world import World


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of documents, reports, events, disputed events, dyads and found actors; the first and last day."""

    documents: int
    reports: int
    events: int
    disputed: int
    dyads: int
    found_actors: int
    curated_actors: int
    actions: int
    first: str | None
    last: str | None


def statistics(world: World) -> Statistics:
    """Give the numbers of a graph, mostly as materialized."""
    undated = _number(world, "SELECT (COUNT(*) AS ?c) WHERE { ?e dip:undated true }")
    found = months(world)
    return Statistics(
        documents=_sum(world, "PublicationMonth", "documents"),
        reports=_sum(world, "PublicationMonth", "storedReports"),
        events=_sum(world, "Month", "events") + undated,
        disputed=_number(world, "SELECT (COUNT(DISTINCT ?e) AS ?c) WHERE { ?e dip:disputedBy ?r }"),
        dyads=_sum(world, "Magnitude", "dyads"),
        found_actors=_number(world, "SELECT (COUNT(*) AS ?c) WHERE { ?a dip:found true }"),
        curated_actors=len(world.actors),
        actions=len(world.actions),
        first=min(_days(world, found[0])) if found else None,
        last=max(_days(world, found[-1])) if found else None,
    )


def events_by_side(world: World) -> dict[str, int]:
    """Give for every side the number of events in which it acts upon another or is acted upon."""
    found = rows(
        world,
        # The number belongs into each branch: joined to both at once, it would be looked for in all tallies there are.
        "SELECT ?side (SUM(?n) AS ?c) WHERE { { ?tally dip:sentBy ?side ; dip:events ?n } UNION "
        "{ ?tally dip:receivedBy ?side ; dip:events ?n } } GROUP BY ?side",
    )
    return {t.name_of(row["side"]): int(row["c"].value) for row in found}


def events_naming(world: World, actors: Iterable[str]) -> dict[str, int]:
    """Give the number of events that name each of some actors who are no sides; those of none are left out."""
    nodes = " ".join(str(world.terms.actor(name)) for name in sorted(actors))
    found = rows(
        world, f"SELECT ?actor ?n WHERE {{ VALUES ?actor {{ {nodes} }} ?named dip:names ?actor ; dip:events ?n }}"
    )
    return {t.name_of(row["actor"]): int(row["n"].value) for row in found}


def events_by_actor(world: World, names: Sequence[str], by_side: Mapping[str, int]) -> dict[str, int]:
    """Give the number of events of each of some actors: of sides from `by_side`, of others of those that name them."""
    others = [name for name in names if not own_side(name, world)]
    naming = events_naming(world, others) if others else {}
    return {name: naming.get(name, by_side.get(name, 0)) for name in names}


def _sum(world: World, kind: str, number: str) -> int:
    return _number(world, f"SELECT (SUM(?n) AS ?c) WHERE {{ ?counted a dip:{kind} ; dip:{number} ?n }}")


def _days(world: World, month: str) -> set[str]:
    found = rows(world, f"SELECT DISTINCT ?date WHERE {{ ?e dip:month {t.month(month)} ; dip:date ?date }}")
    return {row["date"].value for row in found}


def _number(world: World, sparql: str) -> int:
    value = rows(world, sparql)[0]["c"]
    return int(value.value) if isinstance(value, ox.Literal) else 0
