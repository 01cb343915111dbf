"""The process that writes starts the replicas, starts another where one has died, and ends them."""

import asyncio
import logging
import pickle
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn

from communique.api.http.replicas.replica import READY, ReplicaTask
from communique.api.http.workers.processes import end
from communique.api.running import forget_service, note_service

COMMAND = (sys.executable, "-P", "-c", "from communique.api.http.replicas.replica import main; main()")
# So long a replica has to answer what it has begun, and so long the next is waited for where one died at once.
_GRACE, _PAUSE, _LONGEST = 10.0, 0.5, 30.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listening:
    """What is called with host and port when all listen, with name and number of a replica that died, at the end."""

    begun: Callable[[str, int], None]
    died: Callable[[str, int], None]
    ended: Callable[[], None]


class SupervisingServer(uvicorn.Server):
    """The server of the process that writes; it runs as many replicas as its task says."""

    def __init__(self, config: uvicorn.Config, task: ReplicaTask, store: Path | None, listening: Listening) -> None:
        """Take the task of a replica; `store` is where it is noted who serves it, if that is a folder."""
        super().__init__(config)
        self._task, self._store, self._listening = task, store, listening
        self._processes: dict[str, Process] = {}
        self._watching: list[asyncio.Task[None]] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen for the replicas, and start them."""
        await super().startup(sockets)
        if not self.started:
            return
        names = [f"replica{number}" for number in range(self._task.among)]
        await asyncio.gather(*map(self._start, names))
        if any(process.returncode is not None for process in self._processes.values()):
            _LOG.error("a process that answers has ended at its start: see above")
            self.started, self.should_exit = False, True
            return
        self._watching = [asyncio.create_task(self._watch(name)) for name in names]
        if self._store is not None:
            note_service(self._store, self._task.host, self._task.port)
        self._listening.begun(self._task.host, self._task.port)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the replicas first: they may still have something to be written."""
        if self._store is not None:
            forget_service(self._store)
        for watching in self._watching:
            watching.cancel()
        await asyncio.gather(*map(_ended, self._processes.values()))
        await super().shutdown(sockets)
        # A signal ends the process right after this.
        self._listening.ended()

    async def _start(self, name: str) -> None:
        process = await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE)
        self._processes[name] = process
        assert process.stdin is not None and process.stdout is not None
        with suppress(ConnectionError):
            process.stdin.write(pickle.dumps(replace(self._task, name=name)))
            await process.stdin.drain()
        if await process.stdout.readline() != READY:
            await process.wait()

    async def _watch(self, name: str) -> None:
        loop, pause = asyncio.get_running_loop(), _PAUSE
        while True:
            begun = loop.time()
            code = await self._processes[name].wait()
            self._listening.died(name, self._processes[name].pid)
            pause = min(pause * 2, _LONGEST) if loop.time() - begun < _LONGEST else _PAUSE
            _LOG.warning("a process that answers has ended (%d): another is started", code)
            await asyncio.sleep(pause)
            await self._start(name)


async def _ended(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    with suppress(TimeoutError):
        async with asyncio.timeout(_GRACE):
            await process.wait()
    await end(process)
