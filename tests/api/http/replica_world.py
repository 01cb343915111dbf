"""A service of two processes that answer and one that writes, as a user starts it."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from command_world import command, environment
from http_world import TOKEN, extractions

from communique.api.http.replicas.supervisor import COMMAND
from communique.graph import open_graph
from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.lexicon.scheme import actions

# So many connections of their own that it is one in a billion that they all came to one process.
MANY = 30


@dataclass(frozen=True)
class Running:
    """A service that runs in a session of processes of its own."""

    process: "subprocess.Popen[str]"
    address: str

    def processes(self) -> list[int]:
        """Give the numbers of all its processes that have not ended."""
        return [number for number in _processes() if _session_of(number) == self.process.pid]

    def replicas(self) -> list[int]:
        """Give the numbers of those that answer."""
        return [number for number in self.processes() if COMMAND[-1] in _words_of(number)]

    def everywhere(self, path: str) -> list[httpx.Response]:
        """Ask over many connections for what is now."""
        headers = {"Cache-Control": "no-cache"}
        return [httpx.get(f"{self.address}{path}", headers=headers, timeout=60) for _ in range(MANY)]


def filled(store: Path) -> Path:
    """Give a store with five documents."""
    with open_graph(store, actors=gazetteer().actors, actions=actions()) as graph:
        graph.store_all(extractions())
    return store


@contextmanager
def running(store: Path, *options: object, **settings: str) -> Iterator[Running]:
    """Run the service on a store as long as the block lasts."""
    serve = command("serve", "--port", 0, "--workers", 2, *options)
    given = environment(store) | {"COMMUNIQUE_TOKEN": TOKEN, **settings}
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(serve, env=given, stdout=pipe, stderr=quiet, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        answered = re.search(r"http://[\d.:]+", process.stdout.readline())
        assert answered is not None, "the service did not start"
        found = Running(process, answered[0])
        try:
            yield found
        finally:
            process.terminate()
            process.wait(timeout=60)
            for left in found.processes():
                os.kill(left, signal.SIGKILL)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, a minute at most."""
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _session_of(number: int) -> int | None:
    try:
        state, _, _, session = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[:4]
    except (OSError, ValueError):
        return None
    return None if state == "Z" else int(session)


def _words_of(number: int) -> list[str]:
    try:
        return Path(f"/proc/{number}/cmdline").read_text().split("\0")
    except OSError:
        return []
