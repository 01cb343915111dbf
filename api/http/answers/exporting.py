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
from asyncio.subprocess import PIPE, Process
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
from communique.api.http.workers.processes import end, kill
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
    -signal.SIGKILL: "the export takes more time than allowed: ask for less by conditions",
}


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
    parts = await _by_thread(service, export) if service.shares_store else await _by_process(service, export, work)
    return _joined(await anext(parts, b""), parts)


async def _joined(first: bytes, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for part in parts:
        yield part


async def _by_process(service: Service, export: ExportRequest, work: AsyncExitStack) -> AsyncIterator[bytes]:
    # The process reads it.
    await asyncio.to_thread(service.graph.bring_in_step)
    snapshot = await service.snapshots.take_soon()
    work.callback(service.snapshots.give_back, snapshot)
    process = await work.enter_async_context(_running(ExportTask(export, snapshot, service.settings)))
    return _read(process)


@asynccontextmanager
async def _running(task: ExportTask) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(*COMMAND, str(os.getpid()), stdin=PIPE, stdout=PIPE)
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
    loop = asyncio.get_running_loop()
    while process.stdout is not None and (part := await process.stdout.read(_CHUNK)):
        expiry = loop.call_later(PATIENCE, kill, process)
        try:
            yield part
        finally:
            expiry.cancel()
    if code := await process.wait():
        if code == DAMAGED:
            raise StoreDamagedError("the process of an export has found it")
        if code in _WHY:
            raise ProblemError(422, _WHY[code])
        raise RuntimeError(f"the process of an export ended with code {code}")


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
