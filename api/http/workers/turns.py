"""Work that takes long: so much at a time, and everybody in turn."""

import asyncio
import math
import time
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from communique.api.http.protocol.problems import ProblemError

# So many clients times what each may have waiting: who comes from many addresses fills no memory either.
_MOST_CLIENTS = 16
# Of so many it is known what they have had, while there is always somebody who works.
_MOST_KNOWN = 1 << 10
# A client that has asked within so many seconds is there.
_PRESENT = 1.0
# Who has had nothing for a while goes before those who have had a turn, for as long as that takes so many seconds.
_CREDIT = 5.0
# What a work is taken to need, in seconds, as long as nothing tells more of it.
USUAL = 0.1


@dataclass(frozen=True, slots=True)
class Turn:
    """A client's turn, which is to be left: the seconds that it was thought to take, and when it began."""

    client: str
    seconds: float
    begun: float


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A work that waits, numbered in the order of coming."""

    ready: "asyncio.Future[Turn]"
    seconds: float
    number: int


class Turns:
    """So many works `at_once`. Who has had least is next, whoever has asked for more.

    What clients have had is counted in seconds, from when they came, and what the work will take counts with it (fair
    queueing by finishing times): a short work of a new client goes before long ones of however many that wait.

    Nobody has more than `of_one` of them at once: all but one, unless there is only one; and nobody more than `beside`,
    if that is given, while other clients are there. Works of more seconds than are `short` never have all places.
    Who waits holds no thread, so look-ups go on. Refused (503) is the next of a client of whom `waiting` works wait
    already; where too many wait in all, the one that would be last; and who has waited `patience` seconds.
    """

    def __init__(
        self,
        at_once: int,
        waiting: int,
        what: str,
        of_one: int | None = None,
        *,
        beside: int | None = None,
        short: float = math.inf,
        patience: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._at_once, self._of_one = at_once, of_one or max(1, at_once - 1)
        self._beside, self._short, self._patience, self._clock = beside or self._of_one, short, patience, clock
        # Which clients are there, and when each has asked last; in that order.
        self._present: OrderedDict[str, float] = OrderedDict()
        self._most_waiting, self._what = waiting, what
        self._going: Counter[str] = Counter()
        self._long = self._came = 0
        self._queues: dict[str, deque[_Waiting]] = {}
        # What each has had, on a clock that is set by what those have had who are being served.
        self._had: dict[str, float] = {}
        self._now = 0.0

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Have a turn as long as the block lasts, when it has come; ProblemError (503) where there is none."""
        taken = await self.take(client)
        try:
            yield
        finally:
            self.leave(taken)

    async def take(self, client: str, seconds: float = USUAL, *, patient: bool = False) -> Turn:
        """Wait for a turn, which is to be left; ProblemError (503) where there is none.

        Parameters
        ----------
        client
            Whose it is.
        seconds
            What the work is thought to need. Where it needs more, that counts, too.
        patient
            Wait as long as it takes.
        """
        self._note(client)
        if client not in self._queues:
            self._had[client] = max(self._now - _CREDIT, self._had.get(client, -_CREDIT))
            if self._may(client, seconds):
                return self._begin(client, seconds)
        self._make_room(client, seconds)
        ready: asyncio.Future[Turn] = asyncio.get_running_loop().create_future()
        self._came += 1
        waiting = _Waiting(ready, seconds, self._came)
        self._queues.setdefault(client, deque()).append(waiting)
        try:
            async with asyncio.timeout(None if patient else self._patience):
                return await ready
        except TimeoutError as error:
            self._give_up(client, waiting)
            raise self._refused() from error
        except BaseException:
            self._give_up(client, waiting)
            raise

    def leave(self, turn: Turn) -> None:
        """End a turn: it is the next one's."""
        self._going -= Counter({turn.client: 1})
        self._long -= turn.seconds > self._short
        if turn.client in self._had:
            self._had[turn.client] += max(0.0, self._clock() - turn.begun - turn.seconds)
        self._go_on()
        if not self._going:
            # With nobody there, nothing of that matters.
            self._now = 0.0
            self._had.clear()

    def others_wait(self, client: str) -> bool:
        """Tell whether anybody but one client waits for a turn that he might have."""
        return any(name != client and self._going[name] < self._of_one for name in self._queues)

    def _begin(self, client: str, seconds: float) -> Turn:
        self._going[client] += 1
        self._long += seconds > self._short
        self._now = max(self._now, self._had[client])
        self._had[client] += seconds
        return Turn(client, seconds, self._clock())

    def _go_on(self) -> None:
        while (following := self._following()) is not None:
            waiting = self._queues[following][0]
            self._forget(following, waiting)
            # One who leaves may not have been told yet that he is to go.
            if not waiting.ready.done():
                waiting.ready.set_result(self._begin(following, waiting.seconds))

    def _following(self) -> str | None:
        """Give who is next: of those that may, who will have had least when his work is done."""
        if self._going.total() >= self._at_once:
            return None
        heads = ((name, queue[0]) for name, queue in self._queues.items())
        may = [
            (self._had[name] + head.seconds, head.number, name) for name, head in heads if self._may(name, head.seconds)
        ]
        return min(may)[2] if may else None

    def _may(self, client: str, seconds: float) -> bool:
        most = self._of_one if self._present.keys() <= {client} else self._beside
        has_room = seconds <= self._short or self._long < max(1, self._at_once - 1)
        return has_room and self._going.total() < self._at_once and self._going[client] < most

    def _make_room(self, client: str, seconds: float) -> None:
        """See that one more may wait: of too many the last gives way, or is refused."""
        if len(self._queues.get(client, ())) >= self._most_waiting:
            raise self._refused()
        if sum(map(len, self._queues.values())) >= _MOST_CLIENTS * self._most_waiting:
            last = max(self._queues, key=self._end)
            if self._end(last) <= self._end(client) + seconds:
                raise self._refused()
            waiting = self._queues[last][-1]
            self._forget(last, waiting)
            if not waiting.ready.done():
                waiting.ready.set_exception(self._refused())

    def _end(self, client: str) -> float:
        """Give what a client will have had when all is done for which he waits."""
        return self._had[client] + sum(waiting.seconds for waiting in self._queues.get(client, ()))

    def _refused(self) -> ProblemError:
        return ProblemError(503, f"{self._what}: ask again in a moment", headers={"Retry-After": "5"})

    def _note(self, client: str) -> None:
        """Note that a client is there, and forget those that are gone."""
        now = self._clock()
        self._present[client] = now
        self._present.move_to_end(client)
        while next(iter(self._present.values())) < now - _PRESENT:
            self._present.popitem(last=False)
        if len(self._had) > _MOST_KNOWN:
            self._had = {name: had for name, had in self._had.items() if name in self._queues or name in self._going}

    def _give_up(self, client: str, waiting: _Waiting) -> None:
        """End the waiting of one who leaves; if his turn has just come, he passes it on."""
        ready = waiting.ready
        if not ready.done() or ready.cancelled():
            self._forget(client, waiting)
        elif ready.exception() is None:
            self.leave(ready.result())

    def _forget(self, client: str, waiting: _Waiting) -> None:
        queue = self._queues.get(client, deque())
        # One that is cancelled may have been passed over already.
        with suppress(ValueError):
            queue.remove(waiting)
        if not queue:
            self._queues.pop(client, None)
