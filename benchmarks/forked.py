"""Processes forked from one that has loaded everything, which say by lines what they do, and may be killed."""

import gc
import os
import select
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

Say = Callable[[str, str], None]


def everything_is_loaded() -> None:
    """Take what there is now out of the collector's sight: else each process looks through it, and so copies it."""
    gc.collect()
    gc.freeze()


class Forked:
    """A process that says what it does, killed by its number."""

    def __init__(self, work: Callable[[Say], None], log: Path) -> None:
        self._said, into = os.pipe()
        self._rest, self._ended = b"", False
        self.number = os.fork()
        if self.number == 0:
            _work(work, into, log)
        os.close(into)
        os.set_blocking(self._said, False)
        self.ending = os.pidfd_open(self.number)
        self.code: int | None = None

    def words(self) -> Iterator[tuple[str, str]]:
        """Give what it has said since it was last asked."""
        with suppress(BlockingIOError):
            while part := os.read(self._said, 1 << 16):
                self._rest += part
            self._ended = True
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            word, _, name = line.decode().partition(" ")
            yield word, name

    @property
    def lives(self) -> bool:
        """Tell whether it has not ended."""
        if self.code is None:
            found, status = os.waitpid(self.number, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if found else None
        return self.code is None

    def waited_for(self, seconds: float) -> list[tuple[str, str]]:
        """Give what it says until its end, or for so many seconds."""
        end, said = time.monotonic() + seconds, list[tuple[str, str]]()
        # A pipe that nobody empties would stop who writes to it.
        while self.lives and (left := end - time.monotonic()) > 0:
            found, _, _ = select.select([self._said, self.ending], [], [], left)
            if self._said in found:
                said += self.words()
                if self._ended:
                    select.select([self.ending], [], [], max(0.0, end - time.monotonic()))
        return [*said, *self.words()]

    def kill(self) -> None:
        """Kill it, unless it has ended, and see it gone."""
        if self.lives:
            os.kill(self.number, signal.SIGKILL)
            self.code = os.waitstatus_to_exitcode(os.waitpid(self.number, 0)[1])

    def close(self) -> None:
        """Hear it no more."""
        os.close(self._said)
        os.close(self.ending)


def _work(work: Callable[[Say], None], into: int, log: Path) -> None:
    """Do the work of a process that was forked, and end it."""
    code = 1
    with log.open("a") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    try:
        work(lambda word, name: _said(into, f"{word} {name}\n"))
        code = 0
    except BaseException:  # noqa: BLE001  (else what was forked would go on as the one that kills)
        traceback.print_exc()
    finally:
        os._exit(code)


def _said(into: int, line: str) -> None:
    os.write(into, line.encode())
