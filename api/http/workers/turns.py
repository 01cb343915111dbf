"""Work that takes long: so much at a time, and a queue that has an end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool

from communique.api.http.protocol.problems import ProblemError

P = ParamSpec("P")
T = TypeVar("T")


class Turns:
    """Runs functions in threads, `at_once` at a time. Who waits for a turn holds no thread, so look-ups go on.

    Where more than `waiting` wait already, the next is refused (503): it would not be served in time.
    """

    def __init__(self, at_once: int, waiting: int, what: str) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._most, self._waiting, self._what = waiting, 0, what

    async def run(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Give what a function gives, when its turn has come; ProblemError (503) where the queue is full."""
        async with self.turn():
            return await run_in_threadpool(work, *given, **named)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Have a turn as long as the block lasts, when it has come; ProblemError (503) where the queue is full."""
        if self._free.locked() and self._waiting >= self._most:
            raise ProblemError(503, f"{self._what}: ask again in a moment", headers={"Retry-After": "5"})
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()
