"""Everything that can be asked of an event graph, whoever may write to it."""

from communique.graph.readers.actors import ActorsReader
from communique.graph.readers.events import EventsReader
from communique.graph.readers.overview import OverviewReader
from communique.graph.readers.queries import QueryReader
from communique.graph.readers.relations import RelationsReader


class GraphReader(EventsReader, ActorsReader, RelationsReader, OverviewReader, QueryReader):
    """An event graph to read from: events are counted and listed from its table, all else is read from the store."""

    def within(self, seconds: float) -> "GraphReader":
        """Give the same graph for look-ups that have so many seconds from now, all together.

        After that they raise SearchTimeError; IndexNotReadyError where the table is still being made from the graph.
        """
        return GraphReader(self.world, self._table, seconds)
