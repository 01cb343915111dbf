"""The end of a process that the service has started."""

from asyncio.subprocess import Process
from contextlib import suppress


def kill(process: Process) -> None:
    """Kill a process, if it has not ended."""
    with suppress(ProcessLookupError):
        process.kill()


async def end(process: Process) -> None:
    """Kill a process and see it gone."""
    kill(process)
    # What it still wrote must be read, else it is never seen to have ended.
    with suppress(RuntimeError):
        while process.stdout is not None and await process.stdout.read(1 << 20):
            pass
    await process.wait()
