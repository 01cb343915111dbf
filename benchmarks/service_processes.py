"""Requests a second that the service answers with one process and with two, by turns: both have the same day.

Run it as ``python benchmarks/service_processes.py STORE [ROUNDS] [SECONDS]`` on a store that ``ingest.py`` has made, on
a machine that does nothing else, with nobody writing to the store. Both services run all the time, the second on a copy
beside the store whose tables are hard links; in each round each is asked for so many seconds over eight connections,
from two processes that send bytes made beforehand and look at nothing of an answer but its length.
"""

import multiprocessing
import os
import re
import shutil
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
from lookups import look_ups, serving

from communique.graph.stores.identity import identity, sharing
from communique.graph.stores.journal import Journal
from communique.graph.stores.journal_reading import journal_file

_WORKERS = (1, 2)
_CLIENTS, _CONNECTIONS = 2, 4
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


def main() -> None:
    """Ask both, and print a table."""
    store = Path(sys.argv[1])
    rounds, seconds = (float(given) for given in (*sys.argv[2:4], *("3", "2")[len(sys.argv) - 2 :]))
    print(f"{'requests a second with --workers':44}" + "".join(f"{number:>10}" for number in _WORKERS) + "    ratio")
    with copied(store) as copy, serving(store, _WORKERS[0]) as one, serving(copy, _WORKERS[1]) as two:
        for address in (one, two):
            _wait(address)
        for name, requests in look_ups().items():
            paths = [f"{path}?{urlencode(asked)}" for path, asked in requests]
            rates: dict[str, list[float]] = {one: [], two: []}
            for _ in range(int(rounds)):
                for address, found in rates.items():
                    found.append(asked_for(address, paths, seconds))
            first, second = (statistics.median(found) for found in rates.values())
            print(f"{name:44}{first:10.0f}{second:10.0f}{second / first:9.2f}", flush=True)


@contextmanager
def copied(store: Path) -> Iterator[Path]:
    """Give a copy of a store with its event table as long as the block lasts: one is written to by one service."""
    store = store.absolute()
    # On the disk of the store, where what never changes is linked in no time.
    with tempfile.TemporaryDirectory(dir=store.parent, prefix=f"{store.name}-copy-") as folder:
        copy = Path(folder) / store.name
        with sharing(store):
            shutil.copytree(store, copy, copy_function=_linked)
            for path in store.parent.glob(f".{store.name}.*"):
                if path.is_file():
                    shutil.copy2(path, folder)
        found = identity(copy)
        assert found is not None
        with closing(Journal(journal_file(copy))) as journal:
            journal.adopt(found)
        yield copy


def _linked(source: str, target: str) -> None:
    (os.link if source.endswith(".sst") else shutil.copy2)(source, target)


def _wait(address: str) -> None:
    """Wait until the event table is in step."""
    while httpx.get(f"{address}/events?limit=1", timeout=600).status_code != 200:
        time.sleep(1)


def asked_for(address: str, paths: Sequence[str], seconds: float) -> float:
    """Give the requests a second that a service answers."""
    with multiprocessing.Pool(_CLIENTS) as clients:
        return (
            sum(clients.starmap(_answered, [(address, paths, seconds, place) for place in range(_CLIENTS)])) / seconds
        )


def _answered(address: str, paths: Sequence[str], seconds: float, place: int) -> int:
    """Ask over some connections of a client of its own, one request on each at a time; gives how many were answered."""
    where = urlsplit(address)
    made = [
        socket.create_connection((where.hostname, where.port), 60, (f"127.0.0.{place + 2}", 0))
        for _ in range(_CONNECTIONS)
    ]
    asked = [f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode() for path in paths]
    end, turn, answered = time.monotonic() + seconds, place, 0
    while time.monotonic() < end:
        for connection in made:
            turn += 1
            connection.sendall(asked[turn % len(asked)])
        for connection in made:
            _read(connection)
            answered += 1
    return answered


def _read(connection: socket.socket) -> None:
    """Read one answer to its end."""
    found = b""
    while (end := found.find(b"\r\n\r\n")) < 0:
        found += connection.recv(1 << 16) or _broken_off()
    length = _LENGTH.search(found[:end])
    if not found.startswith(b"HTTP/1.1 200") or length is None:
        raise SystemExit(f"an answer begins {found[:60]!r}")
    while len(found) < end + 4 + int(length[1]):
        found += connection.recv(1 << 16) or _broken_off()


def _broken_off() -> bytes:
    raise SystemExit("a connection broke off")


if __name__ == "__main__":
    main()
