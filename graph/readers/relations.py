"""What is between the actors of an event graph: relations, their course, who did what to whom."""

from collections.abc import Iterable

from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.lookups import paths, relations, timelines
from communique.graph.lookups.acts import ActsOf, acts_of, events_by_action, parties_of
from communique.graph.lookups.comparison import Comparison, compare
from communique.graph.lookups.courses import Course, courses
from communique.graph.lookups.paths import LONGEST, Chain
from communique.graph.lookups.relations import Direction, Relation
from communique.graph.lookups.timelines import Granularity, MonthOfActor
from communique.graph.readers.store import StoreReader
from communique.graph.table.partners import Rank
from communique.graph.table.rows import Pair


class RelationsReader(StoreReader):
    """What is between actors."""

    def relations(
        self,
        actor: str,
        other: str | None = None,
        *,
        filters: EventFilter = EVERY,
        level: Level = Level.SIDE,
        after: Rank | None = None,
        limit: int | None = None,
    ) -> list[Relation]:
        """Give an actor's relations by partner (sides, or at actor level those named), those of most events first."""
        return relations.relations(self._view, actor, other, filters=filters, level=level, after=after, limit=limit)

    def dyad(self, first: str, second: str) -> tuple[Direction, Direction]:
        """Give both directions between two sides."""
        return relations.dyad(self._view, first, second)

    def between(
        self,
        first: str,
        second: str,
        filters: EventFilter = EVERY,
        per: Granularity = Granularity.MONTH,
    ) -> tuple[Direction, Direction]:
        """Give what each of two actors did to the other, with its periods in order (undated events are in none)."""
        return timelines.between(self._view, first, second, filters, per)

    def courses(self, actor: str, partners: Iterable[str], filters: EventFilter = EVERY) -> dict[str, Course]:
        """Give an actor's events with each of some sides by year and quad class, both directions together."""
        return courses(self._view, actor, partners, filters)

    def timeline(self, actor: str, filters: EventFilter = EVERY) -> list[MonthOfActor]:
        """Give the months in which an actor acted upon another or was acted upon, in order."""
        return timelines.timeline(self._view, actor, filters)

    def acts(self, action: str, filters: EventFilter = EVERY, per: Granularity = Granularity.YEAR) -> ActsOf:
        """Give the events of an action and its narrower ones: how many of each, and by period."""
        return acts_of(self._view, action, filters, per)

    def events_by_action(self, filters: EventFilter = EVERY) -> dict[str, int]:
        """Give how many of the events that meet a filter are of each action itself; others have none."""
        return events_by_action(self._view, filters)

    def parties(self, action: str, filters: EventFilter = EVERY, limit: int | None = None) -> list[Pair]:
        """Give which side did an action, or a narrower one, to which other: those of most events first."""
        return parties_of(self._view, action, filters, limit)

    def chains(self, first: str, last: str, *, longest: int = LONGEST, limit: int = 5) -> list[Chain]:
        """Give the shortest chains of relations between two sides, strongest first."""
        return paths.chains(self._view, first, last, longest=longest, limit=limit)

    def compare(
        self, first: str, second: str, wanted: EventFilter = EVERY, per: Granularity = Granularity.MONTH
    ) -> Comparison:
        """Give what each data set tells of what two actors did to each other, and how far the data sets agree.

        `first` and `second` are ids; `wanted` may name all conditions but the parties.
        """
        return compare(self._view, first, second, wanted, per)
