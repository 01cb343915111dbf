"""Exports as streams: written by a process of their own over a snapshot, so that look-ups go on beside them.

A large graph takes minutes and gigabytes: nothing of that is kept, and a client that goes away, or reads no further,
ends it. On a remote store there is no snapshot, so the service itself writes to a file first.
"""

import asyncio
import os
import pickle
import signal
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import IO

from fastapi import Request, Response
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

from communique.api.http.answers.streamed import StreamedResponse
from communique.api.http.protocol.leaving import CLIENT_GONE, unless_gone
from communique.api.http.protocol.problems import ProblemError
from communique.api.http.protocol.rate import client_of
from communique.api.http.service import Service, service_of
from communique.api.http.workers.export_worker import DAMAGED, ExportRequest, ExportTask
from communique.api.http.workers.processes import FROM_OUTSIDE, end, ended_from_outside, kill, started
from communique.api.http.workers.query_worker import OUT_OF_MEMORY
from communique.graph import EventGraph, StoreDamagedError

_CHUNK = 1 << 16
_IN_MEMORY = 1 << 22
# Who takes no part of an export for so many seconds loses it: others wait for their turn.
PATIENCE = 60
# As a module it would be another than the one whose task was pickled.
COMMAND = (sys.executable, "-P", "-c", "from communique.api.http.workers.export_worker import main; main()")
_WHY = {
    OUT_OF_MEMORY: "the export takes more memory than allowed: ask for less by conditions",
    -signal.SIGXCPU: "the export takes more time than allowed: ask for less by conditions",
}


class _KilledError(ProblemError):
    def __init__(self) -> None:
        detail = f"the process of the export {FROM_OUTSIDE}: ask again in a moment"
        super().__init__(503, detail, headers={"Retry-After": "5"})


async def exported(request: Request, export: ExportRequest, media_type: str, name: str) -> Response:
    """Give an export as a file to be saved.

    ProblemError where it is beyond the limits before anything was written, ValueError where its conditions are for what
    is not known.
    """
    await asyncio.to_thread(service_of(request).graph.check, export.selection.wanted)
    async with AsyncExitStack() as work:
        parts = await unless_gone(request, _begun(service_of(request), export, client_of(request), work))
        if parts is None:
            return Response(status_code=CLIENT_GONE)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamedResponse(parts, media_type, headers, work.pop_all().aclose)


async def _begun(service: Service, export: ExportRequest, client: str, work: AsyncExitStack) -> AsyncIterator[bytes]:
    await work.enter_async_context(service.exporting.turn(client))
    if service.shares_store:
        parts = await _by_thread(service, export)
        return _joined(await anext(parts, b""), parts)
    task = await _task(service, export, work)
    try:
        return await _by_process(task, work)
    except _KilledError:
        # Nobody has had any of it.
        return await _by_process(task, work)


async def _joined(first: bytes, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for part in parts:
        yield part


async def _task(service: Service, export: ExportRequest, work: AsyncExitStack) -> ExportTask:
    # The process reads it.
    await asyncio.to_thread(service.graph.bring_in_step)
    snapshot = await service.snapshots.take_soon()
    work.callback(service.snapshots.give_back, snapshot)
    return ExportTask(export, snapshot, service.settings)


async def _by_process(task: ExportTask, work: AsyncExitStack) -> AsyncIterator[bytes]:
    parts = _read(await work.enter_async_context(_running(task)))
    return _joined(await anext(parts, b""), parts)


@asynccontextmanager
async def _running(task: ExportTask) -> AsyncIterator[Process]:
    process = await started((*COMMAND, str(os.getpid())))
    try:
        if process.stdin is not None:
            with suppress(ConnectionError):
                process.stdin.write(pickle.dumps(task))
                await process.stdin.drain()
            process.stdin.close()
        yield process
    finally:
        await end(process)


async def _read(process: Process) -> AsyncIterator[bytes]:
    loop, given_up = asyncio.get_running_loop(), asyncio.Event()

    def give_up() -> None:
        """End it, for nobody takes what it writes."""
        given_up.set()
        kill(process)

    while process.stdout is not None and (part := await process.stdout.read(_CHUNK)):
        expiry = loop.call_later(PATIENCE, give_up)
        try:
            yield part
        finally:
            expiry.cancel()
    if code := await process.wait():
        if given_up.is_set():
            raise ProblemError(422, f"nobody took a part of the export for {PATIENCE} seconds")
        raise _error(code)


def _error(code: int) -> Exception:
    if code == DAMAGED:
        return StoreDamagedError("the process of an export has found it")
    if code in _WHY:
        return ProblemError(422, _WHY[code])
    if ended_from_outside(code, "writes an export"):
        return _KilledError()
    return RuntimeError(f"the process of an export ended with code {code}")


async def _by_thread(service: Service, export: ExportRequest) -> AsyncIterator[bytes]:
    file = await run_in_threadpool(_file, export, service.graph)
    return aiter(iterate_in_threadpool(_parts(file)))


def _file(export: ExportRequest, graph: EventGraph) -> IO[bytes]:
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the stream closes it
    try:
        export.write(graph, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_CHUNK):
            yield part
