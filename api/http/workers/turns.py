"""Work that takes long: so much at a time, and everybody in turn."""

import asyncio
import time
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from communique.api.http.protocol.problems import ProblemError

# So many clients times what each may have waiting: who comes from many addresses fills no memory either.
_MOST_CLIENTS = 16
# A client that has asked within so many seconds is there.
_PRESENT = 1.0


class Turns:
    """So many works `at_once`. Clients get their turns one after the other, whoever has asked for more of them.

    Nobody has more than `of_one` of them at once: all but one, unless there is only one; and nobody more than `beside`,
    if that is given, while other clients are there. Who waits holds no thread, so look-ups go on. Where a client has
    more than `waiting` works waiting already, the next is refused (503): it would not be done in time.
    """

    def __init__(
        self,
        at_once: int,
        waiting: int,
        what: str,
        of_one: int | None = None,
        *,
        beside: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._at_once, self._of_one = at_once, of_one or max(1, at_once - 1)
        self._beside, self._clock = beside or self._of_one, clock
        # Which clients are there, and when each has asked last; in that order.
        self._present: OrderedDict[str, float] = OrderedDict()
        self._waiting, self._what = waiting, what
        self._going: Counter[str] = Counter()
        # Who is first is next; who had a turn goes to the end.
        self._queues: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Have a turn as long as the block lasts, when it has come; ProblemError (503) where the queue is full."""
        await self.take(client)
        try:
            yield
        finally:
            self.leave(client)

    async def take(self, client: str) -> None:
        """Wait for a turn, which is to be left; ProblemError (503) where the queue is full."""
        self._note(client)
        queue = self._queues.get(client, ())
        if not queue and self._may(client):
            self._going[client] += 1
            return
        if len(queue) >= self._waiting or sum(map(len, self._queues.values())) >= _MOST_CLIENTS * self._waiting:
            raise ProblemError(503, f"{self._what}: ask again in a moment", headers={"Retry-After": "5"})
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(client, deque()).append(ready)
        try:
            await ready
        except BaseException:
            # A client that is cancelled when its turn has just come passes it on.
            if ready.done() and not ready.cancelled():
                self.leave(client)
            else:
                self._forget(client, ready)
            raise

    def _may(self, client: str) -> bool:
        most = self._of_one if self._present.keys() <= {client} else self._beside
        return self._going.total() < self._at_once and self._going[client] < most

    def _note(self, client: str) -> None:
        """Note that a client is there, and forget those that are gone."""
        now = self._clock()
        self._present[client] = now
        self._present.move_to_end(client)
        while next(iter(self._present.values())) < now - _PRESENT:
            self._present.popitem(last=False)

    def leave(self, client: str) -> None:
        """End a turn: it is the next one's."""
        self._going[client] -= 1
        if self._going[client] <= 0:
            del self._going[client]
        for name in list(self._queues):
            while name in self._queues and self._may(name):
                self._queues.move_to_end(name)
                ready = self._queues[name][0]
                self._forget(name, ready)
                if not ready.done():
                    self._going[name] += 1
                    ready.set_result(None)
                    break

    def _forget(self, client: str, ready: asyncio.Future[None]) -> None:
        queue = self._queues.get(client, deque())
        # One that is cancelled may have been passed over already.
        with suppress(ValueError):
            queue.remove(ready)
        if not queue:
            self._queues.pop(client, None)
