"""How much a graph holds, and how many events each actor has."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from graph import terms as t
from graph.reading import select
from graph.world import World


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
    """Give the numbers of a graph, as far as assembly keeps them without counting anew."""
    dated = _number(world, "SELECT (SUM(?n) AS ?c) WHERE { ?tally a dip:Month ; dip:events ?n }")
    undated = _number(world, "SELECT (COUNT(*) AS ?c) WHERE { ?e dip:undated true }")
    bounds = next(
        select(
            world, "SELECT (MIN(?f) AS ?first) (MAX(?l) AS ?last) WHERE { ?d a dip:Dyad ; dip:first ?f ; dip:last ?l }"
        )
    )
    return Statistics(
        documents=_number(world, "SELECT (COUNT(*) AS ?c) WHERE { GRAPH ?d { ?d a schema:NewsArticle } }"),
        reports=_number(world, "SELECT (COUNT(*) AS ?c) WHERE { GRAPH ?d { ?r a dip:Report } }"),
        events=dated + undated,
        disputed=_number(world, "SELECT (COUNT(DISTINCT ?e) AS ?c) WHERE { ?e dip:disputedBy ?r }"),
        dyads=_number(world, "SELECT (COUNT(*) AS ?c) WHERE { ?d a dip:Dyad }"),
        found_actors=_number(world, "SELECT (COUNT(*) AS ?c) WHERE { ?a dip:found true }"),
        curated_actors=len(world.actors),
        actions=len(world.actions),
        first=_text(bounds, "first"),
        last=_text(bounds, "last"),
    )


def events_by_side(world: World) -> dict[str, int]:
    """Give for every side the number of events in which it acts upon another or is acted upon."""
    rows = select(
        world,
        "SELECT ?side (SUM(?n) AS ?c) WHERE { { ?tally dip:sentBy ?side } UNION { ?tally dip:receivedBy ?side } "
        "?tally dip:events ?n } GROUP BY ?side",
    )
    return {t.name_of(row["side"]): int(row["c"].value) for row in rows}


def events_naming(world: World, actors: Iterable[str]) -> dict[str, int]:
    """Give the number of events that name each of some actors; those of none are left out."""
    nodes = " ".join(str(world.terms.actor(name)) for name in sorted(actors))
    rows = select(
        world,
        f"SELECT ?actor (COUNT(DISTINCT ?e) AS ?c) WHERE {{ VALUES ?actor {{ {nodes} }} "
        "{ ?e dip:actor ?actor } UNION { ?e dip:target ?actor } } GROUP BY ?actor",
    )
    return {t.name_of(row["actor"]): int(row["c"].value) for row in rows}


def _number(world: World, sparql: str) -> int:
    value = next(select(world, sparql))["c"]
    return int(value.value) if isinstance(value, ox.Literal) else 0


def _text(row: ox.QuerySolution, name: str) -> str | None:
    value = row[name]
    return value.value if isinstance(value, ox.Literal) else None
