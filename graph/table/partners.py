"""Events counted by partner: the engine sums them up, puts the partners in order and gives a page of them."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from communique.graph.filters import EventFilter, Level, is_plain, own_side
from communique.graph.table.conditions import SCORED, listed, selected
from communique.graph.table.counting import tally_of
from communique.graph.table.layout import KEY_BITS, NO_DAY, date_of, first_of_day
from communique.graph.table.names import number_of
from communique.graph.table.view import View
from communique.graph.tally import Tally

# The number of events with a partner, and its id: by these partners are in order.
Rank = tuple[int, str]
_NUMBERS = ("events", "one", "two", "three", "four", "score")
_DAY = f"CASE WHEN e.id < {first_of_day(NO_DAY)} THEN e.id >> {KEY_BITS} END"
_SUMS = (
    "COUNT(*) AS events, SUM(a.quad = 1) AS one, SUM(a.quad = 2) AS two, SUM(a.quad = 3) AS three, "
    f"SUM(a.quad = 4) AS four, SUM(a.score) AS score, MIN({_DAY}) AS first, MAX({_DAY}) AS last"
)
_COUNTED = f"{', '.join(_NUMBERS)}, first, last"
# Events sent have the way 0, events received 1. What goes on within one side is both at once, and counts once.
_SENT, _RECEIVED = (
    ", ".join(
        [
            *(f"SUM((way = {way}) * {name}) AS {name}{way}" for name in _NUMBERS),
            f"MIN(IIF(way = {way}, first, NULL)), MAX(IIF(way = {way}, last, NULL))",
        ]
    )
    for way in (0, 1)
)
_ALL = "events0 + IIF(partner = :me AND events0, 0, events1)"
_PAGE = f"""
SELECT counted.*, name.text FROM (SELECT partner, {_SENT}, {_RECEIVED} FROM ({{ways}}) GROUP BY partner) AS counted
JOIN name ON name.id = partner WHERE (-({_ALL}), name.text) > (:most, :after)
ORDER BY {_ALL} DESC, name.text LIMIT :limit
"""
_IN_ORDER = ("event_dyad", "event_dyad_back")
# By what events are grouped for the partners in a column: in the order of these indexes, so that nothing is sorted. A
# partner may have several groups, which are added up.
_GROUPED = {
    "target": "e.target",
    "source": "e.source",
    "targets": "e.target, e.targets",
    "actors": "e.source, e.actors",
}
_BY_ACTION = ("e.target, e.targets, e.action", "e.source, e.actors, e.action")
_COMMONEST = """
SELECT partner, action FROM (
    SELECT partner, action, SUM(events) AS number, MAX(SUM(events)) OVER (PARTITION BY partner) AS most
    FROM ({ways}) WHERE way = 0 OR partner <> :within GROUP BY partner, action
) WHERE number = most
"""


@dataclass(frozen=True, slots=True)
class PartnerCount:
    """A partner, what an actor did to it, what it did to the actor, and the commonest action in both directions."""

    partner: str
    sent: Tally
    received: Tally
    action: str


def partners(
    view: View,
    actor: str,
    other: str | None,
    filters: EventFilter,
    level: Level,
    after: Rank | None = None,
    limit: int | None = None,
) -> list[PartnerCount]:
    """Give an actor's partners, those of most events first, of equals by id: all, one other, or a page.

    Partners are sides, or at actor level whoever is named. `after` is the rank of the last one of the page before.
    """
    asked = (filters, level, actor, other)
    most, name = (-(1 << 62), "") if after is None else (-after[0], after[1])
    with view.reading() as database:
        me = number_of(database, actor)
        given = {"me": me, "most": most, "after": name, "limit": -1 if limit is None else limit}
        rows = database.execute(_PAGE.format(ways=_summed(view, database, *asked)), given).fetchall()
        within = me if any(row[0] == me and row[1] for row in rows) else -1
        page = [row[0] for row in rows]
        actions = defaultdict[int, list[str]](list)
        mix = _COMMONEST.format(ways=_mixed(view, database, *asked, page))
        for partner, action in database.execute(mix, {"within": within}) if page else ():
            actions[partner].append(view.names.of(database, action))
    return [_partner(row, min(actions[row[0]], default=""), within=row[0] == within) for row in rows]


def _summed(
    view: View, database: sqlite3.Connection, filters: EventFilter, level: Level, actor: str, other: str | None
) -> str:
    """Give the query for the numbers of each partner, one row for each way."""
    if level is Level.SIDE and is_plain(view.world, filters, actor):
        me = number_of(database, actor)
        end = "" if other is None else f" AND {{}} = {number_of(database, other)}"
        return " UNION ALL ".join(
            f"SELECT {there} AS partner, {way} AS way, {_COUNTED} FROM dyad WHERE {here} = {me}{end.format(there)}"
            for way, here, there in ((0, "source", "target"), (1, "target", "source"))
        )
    parts = []
    for way, wanted, end in _ways(filters, level, actor, other):
        rows = f"{selected(wanted, view, database, joined=SCORED, by_day=False)} AND e.{end}"
        parts.append(
            _of_named(level, f"SELECT e.{end} AS partner, {_SUMS} FROM {rows} GROUP BY {_GROUPED[end]}", way, _COUNTED)
        )
    return " UNION ALL ".join(parts)


def _mixed(
    view: View,
    database: sqlite3.Connection,
    filters: EventFilter,
    level: Level,
    actor: str,
    other: str | None,
    page: Sequence[int],
) -> str:
    """Give the query for the events of each action with some partners, one row for each way."""
    some = listed(page)
    if level is Level.SIDE and is_plain(view.world, filters, actor):
        me = number_of(database, actor)
        return (
            f"SELECT target AS partner, 0 AS way, action, events FROM dyad_action WHERE source = {me} "
            f"AND target IN ({some}) UNION ALL "
            f"SELECT source, 1, action, events FROM dyad_action WHERE target = {me} AND source IN ({some})"
        )
    # Of a side alone are the events in order of partner and action, which the engine would not choose by itself.
    in_order = other is None and own_side(actor, view.world)
    parts = []
    for way, wanted, end in _ways(filters, level, actor, other):
        index = f" INDEXED BY {_IN_ORDER[way]}" if in_order else ""
        found = selected(wanted, view, database, joined=index, by_day=False)
        if level is Level.SIDE:
            rows = f"{found} AND {'' if in_order else '+'}e.{end} IN ({some})"
        else:
            # Grouped in order first: to look for the partners in the bundle of each event takes twice as long.
            rows = f"{found} AND e.{end}"
        counted = f"SELECT e.{end} AS partner, e.action, COUNT(*) AS events FROM {rows} GROUP BY {_BY_ACTION[way]}"
        parts.append(_of_named(level, counted, way, "action, events", f"WHERE +member.name IN ({some})"))
    return " UNION ALL ".join(parts)


def _ways(filters: EventFilter, level: Level, actor: str, other: str | None) -> Iterable[tuple[int, EventFilter, str]]:
    """Give both ways, with the filter of its events and the column where the partners stand."""
    ends = ("target", "source") if level is Level.SIDE else ("targets", "actors")
    yield 0, replace(filters, actor=actor, target=other), ends[0]
    yield 1, replace(filters, actor=other, target=actor), ends[1]


def _of_named(level: Level, query: str, way: int, columns: str, end: str = "") -> str:
    """Give the rows of a query whose partners are sides, or bundles of those named, which become a row for each."""
    if level is Level.SIDE:
        return f"SELECT partner, {way} AS way, {columns} FROM ({query})"
    found = f"({query}) AS bundled CROSS JOIN member ON member.bundle = bundled.partner {end}"
    return f"SELECT member.name AS partner, {way} AS way, {columns} FROM {found}"


def _partner(row: Sequence[int | str | None], action: str, *, within: bool) -> PartnerCount:
    _, *both, name = row
    sent, received = (_tally(both[at : at + len(_NUMBERS) + 2]) for at in (0, len(_NUMBERS) + 2))
    return PartnerCount(str(name), sent, Tally() if within else received, action)


def _tally(counted: Sequence[int | str | None]) -> Tally:
    *numbers, first, last = (None if each is None else int(each) for each in counted)
    return tally_of([each or 0 for each in numbers], date_of(first), date_of(last))
