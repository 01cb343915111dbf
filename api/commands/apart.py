"""A command that goes on in a process of its own, so that what ends that one is told, and Ctrl-C is heard at once.

The engine that answers a query ends the whole process where that is nested too deeply, and hears nothing meanwhile.
"""

import os
import signal
import sys
import time

import typer

_OVERFLOWN = tuple(-getattr(signal, name) for name in ("SIGSEGV", "SIGBUS", "SIGABRT") if hasattr(signal, name))
# Who is interrupted has so many times a moment to end by himself, and to clean up.
_MOMENTS, _MOMENT = 10, 0.05


def go_on_apart(overflown: str) -> None:
    """Return in a process of its own; here wait for its end, and end alike.

    Call it before anything is opened or imported that starts threads. Raises ValueError with the text given where the
    stack of that process overflowed, KeyboardInterrupt where the user has stopped it.
    """
    if not hasattr(os, "fork"):
        return
    sys.stdout.flush()
    sys.stderr.flush()
    here = os.getpid()
    child = os.fork()
    if not child:
        from communique.api.http.workers.query_worker import end_with

        end_with(here)
        return
    code = os.waitstatus_to_exitcode(_waited(child))
    if code in _OVERFLOWN:
        raise ValueError(overflown)
    if code == -signal.SIGINT:
        raise KeyboardInterrupt
    if code < 0:
        typer.echo(f"communique: the process that did it was ended from outside (signal {-code}): try again", err=True)
    # As a shell tells of a process that was killed.
    raise typer.Exit(code if code >= 0 else 128 - code)


def _waited(child: int) -> int:
    """Give how a process has ended."""
    try:
        return os.waitpid(child, 0)[1]
    except KeyboardInterrupt:
        for _ in range(_MOMENTS):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return status
            time.sleep(_MOMENT)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
