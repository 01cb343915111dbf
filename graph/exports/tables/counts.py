"""Counts as rows: relations by partner and pair, months, two actors by direction or by data set and period, moves.

And the periods and the parties of an action, and publishers.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from communique.graph.exports.tables.table import Column, Kind, Row, Table
from communique.graph.lookups.acts import ActsOf
from communique.graph.lookups.comparison import Comparison
from communique.graph.lookups.paths import Chain
from communique.graph.lookups.relations import Direction, Relation
from communique.graph.lookups.timelines import MonthOfActor
from communique.graph.table.overview import Move, PlaceCount, Strength
from communique.graph.table.publishers import PublisherCount
from communique.graph.table.rows import Pair
from communique.graph.tally import Tally
from communique.ontology.types import Action, Place

Label = Callable[[str], str]

_COUNTED = (
    Column("events", Kind.INTEGER, "how many"),
    Column("verbal_cooperation", Kind.INTEGER, "how many of quad class 1"),
    Column("material_cooperation", Kind.INTEGER, "how many of quad class 2"),
    Column("verbal_conflict", Kind.INTEGER, "how many of quad class 3"),
    Column("material_conflict", Kind.INTEGER, "how many of quad class 4"),
    Column("goldstein_sum", Kind.NUMBER, "sum of the Goldstein scores"),
    Column("goldstein_mean", Kind.NUMBER, "their mean"),
)
RELATION_COLUMNS = (
    Column("actor", about="id of the actor"),
    Column("actor_label", about="its name"),
    Column("partner", about="id of the partner"),
    Column("partner_label", about="its name"),
    Column("direction", about="sent or received by the actor"),
    *_COUNTED,
    Column("first", Kind.DAY, "day of the first event"),
    Column("last", Kind.DAY, "day of the last event"),
)
TIMELINE_COLUMNS = (
    Column("actor", about="id of the actor"),
    Column("actor_label", about="its name"),
    Column("month", about="the calendar month, as 2015-12"),
    Column("direction", about="sent or received by the actor"),
    *_COUNTED,
)
DYAD_COLUMNS = (
    Column("source", about="id of who acts"),
    Column("source_label", about="its name"),
    Column("target", about="id of who is acted upon"),
    Column("target_label", about="its name"),
    Column("period", about="the day, week, month or year"),
    *_COUNTED,
)
PAIR_COLUMNS = (
    Column("first", about="id of the one side"),
    Column("first_label", about="its name"),
    Column("second", about="id of the other"),
    Column("second_label", about="its name"),
    *_COUNTED,
    # In these tables `first` is a side.
    Column("first_day", Kind.DAY, "day of the first event"),
    Column("last_day", Kind.DAY, "day of the last event"),
)
MOVE_COLUMNS = (
    *PAIR_COLUMNS[:4],
    Column("kind", about="cooperation or conflict"),
    Column("month", about="the last month with an event, as 2015-12"),
    Column("events", Kind.INTEGER, "events of the kind in that month"),
    Column("before", Kind.NUMBER, "in a usual month of the year before"),
)
CHAIN_COLUMNS = (
    Column("chain", Kind.INTEGER, "which of the chains, from 1"),
    Column("step", Kind.INTEGER, "which of its steps, from 1"),
    *PAIR_COLUMNS[:4],
    Column("events", Kind.INTEGER, "how many between the two, both ways"),
)
PLACE_COLUMNS = (
    Column("place", about="id of the place"),
    Column("place_label", about="its name"),
    Column("kind", about="country, capital, city or region"),
    Column("country", about="id of the country"),
    Column("latitude", Kind.NUMBER, "degrees in WGS 84, of a named place"),
    Column("longitude", Kind.NUMBER, "degrees in WGS 84, of a named place"),
    *_COUNTED[:5],
)
COMPARISON_COLUMNS = (
    Column("dataset", about="name of the data set; communique is our reading"),
    Column("first", about="id of the one actor"),
    Column("first_label", about="its name"),
    Column("second", about="id of the other"),
    Column("second_label", about="its name"),
    Column("period", about="the day, week, month or year"),
    *_COUNTED,
)

ACTS_COLUMNS = (
    Column("action", about="id of the action"),
    Column("period", about="the day, week, month or year"),
    *_COUNTED,
)
PARTIES_COLUMNS = (
    *DYAD_COLUMNS[:4],
    *_COUNTED,
    Column("first", Kind.DAY, "day of the first event"),
    Column("last", Kind.DAY, "day of the last event"),
)
ACTION_COLUMNS = (
    Column("action", about="id of the action"),
    Column("label", about="its name"),
    Column("cameo", about="its CAMEO code"),
    Column("broader", about="id of the next broader action"),
    Column("plover", about="its PLOVER type"),
    Column("quad", Kind.INTEGER, "its quad class"),
    Column("goldstein", Kind.NUMBER, "its Goldstein score"),
    Column("events", Kind.INTEGER, "how many are of this action itself"),
)
PUBLISHER_COLUMNS = (
    Column("publisher", about="its name, empty where documents name none"),
    Column("dataset", about="name of the data set; communique is our reading"),
    Column("documents", Kind.INTEGER, "how many"),
    Column("first", Kind.DAY, "first day of publication"),
    Column("last", Kind.DAY, "last day of publication"),
)


def relation_table(relations: Iterable[Relation], label: Label) -> Table:
    """Give two rows for each relation: what the actor did to the partner, and what was done to it."""
    return Table(
        RELATION_COLUMNS,
        (
            (
                *_named(relation.actor, label),
                *_named(relation.partner, label),
                direction,
                *_counted(tally),
                tally.first,
                tally.last,
            )
            for relation in relations
            for direction, tally in (("sent", relation.sent), ("received", relation.received))
        ),
    )


def timeline_table(actor: str, months: Iterable[MonthOfActor], label: Label) -> Table:
    """Give two rows for each month: what the actor did, and what was done to it."""
    return Table(
        TIMELINE_COLUMNS,
        (
            (*_named(actor, label), month.month, direction, *_counted(tally))
            for month in months
            for direction, tally in (("sent", month.sent), ("received", month.received))
        ),
    )


def dyad_table(directions: Iterable[Direction], label: Label) -> Table:
    """Give a row for each period of each direction."""
    return Table(
        DYAD_COLUMNS,
        (
            (*_named(way.source, label), *_named(way.target, label), period, *_counted(tally))
            for way in directions
            for period, tally in way.months
        ),
    )


def strength_table(pairs: Iterable[Strength], label: Label) -> Table:
    """Give a row for each pair of sides, both directions together."""
    return Table(PAIR_COLUMNS, (_summed(pair.sides, pair, label) for pair in pairs))


def move_table(moves: Iterable[Move], label: Label) -> Table:
    """Give a row for each move."""
    return Table(
        MOVE_COLUMNS,
        ((*_both(move.sides, label), move.kind, move.month, move.events, round(move.before, 4)) for move in moves),
    )


def chain_table(chains: Iterable[Chain], label: Label) -> Table:
    """Give a row for each step of each chain that connects two actors."""
    rows = (
        (number, step, *_both(ends, label), events)
        for number, chain in enumerate(chains, 1)
        for step, (ends, events) in enumerate(zip(pairwise(chain.actors), chain.events, strict=True), 1)
    )
    return Table(CHAIN_COLUMNS, rows)


def place_table(found: Iterable[PlaceCount], place_of: Callable[[str], Place]) -> Table:
    """Give a row for each place."""
    rows = (
        (
            place.id,
            place.label,
            place.kind.value,
            place.country,
            place.latitude,
            place.longitude,
            each.events,
            *each.quads,
        )
        for each in found
        for place in [place_of(each.place)]
    )
    return Table(PLACE_COLUMNS, rows)


def comparison_table(first: str, second: str, found: Comparison, label: Label) -> Table:
    """Give a row for each period of each data set, both directions together."""
    ends = _both((first, second), label)
    return Table(
        COMPARISON_COLUMNS,
        (
            (each.dataset, *ends, period, *_numbers(counts.events, counts.quads, counts.goldstein_sum))
            for each in found.datasets
            for period, counts in each.periods
        ),
    )


def acts_table(found: ActsOf) -> Table:
    """Give a row for each period of an action."""
    return Table(ACTS_COLUMNS, ((found.action, period, *_counted(tally)) for period, tally in found.periods))


def parties_table(pairs: Iterable[Pair], label: Label) -> Table:
    """Give a row for each two sides of which the one did something to the other."""
    return Table(PARTIES_COLUMNS, (_summed((pair.source, pair.target), pair, label) for pair in pairs))


def action_table(actions: Iterable[Action], events: Mapping[str, int]) -> Table:
    """Give a row for each action, with its events."""
    rows = (
        (a.id, a.label, a.cameo, a.parent, a.plover_type, a.quad, a.goldstein, events.get(a.id, 0)) for a in actions
    )
    return Table(ACTION_COLUMNS, rows)


def publisher_table(found: Iterable[PublisherCount]) -> Table:
    """Give a row for each publisher in each data set."""
    rows = ((each.publisher, each.dataset, each.documents, each.first, each.last) for each in found)
    return Table(PUBLISHER_COLUMNS, rows)


def _named(name: str, label: Label) -> Row:
    return (name, label(name))


def _both(names: tuple[str, str], label: Label) -> Row:
    return (*_named(names[0], label), *_named(names[1], label))


def _summed(names: tuple[str, str], pair: Strength | Pair, label: Label) -> Row:
    numbers = _numbers(pair.events, pair.quads, pair.goldstein_sum)
    return (*_both(names, label), *numbers, pair.first, pair.last)


def _counted(tally: Tally) -> Row:
    return _numbers(tally.events, tally.quads, float(tally.goldstein))


def _numbers(events: int, quads: Iterable[int], score: float) -> Row:
    return (events, *quads, score, round(score / events, 4) if events else None)
