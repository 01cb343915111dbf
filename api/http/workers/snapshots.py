"""Snapshots of the store for the query processes, renewed after writes."""

import asyncio
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from communique.graph import EventGraph, StoreFullError


class StoreCopies(Protocol):
    """Copies of a store for processes that read it, and the graph that look-ups ask meanwhile."""

    @property
    def graph(self) -> EventGraph:
        """Give the graph."""
        ...

    @property
    def version(self) -> int:
        """Give a number that grows with every write that is seen."""
        ...

    def wrote(self) -> None:
        """Note that the store has changed."""
        ...

    async def take_soon(self) -> Path:
        """Give the folder of a current copy, kept until it is given back."""
        ...

    def give_back(self, taken: Path) -> None:
        """Let a copy go."""
        ...

    def copy(self) -> Path:
        """Give the folder of a copy of one's own, to be deleted by who asked for it."""
        ...

    def close(self) -> None:
        """Make no more copies."""
        ...


class Snapshots:
    """Copies of a store in folders beside it, as hard links: each costs some milliseconds and hardly any space."""

    def __init__(self, graph: EventGraph, beside: Path) -> None:
        self.graph = graph
        self._folder = beside.parent / f".{beside.name}.snapshots"
        self._lock = threading.Lock()
        self._written, self._copied, self._copies = 1, 0, 0
        self._readers: Counter[Path] = Counter()
        # Who writes to a store is alone with it, so what lies there was left by a service that was killed.
        shutil.rmtree(self._folder, ignore_errors=True)

    def wrote(self) -> None:
        """Note that the store has changed."""
        self._written += 1

    @property
    def version(self) -> int:
        """Give a number that grows with every write."""
        return self._written

    @property
    def is_current(self) -> bool:
        """Tell whether the newest copy shows all that was written."""
        return self._copied == self._written

    def take(self) -> Path:
        """Give the folder of a current copy, kept until it is given back; the one before where there is no room."""
        with self._lock:
            if not self.is_current:
                self._renew_if_there_is_room()
            current = self._path(self._copied)
            self._readers[current] += 1
            return current

    async def take_soon(self) -> Path:
        """Do what `take` does without holding up the loop; who is cancelled meanwhile leaves no copy taken."""
        if self.is_current:
            return self.take()
        taking = asyncio.ensure_future(asyncio.to_thread(self.take))
        try:
            return await asyncio.shield(taking)
        except asyncio.CancelledError:
            taking.add_done_callback(self._left)
            raise

    def _left(self, taking: "asyncio.Future[Path]") -> None:
        if not taking.cancelled() and taking.exception() is None:
            self.give_back(taking.result())

    def give_back(self, taken: Path) -> None:
        """Let a copy go; an old one that nobody reads is deleted."""
        with self._lock:
            self._readers[taken] -= 1
            if self._readers[taken] <= 0:
                del self._readers[taken]
                if taken != self._path(self._copied):
                    shutil.rmtree(taken, ignore_errors=True)

    @contextmanager
    def taken(self) -> Iterator[Path]:
        """Give the folder of a current copy for as long as the block lasts."""
        path = self.take()
        try:
            yield path
        finally:
            self.give_back(path)

    def copy(self, name: str = "own") -> Path:
        """Give the folder of a copy of one's own, that may be written to and is to be deleted by who asked for it."""
        with self._lock:
            self._copies += 1
            path = self._folder / f"{name}-{self._copies}"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self.graph.snapshot(path)
        return path

    def forget(self, name: str) -> None:
        """Delete what copies of this name there are: who asked for them is no more."""
        for path in self._folder.glob(f"{name}-*"):
            shutil.rmtree(path, ignore_errors=True)

    def close(self) -> None:
        """Delete all copies."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _renew_if_there_is_room(self) -> None:
        try:
            self._renew()
        except StoreFullError:
            if self._copied == 0:
                raise
            # What is answered from the copy before is not kept as the answer of today.
            self._written += 1

    def _renew(self) -> None:
        # Read before copying: what is written meanwhile may be missing from the copy.
        version, before = self._written, self._path(self._copied)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self.graph.snapshot(self._path(version))
        self._copied = version
        if before not in self._readers:
            shutil.rmtree(before, ignore_errors=True)

    def _path(self, version: int) -> Path:
        return self._folder / str(version)
