"""How much a graph holds, and how many events each actor has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from communique.graph.filters import own_side
from communique.graph.stores.rows import rows
from communique.graph.table.counting import events_naming, reach, totals
from communique.graph.table.view import View


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


def statistics(view: View) -> Statistics:
    """Give the numbers of a graph."""
    counted, (first, last) = totals(view), reach(view)
    return Statistics(
        documents=counted["documents"],
        reports=counted["reports"],
        events=counted["events"],
        disputed=counted["disputed"],
        dyads=counted["dyads"],
        found_actors=_found(view),
        curated_actors=len(view.world.actors),
        actions=len(view.world.actions),
        first=None if first is None else first.isoformat(),
        last=None if last is None else last.isoformat(),
    )


def loaded_alone(view: View) -> Mapping[str, int]:
    """Give how many documents, reports and events are in the event table alone."""
    asked = "SELECT COUNT(DISTINCT document), COUNT(*), COUNT(DISTINCT event.id) FROM event JOIN report"
    with view.reading() as database:
        found = database.execute(f"{asked} ON report.event = event.key WHERE loaded").fetchone()
    return dict(zip(("documents", "reports", "events"), found, strict=True))


def events_by_actor(view: View, names: Sequence[str], by_side: Mapping[str, int]) -> dict[str, int]:
    """Give the number of events of each of some actors: of sides from `by_side`, of others of those that name them."""
    others = [name for name in names if not own_side(name, view.world)]
    naming = events_naming(view, others) if others else {}
    return {name: naming.get(name, by_side.get(name, 0)) for name in names}


def _found(view: View) -> int:
    (row,) = rows(view.world, "SELECT (COUNT(*) AS ?c) WHERE { ?a dip:found true }")
    return int(row["c"].value) if isinstance(row["c"], ox.Literal) else 0
