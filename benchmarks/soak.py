"""All loads on one service at once, for minutes: memory, processes, refusals, and how others fare meanwhile.

Run it as ``python benchmarks/soak.py STORE MINUTES [--workers N]`` on a store that ``ingest.py`` has made. Each load
comes from an address of its own, so that the service takes it for a client of its own. The one whose times are printed
asks for single events, first alone and then beside 64 connections of look-ups, cartesian products, texts of 200 kB,
exports, and readers who take a kilobyte a second. It ends with what was wrong, and with exit code 1 where anything was.
"""

import argparse
import http.client
import json
import random
import socket
import statistics
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from lookups import look_ups, running

from communique.api.http.metrics.processes import processes_below

_QUIET, _STEADY, _PATIENCE, _MOST_MEMORY = 20.0, 300.0, 45.0, 600 << 20
_PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_LARGE = "SELECT * { ?s ?p ?o . ?a ?b ?c }"
_SENTENCES = "Moscow criticized Washington on Monday. ", "France and Turkey held talks in Paris. "
Asking = Callable[[str, str, bytes | None], tuple[int, str | None]]


@dataclass
class Seen:
    """What came of the requests of each load, and how much memory and how many processes there were.

    What is answered when the service has been told to end does not count (`is_over`).
    """

    is_over: bool = False
    answers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: set[str] = field(default_factory=set)
    times: list[float] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)
    processes: Counter[str] = field(default_factory=Counter)
    # The connections of loads, which are closed at the end: on a busy machine some still wait for an export.
    connections: set[http.client.HTTPConnection] = field(default_factory=set)


def main() -> None:
    """Run all loads, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("minutes", type=float)
    parser.add_argument("--workers", type=int, default=1)
    wanted = parser.parse_args()
    serve = [sys.executable, "-m", "communique.api.command", "serve", "--workers", str(wanted.workers), "--store"]
    seen, ended = Seen(), threading.Event()
    with running([*serve, str(wanted.store), "--port"], "/healthz") as address:
        root = _service(urlsplit(address).port or 0)
        events = _events(address)
        alone = _alone(address, events, seen)
        loads = [threading.Thread(target=load, args=(address, seen, ended), daemon=True) for load in _loads()]
        for load in loads:
            load.start()
        _beside(address, events, seen, root, wanted.minutes * 60)
        ended.set()
        end = time.monotonic() + _PATIENCE
        for load in loads:
            load.join(timeout=max(0.0, end - time.monotonic()))
        seen.is_over = True
        for made in list(seen.connections):
            with suppress(OSError, AttributeError):
                made.sock.shutdown(socket.SHUT_RDWR)
        time.sleep(10)
        left = {kind: found.number for kind, found in processes_below(root).items()}
    _tell(seen, alone, left, wanted.workers)


def _loads() -> Iterator[Callable[[str, Seen, threading.Event], None]]:
    paths = [path for requests in look_ups().values() for path, _ in requests if path.startswith("/actors/")]
    yield from [_repeating("look-ups", "127.0.0.2", lambda chance: ("GET", chance.choice(paths), None))] * 64
    product = f"/sparql?query={quote(_PRODUCT)}&timeout=10"
    yield from [_repeating("products", "127.0.0.3", lambda _: ("GET", product, None))] * 8
    yield from [_repeating("texts", "127.0.0.4", lambda chance: ("POST", "/extract", _text(chance)))] * 4
    yield from [_repeating("exports", "127.0.0.5", lambda _: ("GET", "/export/graph.gexf", None))] * 3
    yield from [_reading_slowly] * 8


def _text(chance: random.Random) -> bytes:
    words = "".join(chance.choices(_SENTENCES, k=4000)) + str(chance.random())
    return words.encode()[:190_000]


def _repeating(
    name: str, client: str, wanted: Callable[[random.Random], tuple[str, str, bytes | None]]
) -> Callable[[str, Seen, threading.Event], None]:
    """Give a load: requests one after the other over one connection, which is made anew where it is lost."""

    def load(address: str, seen: Seen, ended: threading.Event) -> None:
        """Ask until all is ended."""
        chance = random.Random(threading.get_ident())
        while not ended.is_set():
            with suppress(OSError, http.client.HTTPException), _asking(address, client, seen) as ask:
                while not ended.is_set():
                    status, retry = ask(*wanted(chance))
                    _note(seen, name, status, retry)
                    if status >= 400:
                        ended.wait(0.5)

    return load


def _reading_slowly(address: str, seen: Seen, ended: threading.Event) -> None:
    """Ask for an answer of gigabytes, and take a kilobyte of it a second."""
    while not ended.is_set():
        with suppress(OSError, http.client.HTTPException):
            made = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60, source_address=("127.0.0.6", 0))
            made.request("GET", f"/sparql?query={quote(_LARGE)}", headers={"Accept": "text/csv"})
            answer = made.getresponse()
            _note(seen, "slow readers", answer.status, answer.headers["Retry-After"])
            while not ended.wait(1) and answer.read(1024):
                pass
            made.close()
        ended.wait(1)


@contextmanager
def _asking(address: str, client: str, seen: Seen | None = None) -> Iterator[Asking]:
    made = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120, source_address=(client, 0))
    if seen is not None:
        seen.connections.add(made)

    def ask(method: str, path: str, body: bytes | None) -> tuple[int, str | None]:
        made.request(method, path, body, {"Content-Type": "text/plain"} if body else {})
        answer = made.getresponse()
        answer.read()
        return answer.status, answer.headers["Retry-After"]

    try:
        yield ask
    finally:
        if seen is not None:
            seen.connections.discard(made)
        made.close()


def _note(seen: Seen, name: str, status: int, retry: str | None) -> None:
    if seen.is_over:
        return
    seen.answers[name][str(status)] += 1
    if status >= 500 and (status, retry is None) != (503, False):
        seen.wrong.add(f"{name} got {status}")


def _events(address: str) -> list[str]:
    with _asking(address, "127.0.0.9"):
        made = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
        made.request("GET", "/events?limit=200")
        return [item["key"] for item in json.loads(made.getresponse().read())["items"]]


def _alone(address: str, events: list[str], seen: Seen) -> float:
    """Give the median of seconds that a look-up takes when nobody else asks."""
    end = time.monotonic() + _QUIET
    with _asking(address, "127.0.0.9") as ask:
        for key in events[:20]:
            ask("GET", f"/events/{key}", None)
        while time.monotonic() < end:
            _timed(ask, events, seen)
    alone, seen.times = statistics.median(seen.times), []
    return alone


def _beside(address: str, events: list[str], seen: Seen, root: int, seconds: float) -> None:
    begun, next_look = time.monotonic(), 0.0
    with _asking(address, "127.0.0.9") as ask:
        while (passed := time.monotonic() - begun) < seconds:
            _timed(ask, events, seen)
            if passed >= next_look:
                found = processes_below(root)
                memory = sum(found[kind].memory for kind in ("service", "replica") if kind in found)
                seen.memory.append((passed, memory))
                seen.processes |= Counter({kind: each.number for kind, each in found.items()})
                next_look = passed + 5


def _timed(ask: Asking, events: list[str], seen: Seen) -> None:
    path = f"/events/{random.choice(events)}"
    begun = time.perf_counter()
    status, retry = ask("GET", path, None)
    seen.times.append(time.perf_counter() - begun)
    _note(seen, "others", status, retry)
    if status != 200:
        seen.wrong.add(f"others got {status}")
    time.sleep(0.05)


def _service(port: int) -> int:
    """Give the number of the process that was started with a port."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = path.read_text("utf-8", "replace").split("\0")
            if str(port) in words and "serve" in words:
                return int(path.parent.name)
    raise SystemExit("the service is not among the processes")


