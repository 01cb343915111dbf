"""Places for queries: so many for short ones and as many for long ones, shared out among clients."""

import asyncio
from collections import Counter
from dataclasses import dataclass


@dataclass(slots=True)
class _Share:
    """What one client may have of the places for short queries, and how many of its queries have one or wait."""

    places: asyncio.Semaphore
    queries: int = 0


class Places:
    """Long queries never block short ones, and nobody gets all places, so a client's queue is its own alone.

    Of `size` places for short queries one is always for others, of as many for long ones half.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._free = asyncio.Semaphore(size)
        self._shares: dict[str, _Share] = {}
        self._waiting: Counter[str] = Counter()
        self._long: Counter[str] = Counter()

    async def take(self, client: str, seconds: float) -> None:
        """Wait for a place among the short ones; TimeoutError where there is none in time."""
        share = self._shares.setdefault(client, _Share(asyncio.Semaphore(max(1, self.size - 1))))
        share.queries += 1
        held = False
        try:
            async with asyncio.timeout(seconds):
                held = await share.places.acquire()
                await self._take_free(client)
        except BaseException:
            self._leave(client, held=held)
            raise

    def give_back(self, client: str, *, is_long: bool) -> None:
        """Give a place back."""
        if is_long:
            self._long -= Counter({client: 1})
        else:
            self._free.release()
            self._leave(client, held=True)

    def lengthen(self, client: str) -> bool:
        """Move a query to a place among the long ones; False where there is none for it."""
        if self._long.total() >= self.size or self._long[client] >= max(1, self.size // 2):
            return False
        self._long[client] += 1
        self._free.release()
        self._leave(client, held=True)
        return True

    def is_wanted_by_others(self, client: str) -> bool:
        """Tell whether anybody but one client waits for a place that another may have."""
        return any(waiting != client for waiting in self._waiting)

    async def _take_free(self, client: str) -> None:
        self._waiting[client] += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= Counter({client: 1})

    def _leave(self, client: str, *, held: bool) -> None:
        share = self._shares[client]
        share.queries -= 1
        if held:
            share.places.release()
        if not share.queries:
            del self._shares[client]
