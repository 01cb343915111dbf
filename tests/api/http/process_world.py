"""Processes of a service in this process, and who kills them from outside."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def children(word: str) -> list[int]:
    """Give the processes that this one has started, and that have a word in their command."""
    return [number for number in _children() if word in _command(number)]


@contextmanager
def killing(word: str, most: int = 1_000_000) -> Iterator[list[int]]:
    """Kill processes of ours on sight, so many of them; give those that were."""
    killed: list[int] = []
    over = threading.Event()

    def kill() -> None:
        """Kill until it is over."""
        while not over.is_set() and len(killed) < most:
            for number in children(word):
                if number not in killed and len(killed) < most:
                    killed.append(number)
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(number, signal.SIGKILL)
            time.sleep(0.005)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()


def _children() -> list[int]:
    found: list[int] = []
    for path in Path("/proc/self/task").glob("*/children"):
        # A thread may have ended meanwhile.
        with contextlib.suppress(OSError):
            found += map(int, path.read_text().split())
    return found


def _command(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_text()
    except OSError:
        return ""