def _tell(seen: Seen, alone: float, left: dict[str, int], workers: int) -> None:
    for name, answers in sorted(seen.answers.items()):
        print(f"{name:14}", ", ".join(f"{number} of {status}" for status, number in sorted(answers.items())))
    times = sorted(seen.times)
    median, late = statistics.median(times), times[len(times) * 99 // 100]
    print(f"others: median {median * 1e3:.1f} ms and 99th percentile {late * 1e3:.0f} ms, alone {alone * 1e3:.1f} ms")
    steady = [memory for at, memory in seen.memory if at >= _STEADY] or [seen.memory[-1][1]]
    before = max((memory for at, memory in seen.memory if at < _STEADY), default=steady[0])
    shown = [f"{memory >> 20}" for _, memory in seen.memory[:: max(1, len(seen.memory) // 12)]]
    print(f"MB of the service itself, {len(shown)} times: {' '.join(shown)}; at most {max([*steady, before]) >> 20}")
    print("processes at most:", dict(seen.processes), "; when all is over:", left)
    if median > 2 * alone:
        seen.wrong.add(f"others wait {median / alone:.1f} times as long")
    if max(steady) > _MOST_MEMORY * workers:
        seen.wrong.add("memory is beyond 600 MB a process")
    if max(steady) > before * 1.05:
        seen.wrong.add("memory still grows after five minutes")
    if left.get("export"):
        seen.wrong.add("exports go on when nobody reads them")
    print("wrong:", "; ".join(sorted(seen.wrong)) or "nothing")
    raise SystemExit(1 if seen.wrong else 0)


if __name__ == "__main__":
    main()
