"""What the handlers share: the graph, the query processes, the coder, and what is cached between requests."""

import asyncio
import gc
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from fastapi import Request

from communique.api.http.metrics.measures import Measures, new_measures
from communique.api.http.outgoing.federation import Federation
from communique.api.http.outgoing.forwarding import WriterClient
from communique.api.http.outgoing.requests import Outgoing
from communique.api.http.workers.answer_cache import AnswerCache
from communique.api.http.workers.pool import QueryPool
from communique.api.http.workers.published import Published
from communique.api.http.workers.queries import Limits
from communique.api.http.workers.readers import Readers
from communique.api.http.workers.remote_queries import RemoteQueries
from communique.api.http.workers.snapshots import StoreCopies
from communique.api.http.workers.turns import Turns
from communique.api.opening import known_actors
from communique.api.settings import Settings
from communique.graph import (
    EventGraph,
    Move,
    NameIndex,
    PublisherCount,
    Resolver,
    Strength,
    bearers,
    curated_names,
)
from communique.ontology.actors import TypedNames, typed_names

T = TypeVar("T")
# Seconds for which a thread that computes keeps the interpreter. With Python's 5 ms a request that changes threads
# three times waits 120 ms beside eight that are busy.
_SWITCH = 0.0005
# Whole answers are compressed, and so take less room than those that are not.
_MOST_WHOLE = 1 << 25


@dataclass(frozen=True, slots=True)
class StandingOut:
    """The strongest pairs of sides, and those that changed most of late."""

    strongest: list[Strength]
    moves: list[Move]


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a service shares its work: `among` so many processes that answer, and one that writes.

    Of those that answer each asks the `writer`; the one that writes tells by `published` what it has written.
    """

    among: int = 1
    writer: WriterClient | None = None
    published: Published | None = None


ALONE = Sharing()


class Service:
    """One running service. Writing goes through `writing`, one at a time, and is followed by `wrote`.

    Texts are read by `readers`, and exports are written in turns of `exporting`.
    """

    def __init__(
        self,
        settings: Settings,
        snapshots: StoreCopies,
        outgoing: Outgoing | None = None,
        sharing: Sharing = ALONE,
        measures: Measures | None = None,
    ) -> None:
        self.settings, self.snapshots, self.sharing = settings, snapshots, sharing
        self.measures = measures or new_measures()
        graph = snapshots.graph
        self.writing = threading.Lock()
        self.readers = Readers(settings, self.measures)
        # An export of a large graph takes minutes and gigabytes.
        self.exporting = Turns(2, 4, "others are exporting the graph already")
        size = max(2, max(4, 2 * (os.cpu_count() or 1)) // sharing.among)
        limits = Limits(settings.time_limit, settings.memory, settings.most_answer, settings.most_time)
        prefixes, base = graph.terms.prefixes(), graph.namespace.base
        self.pool: QueryPool | RemoteQueries = (
            QueryPool(size, limits, snapshots, prefixes, base, self.measures)
            if graph.endpoint is None
            else RemoteQueries(graph.endpoint, graph.protocol_parameters, limits, prefixes, base)
        )
        # Where a server answers the queries, the processes here only parse.
        self.parsers = (
            self.pool
            if isinstance(self.pool, QueryPool)
            else QueryPool(size, limits, snapshots, prefixes, base, self.measures)
        )
        way_out = outgoing if outgoing is not None else Outgoing(settings.outgoing)
        self.federation = Federation(way_out, self.parsers, prefixes, base)
        # On a server, others may write without our knowing.
        self.shares_store = graph.endpoint is not None
        self.answers = AnswerCache()
        # As they went out, headers and all.
        self.whole_answers = AnswerCache(_MOST_WHOLE)
        self._cache: dict[str, tuple[int, object]] = {}

    def prepare(self, *, alone: bool) -> None:
        """Begin with what takes a second, so that the first who looks for an actor need not wait.

        Where the service is `alone` in its process, what is there by then is no longer searched for garbage.
        """
        if alone:
            sys.setswitchinterval(_SWITCH)
        threading.Thread(target=self._prepare, args=(alone,), daemon=True).start()

    def _prepare(self, alone: bool) -> None:
        _ = self._curated, self._typed_names
        if alone:
            # Millions of small objects for as long as it runs: looking through them held up every request.
            gc.collect()
            gc.freeze()

    @property
    def graph(self) -> EventGraph:
        """Give the graph that look-ups ask."""
        return self.snapshots.graph

    def wrote(self) -> None:
        """Note that the graph has changed."""
        self.snapshots.wrote()

    def flush(self) -> None:
        """Make sure that what was written survives a loss of power, and let the replicas know of it."""
        version = self.snapshots.version
        try:
            self.graph.flush()
            # After an update all of the graph has to be read for that: who asks next waits for it, and not who wrote.
            self.graph.follow()
        finally:
            if self.sharing.published is not None:
                self.sharing.published.advance(version)

    def names(self) -> tuple[NameIndex, NameIndex]:
        """Give the names of curated actors, and of those found in texts."""
        return self._curated, self._cached_until_written("names", self.graph.names_of_found, NameIndex)

    @cached_property
    def _curated(self) -> NameIndex:
        return curated_names(known_actors(self.settings), self.graph.actors)

    @cached_property
    def _typed_names(self) -> TypedNames:
        return typed_names(known_actors(self.settings), self.graph.actors)

    @property
    def resolver(self) -> Resolver:
        """Give what finds the actors of the graph by what people type for them."""
        return self.graph.resolver(
            lambda: self._typed_names,
            self.names,
            lambda typed: bearers(self.names()[1], typed),
        )

    def standing_out(self, strongest: int, moves: int) -> StandingOut:
        """Give the strongest pairs of sides, and those that changed most."""

        def made() -> StandingOut:
            """Look them up."""
            return StandingOut(self.graph.strongest(strongest), self.graph.moves(moves))

        return self._cached_until_written("standing out", made, StandingOut)

    def publishers(self) -> list[PublisherCount]:
        """Give who published the documents of each data set, those of most documents first."""
        return self._cached_until_written("publishers", self.graph.publishers, list)

    def events_of_sides(self) -> dict[str, int]:
        """Give the number of events of each side."""
        return self._cached_until_written("sides", self.graph.events_by_side, dict)

    async def close(self) -> None:
        """End the processes, and let go of the store."""
        await self.pool.close()
        await self.parsers.close()
        await self.readers.close()
        self.snapshots.close()
        await asyncio.to_thread(self.graph.close)
        if self.sharing.writer is not None:
            await self.sharing.writer.close()

    def _cached_until_written(self, name: str, make: Callable[[], T], kind: type[T]) -> T:
        version = self.snapshots.version
        cached = self._cache.get(name)
        if cached is not None and cached[0] == version and isinstance(cached[1], kind):
            return cached[1]
        made = make()
        self._cache[name] = (version, made)
        return made


def service_of(request: Request) -> Service:
    """Give the service that a request came to."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service
