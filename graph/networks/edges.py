"""Events as edges, one by one or summed up, in one pass over their rows."""

import datetime as dt
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import product

from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.networks.elements import NO_EXAMPLE, Example, NetworkEdge, Spell
from communique.graph.networks.examples import examples_of, with_examples
from communique.graph.networks.selection import Edges, ExportedGraph
from communique.graph.table.rows import EventRow
from communique.ontology.types import Action

_DAY = dt.timedelta(days=1)


def edges(
    graph: ExportedGraph,
    wanted: EventFilter = EVERY,
    level: Level = Level.SIDE,
    kind: Edges = Edges.EVENTS,
    *,
    sentences: bool = True,
    within: Container[str] | None = None,
) -> Iterator[NetworkEdge]:
    """Give the events that have a target as edges.

    Parameters
    ----------
    graph
        Where the events are.
    wanted
        Which events; all by default.
    level
        Whether the ends are sides, or the actors that reports name: then an event gives an edge for each pair.
    kind
        What an edge is.
    sentences
        Whether edges have a sentence each, which takes longer.
    within
        Ids of actors: only what is between these; all by default.

    Yields
    ------
    NetworkEdge
        Events by date and key, sums by their ends and root.
    """
    every = _edges(graph, wanted, level, kind, sentences=sentences)
    if within is None:
        yield from every
    else:
        yield from (edge for edge in every if edge.source in within and edge.target in within)


def _edges(
    graph: ExportedGraph, wanted: EventFilter, level: Level, kind: Edges, *, sentences: bool
) -> Iterator[NetworkEdge]:
    if kind is Edges.EVENTS:
        rows = with_examples(graph, wanted) if sentences else ((row, NO_EXAMPLE) for row in graph.rows(wanted))
        for row, example in rows:
            yield from of_event(row, level, example)
        return
    sums = summed(graph.rows(wanted), level, kind)
    keys = {total.best[2] for total in sums.values()} if sentences else set()
    examples = examples_of(graph, wanted, keys) if keys else {}
    roots = {action.cameo: action for action in graph.world.actions.values() if action.cameo == action.root}
    for (start, end, root), total in sorted(sums.items(), key=lambda entry: entry[0]):
        yield total.edge(start, end, root, roots.get(root), examples.get(total.best[2], NO_EXAMPLE))


def of_event(row: EventRow, level: Level, example: Example = NO_EXAMPLE) -> Iterator[NetworkEdge]:
    """Give the edges of an event: between its sides, or between each two actors that it names."""
    spells = () if row.date is None else ((row.date, _last(row, row.date)),)
    quads = (int(row.quad == 1), int(row.quad == 2), int(row.quad == 3), int(row.quad == 4))
    for number, (start, end) in enumerate(ends(row, level)):
        yield NetworkEdge(
            row.key if number == 0 else f"{row.key}-{number}",
            start,
            end,
            row.action,
            row.label,
            row.cameo,
            row.root,
            row.quad,
            row.goldstein,
            row.reports,
            quads,
            row.reports,
            int(row.disputed),
            row.date,
            spells[0][1] if spells else None,
            spells,
            example,
        )


def ends(row: EventRow, level: Level) -> Iterator[tuple[str, str]]:
    """Give the ordered pairs between which an event is."""
    if level is Level.ACTOR:
        return product(row.actors, row.targets)
    return iter(() if row.target is None else ((row.source, row.target),))


def summed(rows: Iterator[EventRow], level: Level, kind: Edges) -> dict[tuple[str, str, str], "Sum"]:
    """Give the sums of events by their ends and root ("" where roots are not distinguished)."""
    found: dict[tuple[str, str, str], Sum] = {}
    for row in rows:
        root = row.root if kind is Edges.ROOTS else ""
        for start, end in ends(row, level):
            total = found.get((start, end, root))
            if total is None:
                total = found[start, end, root] = Sum()
            total.add(row)
    return found


def _last(row: EventRow, first: dt.date) -> dt.date:
    return first if row.date_end is None else max(first, row.date_end)


@dataclass(slots=True)
class Sum:
    """What some events come to; they are added in the order of their dates."""

    events: int = 0
    reports: int = 0
    disputed: int = 0
    goldstein: float = 0.0
    quads: list[int] = field(default_factory=lambda: [0, 0, 0, 0, 0])
    spells: list[Spell] = field(default_factory=list)
    # Of the event that most reports tell, the latest of equals.
    best: tuple[int, dt.date, str] = (0, dt.date.min, "")

    def add(self, row: EventRow) -> None:
        """Add an event."""
        self.events += 1
        self.reports += row.reports
        self.disputed += row.disputed
        self.goldstein += row.goldstein
        self.quads[row.quad] += 1
        best = (row.reports, row.date or dt.date.min, row.key)
        if best > self.best:
            self.best = best
        if row.date is not None:
            self.extend(row.date, _last(row, row.date))

    def extend(self, first: dt.date, last: dt.date) -> None:
        """Add days on which events were, which begin no sooner than those before."""
        if self.spells and first <= self.spells[-1][1] + _DAY:
            before = self.spells[-1]
            self.spells[-1] = (before[0], max(before[1], last))
        else:
            self.spells.append((first, last))

    def edge(self, start: str, end: str, root: str, action: Action | None, example: Example) -> NetworkEdge:
        """Give the sum as an edge."""
        one, two, three, four = self.quads[1:]
        # Of equals the later, so the more conflictive.
        quad = max(range(5), key=lambda number: (self.quads[number], number))
        return NetworkEdge(
            id=f"{start}>{end}>{root}" if root else f"{start}>{end}",
            source=start,
            target=end,
            kind=action.id if action else root,
            label=action.label if action else root,
            cameo=root,
            root=root,
            quad=quad,
            goldstein=round(self.goldstein / self.events, 4),
            weight=self.events,
            quads=(one, two, three, four),
            reports=self.reports,
            disputed=self.disputed,
            first=self.spells[0][0] if self.spells else None,
            last=max(last for _, last in self.spells) if self.spells else None,
            spells=tuple(self.spells),
            example=example,
        )
