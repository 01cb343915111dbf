"""One action, with its narrower ones: how often, when, and who did it to whom."""

from dataclasses import dataclass, replace

from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.lookups.known_values import check_known
from communique.graph.lookups.relations import Actions, Months, actions_in_order
from communique.graph.lookups.timelines import Granularity
from communique.graph.table import periods
from communique.graph.table.periods import by_action, by_period
from communique.graph.table.rows import Pair
from communique.graph.table.streaming import pairs
from communique.graph.table.view import View
from communique.graph.tally import Tally


@dataclass(frozen=True, slots=True)
class ActsOf:
    """The events of an action and its narrower ones: their tally, how many of each action, and their periods."""

    action: str
    tally: Tally
    actions: Actions
    periods: Months


def acts_of(view: View, action: str, filters: EventFilter = EVERY, per: Granularity = Granularity.YEAR) -> ActsOf:
    """Give the events of an action that meet a filter, with their periods in order (undated events are in none)."""
    wanted = replace(filters, action=action)
    check_known(wanted, view.world)
    total, actions = by_action(view, wanted)
    periods = tuple((per.of(each.first), each) for each in by_period(view, wanted, per) if each.first is not None)
    return ActsOf(action, total, actions_in_order(actions), periods)


def events_by_action(view: View, filters: EventFilter = EVERY) -> dict[str, int]:
    """Give how many of the events that meet a filter are of each action itself."""
    check_known(filters, view.world)
    return periods.events_by_action(view, filters)


def parties_of(view: View, action: str, filters: EventFilter = EVERY, limit: int | None = None) -> list[Pair]:
    """Give which side did an action to which other, those of most events first."""
    wanted = replace(filters, action=action)
    check_known(wanted, view.world)
    found = (pair for pair in pairs(view, wanted, Level.SIDE) if pair.source != pair.target)
    return sorted(found, key=lambda pair: (-pair.events, pair.source, pair.target))[:limit]
