"""How many events there are."""

from communique.graph.filters import EventFilter
from communique.graph.lookups.known_values import check_known
from communique.graph.table import counting
from communique.graph.table.view import View


def count_events(view: View, wanted: EventFilter) -> int:
    """Give the number of events that meet a filter; ValueError where it asks for what is not known."""
    check_known(wanted, view.world)
    return counting.count_events(view, wanted)
