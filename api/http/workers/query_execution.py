"""The way of one query through a process: what is sent and comes back, how long it may take, and how it ends."""

import asyncio
import base64
import json
import signal
import struct
from asyncio.subprocess import Process
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from communique.api.http.metrics.measures import Measures
from communique.api.http.workers import query_worker
from communique.api.http.workers.places import Places
from communique.api.http.workers.processes import FROM_OUTSIDE, ended_from_outside
from communique.api.http.workers.queries import Dump, QueryError, RdfReading, Refusal, Rehearsal, Work
from communique.api.http.workers.turns import Turn
from communique.graph import is_damaged, is_full

_HEAD = struct.Struct(">cI")
# A client that reads slower than this many times the limit loses its answer: others want the process.
_PATIENCE = 10
# A query that takes longer than this many seconds makes room for short ones, and must find a place among the long.
_LONG = 0.5
# It looks for one so many times before it is ended, if others wait: on a busy machine short queries take long, too.
_TRIES = 6
# How a process ends whose stack does not hold what it is to read.
_OVERFLOWN = (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT)
# What a text of RDF may say, in bytes of N-Triples: the service holds it.
_MOST_PARSED = 1 << 26


class ProcessLender(Protocol):
    """What lends queries processes and snapshots, and takes them back."""

    measures: Measures
    places: Places

    def give_back(self, execution: "QueryExecution", reusable: bool) -> None:
        """Take back what a query had, its process only if it can answer another."""

    def let_go(self, snapshot: Path | None, process: Process | None) -> None:
        """Take back what came for a query when it was over."""

    def keep(self, work: Coroutine[None, None, None]) -> None:
        """Do something beside."""

    async def discard(self, process: Process) -> None:
        """Kill a process and see it gone."""


