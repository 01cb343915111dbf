"""Look-ups in processes beside this one: Python writes one answer at a time, and a long one takes milliseconds."""

import gc
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import lru_cache
from multiprocessing import get_context, parent_process
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Concatenate, ParamSpec

from pydantic import BaseModel

from api.http.pool import QueryError, Refusal
from api.http.snapshots import Snapshots
from api.opening import known_actors, open_graph
from api.settings import Settings
from graph.store import EventGraph
from graph.world import World
from ontology.gazetteer import Gazetteer

P = ParamSpec("P")


class Readers:
    """Places where look-ups of what assembly keeps are written: one in this process, the others in processes beside it.

    These are started when a look-up must first wait for another, and read snapshots. A place is one's own for as long
    as the look-up takes: in one process they would only hold each other up. Any thread may use it.
    """

    def __init__(self, settings: Settings, graph: EventGraph, snapshots: Snapshots, number: int) -> None:
        self._settings, self._world, self._snapshots, self._number = settings, graph.world, snapshots, number
        self._lock = threading.Lock()
        self._processes: ProcessPoolExecutor | None = None
        self._begun = False
        self._places: LifoQueue[Callable[..., bytes]] = LifoQueue()
        self._places.put(self._here)

    def written(self, view: Callable[Concatenate[World, P], BaseModel], *given: P.args, **named: P.kwargs) -> bytes:
        """Give what a view makes of the graph, as JSON; QueryError where that takes longer than a query may."""
        if not self._number:
            return self._here(view, *given, **named)
        try:
            place = self._places.get_nowait()
        except Empty:
            self._begin()
            place = self._places.get()
        try:
            return place(view, *given, **named)
        finally:
            self._places.put(place)

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            if self._processes is not None:
                self._processes.shutdown(wait=True, cancel_futures=True)
                self._processes = None

    def _here(self, view: Callable[Concatenate[World, P], BaseModel], *given: P.args, **named: P.kwargs) -> bytes:
        return view(self._world, *given, **named).model_dump_json().encode()

    def _beside(self, view: Callable[Concatenate[World, P], BaseModel], *given: P.args, **named: P.kwargs) -> bytes:
        begun, processes = time.monotonic(), self._pool()
        try:
            with self._snapshots.taken() as snapshot:
                return processes.submit(_written, self._settings, snapshot, view, *given, **named).result()
        except BrokenProcessPool as error:
            # Kept until it has ended: Python 3.13.0 hangs where it is forgotten sooner.
            processes.shutdown(wait=True)
            with self._lock:
                if self._processes is processes:
                    self._processes = None
            if time.monotonic() - begun >= self._settings.time_limit:
                raise QueryError(Refusal.TIME, f"it took longer than {self._settings.time_limit:g} seconds") from error
            # Somebody has killed it, or there was no memory for it.
            return self._here(view, *given, **named)

    def _begin(self) -> None:
        with self._lock:
            if self._begun:
                return
            self._begun = True
        processes = self._pool()
        for _ in range(self._number):
            # Until one is ready, it is no place to wait for.
            processes.submit(_known, self._settings).add_done_callback(self._ready)

    def _ready(self, known: "Future[Gazetteer]") -> None:
        if not known.cancelled() and known.exception() is None:
            self._places.put(self._beside)

    def _pool(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._processes is None:
                self._processes = ProcessPoolExecutor(self._number, get_context("spawn"), _prepared)
            return self._processes


def _prepared() -> None:
    """Make a process one that ends with that which started it, and by nothing else."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
    os._exit(0)


@lru_cache(maxsize=1)
def _known(settings: Settings) -> Gazetteer:
    known = known_actors(settings)
    gc.freeze()
    return known


@lru_cache(maxsize=1)
def _opened(settings: Settings, snapshot: Path) -> EventGraph:
    return open_graph(replace(settings, store=snapshot), read_only=True, known=_known(settings))


def _written(
    settings: Settings,
    snapshot: Path,
    view: Callable[Concatenate[World, P], BaseModel],
    /,
    *given: P.args,
    **named: P.kwargs,
) -> bytes:
    # A look-up that never ends takes its process with it.
    signal.setitimer(signal.ITIMER_REAL, settings.time_limit)
    try:
        return view(_opened(settings, snapshot).world, *given, **named).model_dump_json().encode()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
