"""Processes that the service starts: their start, and their end."""

import asyncio
import errno
import logging
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress

from communique.api.http.protocol.problems import ProblemError

# How a process ends by what it does itself: at its limit of computing, without a stack, or by an error of the engine.
_BY_ITSELF = ("SIGXCPU", "SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE", "SIGTRAP", "SIGSYS")
_OWN_ENDS = frozenset(-getattr(signal, name) for name in _BY_ITSELF if hasattr(signal, name))
FROM_OUTSIDE = "was ended from outside, as a system does that has no memory left"
# What a system says that has no memory, or no number, for another process.
_NO_MORE = (errno.EAGAIN, errno.ENOMEM)
_LOG = logging.getLogger(__name__)


async def started(command: Sequence[str], stderr: int | None = None) -> Process:
    """Start a process with pipes to and from it; ProblemError (503) where the system starts no more of them."""
    try:
        return await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=stderr)
    except OSError as error:
        if error.errno not in _NO_MORE:
            raise
        _LOG.warning("the system starts no process any more: %s", error)
        again = {"Retry-After": "5"}
        raise ProblemError(503, "no process can be started for this: ask again in a moment", headers=again) from error


def ended_from_outside(code: int | None, what: str) -> bool:
    """Tell whether a process that we have not ended was ended by somebody else, and log it, for `what` it was."""
    if code is None or code >= 0 or code in _OWN_ENDS:
        return False
    _LOG.warning("a process that %s %s (signal %d)", what, FROM_OUTSIDE, -code)
    return True


def lives(process: Process) -> bool:
    """Tell whether a process may be given work: the end of what it writes is seen sooner than its own."""
    return process.returncode is None and not (process.stdout is not None and process.stdout.at_eof())


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