@dataclass(slots=True)
class QueryExecution:
    """The way of one query through a process, on a budget of seconds that only waiting for the process takes."""

    pool: ProcessLender
    seconds: float
    place: Turn
    is_long: bool = field(default=False)
    snapshot: Path | None = None
    process: Process | None = None
    ended: bool = field(default=False)
    _done: bool = field(default=False)
    _left: float = field(init=False)
    _expiry: asyncio.TimerHandle = field(init=False)
    _length: asyncio.TimerHandle = field(init=False)
    _crowded: bool = field(default=False)

    def __post_init__(self) -> None:
        self._left = self.seconds
        loop = asyncio.get_running_loop()
        self._expiry = loop.call_later(_PATIENCE * self.seconds, self._expire)
        self._length = loop.call_later(_LONG, self._lengthen, _TRIES)

    def hold(self, *, snapshot: Path | None = None, process: Process | None = None) -> None:
        """Take what was awaited; QueryError where the query was stopped meanwhile: nobody would give it back."""
        if self._done:
            self.pool.let_go(snapshot, process)
            raise self._too_long()
        self.snapshot, self.process = snapshot or self.snapshot, process or self.process

    async def send(self, query: Work, most: int, copy: Path | None) -> None:
        """Hand the query to the process."""
        request: dict[str, object] = {"seconds": self.seconds, "most": most}
        if isinstance(query, Rehearsal):
            request |= {"update": query.text, "store": "" if copy is None else str(copy)}
        elif isinstance(query, RdfReading):
            content = base64.b64encode(query.content).decode()
            request |= {"rdf": content, "media_type": query.media_type, "base": query.base}
            request["most"] = min(most, _MOST_PARSED)
        elif isinstance(query, Dump):
            request |= {"store": str(self.snapshot), "dump": query.graph, "graph_type": query.media_type}
        else:
            request |= {
                "store": str(self.snapshot),
                "query": query.text,
                "rows_type": query.rows_type,
                "graph_type": query.graph_type,
                "default_graphs": query.default_graphs,
                "named_graphs": query.named_graphs,
            }
        stdin = self.process.stdin if self.process else None
        if stdin is None:
            raise QueryError(Refusal.FAILED, "the query process has no input")
        stdin.write(json.dumps(request).encode() + b"\n")
        with suppress(ConnectionError):
            await stdin.drain()

    async def next_part(self) -> bytes | None:
        """Give the next part of the answer, None at its end; QueryError where it breaks off."""
        if self.ended:
            return None
        found = await self.frame()
        if found[0] == b"D":
            return found[1]
        if found[0] != b"E":
            raise refused(found)
        return None

    async def frame(self) -> tuple[bytes, bytes]:
        """Give the next frame; QueryError where the process has run out of time or memory."""
        if self._done:
            # What the process still writes is read by who ends it.
            raise self._too_long()
        loop = asyncio.get_running_loop()
        begun = loop.time()
        stdout = self.process.stdout if self.process else None
        if stdout is None:
            raise QueryError(Refusal.FAILED, "the query process has no output")
        try:
            async with asyncio.timeout(self._left):
                letter, length = _HEAD.unpack(await stdout.readexactly(_HEAD.size))
                content = await stdout.readexactly(length)
        except TimeoutError as error:
            await self.stop()
            raise self._too_long() from error
        except asyncio.IncompleteReadError as error:
            raise await self._gone() from error
        self._left -= loop.time() - begun
        if letter.upper() in (b"X", b"E"):
            self.ended = True
            self._finish(reusable=letter.isupper())
        return letter.upper(), content

    async def stop(self) -> None:
        """Kill the process, unless the query has ended."""
        if not self._done:
            # Before anything is waited for: who waits may be cancelled.
            self._finish(reusable=False)
            if self.process is not None:
                self.pool.measures.queries_killed.inc()
                await asyncio.shield(self.pool.discard(self.process))

    def _expire(self) -> None:
        self.pool.keep(self.stop())

    def _lengthen(self, tries: int) -> None:
        if self._done:
            return
        self.is_long = self.pool.places.lengthen(self.place)
        if self.is_long:
            return
        if tries > 1 or not self.pool.places.is_wanted_by_others(self.place.client):
            self._length = asyncio.get_running_loop().call_later(_LONG, self._lengthen, max(1, tries - 1))
        else:
            self._crowded = True
            self._expire()

    def _too_long(self) -> QueryError:
        if self._crowded:
            return QueryError(Refusal.BUSY, "too many long queries are running")
        return QueryError(Refusal.TIME, f"the query took longer than {self.seconds:g} seconds")

    async def _gone(self) -> QueryError:
        code = await self.process.wait() if self.process else None
        if self._done:
            # It was stopped.
            return self._too_long()
        await self.stop()
        if code == query_worker.OUT_OF_MEMORY:
            return QueryError(Refusal.MEMORY, "the query took more memory than allowed")
        if code in _OVERFLOWN:
            return QueryError(Refusal.DEPTH, "the query is nested too deeply")
        if code == -signal.SIGXCPU:
            return QueryError(Refusal.TIME, "the query took more computing than allowed")
        if ended_from_outside(code, "answers queries"):
            return QueryError(Refusal.KILLED, f"the process of the query {FROM_OUTSIDE}")
        return QueryError(Refusal.FAILED, "the query process ended")

    def _finish(self, *, reusable: bool) -> None:
        if not self._done:
            self._done = True
            self._expiry.cancel()
            self._length.cancel()
            self.pool.give_back(self, reusable)


def refused(frame: tuple[bytes, bytes]) -> QueryError:
    """Give why there is no answer, by the frame that came in its place."""
    if frame[0] != b"X":
        return QueryError(Refusal.FAILED, "the answer broke off")
    problem = json.loads(frame[1])
    kind, message = str(problem["kind"]), str(problem["message"])
    if kind not in (query_worker.SYSTEM, query_worker.ENGINE):
        return QueryError(Refusal(kind), message)
    if is_damaged(RuntimeError(message)):
        return QueryError(Refusal.DAMAGED, "the store is damaged")
    if kind == query_worker.ENGINE:
        return QueryError(Refusal.FAILED, message)
    if is_full(OSError(message)):
        return QueryError(Refusal.NO_ROOM, "there is no room left on the disk of the store")
    # What the system says may name files.
    return QueryError(Refusal.FAILED, "its evaluation broke off")
