"""What an event graph holds as a whole: how much of what, and what stands out."""

from collections.abc import Iterable, Mapping, Sequence

from communique.graph.filters import EventFilter
from communique.graph.lookups import statistics
from communique.graph.lookups.statistics import Statistics
from communique.graph.readers.store import StoreReader
from communique.graph.table import counting as numbers
from communique.graph.table import overview
from communique.graph.table.overview import Move, PlaceCount, Strength
from communique.graph.table.publishers import PublisherCount, publishers


class OverviewReader(StoreReader):
    """How much there is of what, and what stands out."""

    def statistics(self) -> Statistics:
        """Give the numbers of documents, reports, events, dyads and actors, and from when to when they reach."""
        return statistics.statistics(self._view)

    def publishers(self) -> list[PublisherCount]:
        """Give who published the documents of each data set, those of most documents first."""
        return publishers(self._view)

    def loaded_alone(self) -> Mapping[str, int]:
        """Give how many of the documents, reports and events were loaded into the event table alone."""
        return statistics.loaded_alone(self._view)

    def events_by_side(self) -> dict[str, int]:
        """Give for every side the number of events in which it acts upon another or is acted upon."""
        return numbers.events_by_side(self._view)

    def events_by_actor(self, names: Sequence[str], by_side: Mapping[str, int] | None = None) -> dict[str, int]:
        """Give the number of events of each of some actors; `by_side` is what `events_by_side` gave, if it is known."""
        return statistics.events_by_actor(self._view, names, self.events_by_side() if by_side is None else by_side)

    def strongest(self, limit: int = 20) -> list[Strength]:
        """Give the pairs of two sides with most events, in both directions."""
        return overview.strongest(self._view, limit)

    def moves(self, limit: int = 10) -> list[Move]:
        """Give the pairs that have most more conflict, then cooperation, in the last month than in the year before."""
        return overview.moves(self._view, limit)

    def places_of(self, ways: Iterable[EventFilter], limit: int = 20) -> list[PlaceCount]:
        """Give where the events are that meet one of some filters that exclude each other: places with numbers."""
        return overview.places(self._view, self._checked(ways), limit)

    def datasets_of(self, ways: Iterable[EventFilter]) -> list[str]:
        """Give the data sets, by name, that tell of an event which meets one of some filters."""
        return overview.datasets(self._view, self._checked(ways))
