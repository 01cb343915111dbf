"""Places for queries: so many for short ones and as many for long ones, shared out among clients."""

from collections import Counter

from communique.api.http.workers.turns import Turn, Turns

# So many short queries of one client may wait.
_WAITING = 128


class Places:
    """Long queries never block short ones, and nobody gets all places, so a client's queue is its own alone.

    Of `size` places for short queries one is always for others, of as many for long ones half. Who waits longer than
    `patience` seconds gets none.
    """

    def __init__(self, size: int, patience: float) -> None:
        self.size = size
        self._short = Turns(size, _WAITING, "all query processes are busy", patience=patience)
        self._long: Counter[str] = Counter()

    async def take(self, client: str) -> Turn:
        """Wait for a place among the short ones; ProblemError (503) where there is none in time."""
        return await self._short.take(client)

    def give_back(self, place: Turn, *, is_long: bool) -> None:
        """Give a place back."""
        if is_long:
            self._long -= Counter({place.client: 1})
        else:
            self._short.leave(place)

    def lengthen(self, place: Turn) -> bool:
        """Move a query to a place among the long ones; False where there is none for it."""
        if self._long.total() >= self.size or self._long[place.client] >= max(1, self.size // 2):
            return False
        self._long[place.client] += 1
        self._short.leave(place)
        return True

    def is_wanted_by_others(self, client: str) -> bool:
        """Tell whether anybody but one client waits for a place that another may have."""
        return self._short.others_wait(client)
