"""Processes that read texts, so that none can stop the service, fill its memory, or keep others from their turn."""

import asyncio
import json
import os
import pickle
import signal
import struct
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Coroutine
from contextlib import suppress
from enum import StrEnum

from communique.api.http.metrics.measures import Measures, new_measures
from communique.api.http.protocol.problems import ProblemError
from communique.api.http.workers.processes import FROM_OUTSIDE, end, ended_from_outside, lives, started
from communique.api.http.workers.query_worker import OUT_OF_MEMORY
from communique.api.http.workers.reading_worker import HEAD, ReadingTask
from communique.api.http.workers.turns import Turns
from communique.api.settings import Settings

COMMAND = (sys.executable, "-P", "-c", "from communique.api.http.workers.reading_worker import main; main()")
_FRAME = struct.Struct(">cI")
# Loading the model takes some seconds, on a busy machine many.
_START = 120.0
# One client has one of them at most, so with two everybody has a turn while a long text is read.
_SIZE, _WAITING = 2, 16
# Bytes of text that are read in a second of a busy machine. Texts of more than a second never have all processes.
_PACE, _SHORT = 10_000, 1.0
_AGAIN = 1.0


class Unread(StrEnum):
    """Why nothing was read."""

    TIME = "time"
    MEMORY = "memory"
    TOO_LARGE = "too-large"
    FAILED = "failed"
    KILLED = "killed"
    UNABLE = "unable"


