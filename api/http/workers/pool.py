"""A pool of processes that answer SPARQL queries, so that none can stop or slow down the service."""

import asyncio
import json
import os
import shutil
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from communique.api.http.metrics.measures import Measures, new_measures
from communique.api.http.protocol.problems import ProblemError
from communique.api.http.workers import query_worker
from communique.api.http.workers.places import Places
from communique.api.http.workers.processes import end, lives, started
from communique.api.http.workers.queries import (
    Answer,
    Dump,
    Limits,
    Query,
    QueryError,
    RdfReading,
    Refusal,
    Rehearsal,
    Work,
)
from communique.api.http.workers.query_execution import QueryExecution, refused
from communique.api.http.workers.snapshots import StoreCopies

T = TypeVar("T")
W = TypeVar("W", bound=Work)


class QueryPool:
    """Processes that are started when needed, kept, and replaced when they had to be killed.

    There are `size` places for short queries and as many for long ones.
    """

    def __init__(
        self,
        size: int,
        limits: Limits,
        snapshots: StoreCopies,
        prefixes: Mapping[str, str],
        base: str,
        measures: Measures | None = None,
    ) -> None:
        self.measures = measures or new_measures()
        self.limits, self.places = limits, Places(size, limits.seconds)
        self._snapshots = snapshots
        self._config = json.dumps(
            {"prefixes": dict(prefixes), "base": base, "memory": limits.memory, "parent": os.getpid()}
        )
        self._idle: list[Process] = []
        self._all: set[Process] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def answer(self, query: Query | Dump | RdfReading) -> Answer:
        """Give the answer to a query, a whole graph, or what a text says; QueryError where there is none in time."""
        return await self._insisting(self._answer, query)

    async def _answer(self, query: Query | Dump | RdfReading) -> Answer:
        execution = await self._start(query)
        try:
            head = await execution.frame()
            if head[0] != b"H":
                raise refused(head)
            first = await execution.next_part() or b""
            # Small answers have ended by now, and what broke off so early is still a refusal.
            second = None if execution.ended else await execution.next_part()
        except BaseException:
            await execution.stop()
            raise
        media_type = str(json.loads(head[1])["media_type"])
        return Answer(media_type, first + (second or b""), None if execution.ended else execution)

    async def rehearse(self, update: Rehearsal) -> None:
        """Try an update; QueryError where it is none, or takes too much."""
        await self._insisting(self._rehearse, update)

    async def _rehearse(self, update: Rehearsal) -> None:
        copy = await asyncio.to_thread(self._snapshots.copy) if update.reads else None
        try:
            execution = await self._start(update, copy)
            try:
                found = await execution.frame()
                if found[0] != b"E":
                    raise refused(found)
            finally:
                await execution.stop()
        finally:
            if copy is not None:
                await asyncio.to_thread(shutil.rmtree, copy, ignore_errors=True)

    async def parse(self, parsing: RdfReading) -> bytes:
        """Give what a text in a form of RDF says as N-Triples; QueryError where it is none, or takes too much."""
        return await self._insisting(self._parse, parsing)

    async def _parse(self, parsing: RdfReading) -> bytes:
        answer = await self._answer(parsing)
        try:
            return b"".join([part async for part in answer.chunks()])
        finally:
            await answer.close()

    async def warm(self) -> None:
        """Start a process beforehand, so that the first query need not wait for it."""
        self._idle.append(await self._spawn())

    async def close(self) -> None:
        """End all processes."""
        self._closed = True
        for process in list(self._all):
            await self.discard(process)

    async def _insisting(self, attempt: Callable[[W], Awaitable[T]], work: W) -> T:
        """Do what changes nothing, and once more in the time that is left, if its process was ended from outside."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.limits.granted(work.seconds)
        try:
            return await attempt(work)
        except QueryError as error:
            left = deadline - loop.time()
            if error.kind is not Refusal.KILLED or left <= 0 or self._closed:
                raise
        return await attempt(replace(work, seconds=left))

    async def _start(self, query: Work, copy: Path | None = None) -> QueryExecution:
        try:
            with self.measures.queries_queued.track_inprogress():
                place = await self.places.take(query.client)
        except ProblemError as error:
            raise QueryError(Refusal.BUSY, "all query processes are busy") from error
        execution = QueryExecution(self, self.limits.granted(query.seconds), place)
        self.measures.queries_running.inc()
        try:
            if isinstance(query, Query | Dump):
                execution.hold(snapshot=await self._snapshots.take_soon())
            execution.hold(process=await self._worker())
            await execution.send(query, self.limits.answer, copy)
        except BaseException:
            await execution.stop()
            raise
        return execution

    async def _worker(self) -> Process:
        while self._idle:
            process = self._idle.pop()
            if lives(process):
                return process
            self.keep(self.discard(process))
        return await self._spawn()

    async def _spawn(self) -> Process:
        script = str(Path(query_worker.__file__))
        # Not run as a module: that would import this package, and start ten times as slowly.
        command = (sys.executable, "-P", script, self._config)
        process = await started(command, stderr=DEVNULL)
        self._all.add(process)
        return process

    def give_back(self, execution: QueryExecution, reusable: bool) -> None:
        """Take back what a query had, its process only if it can answer another."""
        self.measures.queries_running.dec()
        if execution.snapshot is not None:
            self._snapshots.give_back(execution.snapshot)
        if execution.process is not None and reusable:
            self.put_by(execution.process)
        elif execution.process is not None and execution.ended:
            # It says itself that it is spent, and ends.
            self.keep(self.discard(execution.process))
        self.places.give_back(execution.place, is_long=execution.is_long)

    def let_go(self, snapshot: Path | None, process: Process | None) -> None:
        """Take back what came for a query when it was over."""
        if snapshot is not None:
            self._snapshots.give_back(snapshot)
        if process is not None:
            self.put_by(process)

    def put_by(self, process: Process) -> None:
        """Keep a process for the next query, or end it where there are enough."""
        if len(self._idle) < self.places.size:
            self._idle.append(process)
        else:
            self.keep(self.discard(process))

    def keep(self, work: Coroutine[None, None, None]) -> None:
        """Do something beside, and keep its task until it is done: the loop itself does not."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def discard(self, process: Process) -> None:
        """Kill a process and see it gone."""
        self._all.discard(process)
        await end(process)
