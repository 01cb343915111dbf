"""The copy of the store from which a replica answers, taken anew when the process that writes has written."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from communique.api.http.workers.published import Published
from communique.graph import EventGraph, StoreUnfinishedError

# While others write all the time, a copy is taken anew no sooner than after so many seconds.
FRESH = 1.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the store that holds all writes up to `version`; `folder` is None where the store is a server."""

    version: int
    graph: EventGraph
    folder: Path | None


class Copies:
    """The copy that a replica answers from, now this one, now a later one; a copy goes when nobody reads it."""

    def __init__(self, published: Published, make: Callable[[], Awaitable[Copy]], first: Copy) -> None:
        """Take the first copy, and what makes another; `published` tells when that is due."""
        self._published, self._make, self._current = published, make, first
        self._asked = time.monotonic()
        self._renewing: asyncio.Task[None] | None = None
        self._taken: dict[Path, list[Copy]] = defaultdict(list)

    @property
    def graph(self) -> EventGraph:
        """Give the graph of the current copy."""
        return self._current.graph

    @property
    def version(self) -> int:
        """Give a number that grows with every write that is seen here."""
        return self._current.version

    async def keep_up(self, *, at_once: bool = False) -> None:
        """Take the store anew where it was written to; if that was done just now, only `at_once`."""
        wanted = self._published.number
        while self.version < wanted and (at_once or time.monotonic() - self._asked >= FRESH):
            before = self.version
            if self._renewing is None or self._renewing.done():
                self._renewing = asyncio.get_running_loop().create_task(self._renew())
            await asyncio.shield(self._renewing)
            if self.version == before:
                # There is no other copy to be had for now.
                return

    def wrote(self) -> None:
        """Note that this replica has passed a write on: whoever sent it looks for it here next."""
        self._asked = float("-inf")

    async def take_soon(self) -> Path:
        """Give the folder of the current copy, kept until it is given back."""
        current = self._current
        if current.folder is None:
            raise ValueError("a store on a server has no copies")
        self._taken[current.folder].append(current)
        return current.folder

    def give_back(self, taken: Path) -> None:
        """Let a copy go."""
        held = self._taken[taken]
        held.pop()
        if not held:
            del self._taken[taken]

    def copy(self) -> Path:
        """Give no copy that may be written to: updates are tried where they are done."""
        raise ValueError("this process writes nothing")

    def close(self) -> None:
        """Take no copy any more."""
        if self._renewing is not None:
            self._renewing.cancel()

    async def _renew(self) -> None:
        # What is written from now on may be missing from it.
        self._asked = time.monotonic()
        try:
            self._current = await self._make()
        except (OSError, StoreUnfinishedError) as error:
            _LOG.warning("answers are from before the last write, for there is no later copy of the store: %s", error)