class ReadingError(Exception):
    """Nothing was read from a text; the message says why."""

    def __init__(self, kind: Unread, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Readers:
    """Processes with a coder, started when there is something to read, and replaced when killed or grown."""

    def __init__(self, settings: Settings, measures: Measures | None = None) -> None:
        self._settings, self._measures = settings, measures or new_measures()
        self._turns = Turns(_SIZE, _WAITING, "many texts are waiting to be read already", short=_SHORT)
        self._idle: list[_Reader] = []
        self._all: set[_Reader] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False
        # One that is started beforehand, until somebody takes it.
        self._spare: asyncio.Task[_Reader] | None = None

    async def read(self, task: ReadingTask, client: str, seconds: float, *, patient: bool = False) -> bytes:
        """Give what comes of a task, pickled, when the turn of its client has come.

        ReadingError where nothing does within so many seconds of reading, ProblemError (503) where too much of its
        client waits, or, unless he is `patient`, too long.
        """
        outcome = "read"
        try:
            with self._measures.readings_queued.track_inprogress():
                turn = await self._turns.take(client, task.size / _PACE, patient=patient)
            try:
                return await self._insisting(task, seconds)
            finally:
                self._turns.leave(turn)
        except ProblemError:
            outcome = "busy"
            raise
        except ReadingError as error:
            outcome = error.kind.value
            raise
        finally:
            self._measures.readings.labels(outcome).inc()

    async def patiently(self, task: ReadingTask, client: str, seconds: float) -> bytes:
        """Do what `read` does, for who has begun a work of many parts: a full queue ends none."""
        while True:
            try:
                return await self.read(task, client, seconds, patient=True)
            except ProblemError:
                await asyncio.sleep(_AGAIN)

    async def close(self) -> None:
        """End all processes."""
        self._closed = True
        for reader in list(self._all):
            self._all.discard(reader)
            await reader.end()

    async def _insisting(self, task: ReadingTask, seconds: float) -> bytes:
        """Read, and once more where the process was ended from outside: that is no fault of the text."""
        try:
            return await self._read(task, seconds)
        except ReadingError as error:
            if error.kind is not Unread.KILLED or self._closed:
                raise
        return await self._read(task, seconds)

    async def _read(self, task: ReadingTask, seconds: float) -> bytes:
        with self._measures.readings_running.track_inprogress():
            reader = await self._taken()
            if task.size / _PACE > _SHORT:
                self._prepare_spare()
            try:
                return await reader.do(task, seconds)
            finally:
                self._give_back(reader)

    async def _taken(self) -> "_Reader":
        while self._idle:
            reader = self._idle.pop()
            if reader.lives:
                return reader
            self._drop(reader)
        starting, self._spare = self._spare or asyncio.get_running_loop().create_task(self._started()), None
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            # It was started for somebody who is gone: the next takes it.
            self._keep(self._put_by(starting))
            raise

    def _prepare_spare(self) -> None:
        """Start another beside one that will be busy for long: who comes next need not wait for that, too."""
        if self._spare is None and len(self._all) < _SIZE:
            self._spare = starting = asyncio.get_running_loop().create_task(self._started())
            self._keep(self._unless_taken(starting))

    async def _unless_taken(self, starting: "asyncio.Task[_Reader]") -> None:
        await asyncio.wait({starting})
        if self._spare is starting:
            self._spare = None
            await self._put_by(starting)

    async def _started(self) -> "_Reader":
        command = (*COMMAND, str(os.getpid()))
        reader = _Reader(await started(command, stderr=DEVNULL))
        self._all.add(reader)
        try:
            await reader.begin(self._settings)
        except BaseException:
            self._drop(reader)
            raise
        return reader

    async def _put_by(self, starting: "asyncio.Task[_Reader]") -> None:
        with suppress(ReadingError):
            self._give_back(await starting)

    def _give_back(self, reader: "_Reader") -> None:
        if reader.is_fit and len(self._idle) < _SIZE:
            self._idle.append(reader)
        else:
            self._drop(reader)

    def _drop(self, reader: "_Reader") -> None:
        self._all.discard(reader)
        self._keep(reader.end())

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        """Do something beside, and keep its task until it is done: the loop itself does not."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Reader:
    """One process; it is fit for another task unless it was left in the middle of one, or says that it is spent."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.is_fit = False

    @property
    def lives(self) -> bool:
        """Tell whether the process has not ended."""
        return lives(self._process)

    async def begin(self, settings: Settings) -> None:
        """Hand over the settings, and wait until the coder is loaded."""
        await self._given(settings, _START)

    async def do(self, task: ReadingTask, seconds: float) -> bytes:
        """Give what comes of a task, pickled."""
        return await self._given(task, seconds)

    async def end(self) -> None:
        """Kill the process and see it gone."""
        await end(self._process)

    async def _given(self, sent: object, seconds: float) -> bytes:
        self.is_fit = False
        try:
            async with asyncio.timeout(seconds):
                await self._send(sent, seconds)
                letter, content = await self._frame()
        except TimeoutError as error:
            raise ReadingError(Unread.TIME, f"reading took longer than {seconds:g} seconds") from error
        except asyncio.IncompleteReadError as error:
            raise await self._gone() from error
        self.is_fit = letter.isupper()
        if letter.upper() == b"X":
            problem = json.loads(content)
            raise ReadingError(Unread(problem["kind"]), str(problem["message"]))
        return content

    async def _send(self, sent: object, seconds: float) -> None:
        pickled = pickle.dumps(sent, pickle.HIGHEST_PROTOCOL)
        assert self._process.stdin is not None
        with suppress(ConnectionError):
            self._process.stdin.write(HEAD.pack(seconds, len(pickled)) + pickled)
            await self._process.stdin.drain()

    async def _frame(self) -> tuple[bytes, bytes]:
        assert self._process.stdout is not None
        letter, length = _FRAME.unpack(await self._process.stdout.readexactly(_FRAME.size))
        return letter, await self._process.stdout.readexactly(length)

    async def _gone(self) -> ReadingError:
        code = await self._process.wait()
        if code == OUT_OF_MEMORY:
            return ReadingError(Unread.MEMORY, "reading took more memory than allowed")
        if code == -signal.SIGXCPU:
            return ReadingError(Unread.TIME, "reading took more computing than allowed")
        if ended_from_outside(code, "reads texts"):
            return ReadingError(Unread.KILLED, f"the process that read it {FROM_OUTSIDE}")
        return ReadingError(Unread.FAILED, "the process that read it broke down")
