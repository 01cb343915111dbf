"""The four look-ups over HTTP, and SPARQL beside rdflib-endpoint: median, 99th percentile and requests a second.

Run it as ``python benchmarks/lookups.py STORE`` on a store that ``ingest.py`` has made. With ``--rdflib`` the same
queries in SPARQL also go to rdflib-endpoint over rdflib's memory store, which takes its time to read the graph.
"""

import argparse
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from itertools import repeat
from pathlib import Path

import httpx
import pyoxigraph as ox
from synthetic import busy_sides

from graph.queries import bound, named_query
from graph.terms import Terms
from ontology.iri import Namespace

CONNECTIONS = 8
REQUESTS = 400
_ACCEPT = "application/sparql-results+json, application/json"
Request = tuple[str, dict[str, str]]
_PEER = """
import sys
import uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
dataset = Dataset()
dataset.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=dataset), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


def main() -> None:
    """Run what the arguments ask for, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rdflib", action="store_true", help="also ask rdflib-endpoint")
    parser.add_argument("--requests", type=int, default=REQUESTS)
    wanted = parser.parse_args()
    print(f"{'':44}{'median':>9}{'p99':>9}{'per second':>12}")
    with serving(wanted.store) as address:
        for name, requests in look_ups().items():
            show(name, address, requests, wanted.requests)
        for name, requests in sparql().items():
            show(f"SPARQL: {name}", f"{address}/sparql", requests, wanted.requests)
    engine(wanted.store)
    if wanted.rdflib:
        peer(wanted.store)


def look_ups() -> dict[str, list[Request]]:
    """Give the four look-ups for busy and quiet actors, each address as often as its actors are met in the news."""
    sides = busy_sides(200)
    chance = random.Random(3)
    first, second = (chance.choices(sides, [1 / (n + 2) for n in range(len(sides))], k=REQUESTS) for _ in range(2))
    return {
        "relations of an actor (first 50)": [(f"/actors/{one}/relations", {}) for one in first],
        "months of a dyad": [(f"/relations/{one}/{two}", {}) for one, two in zip(first, second, strict=True)],
        "timeline of an actor": [(f"/actors/{one}/timeline", {}) for one in first],
        "top 20 dyads": [("/queries/top-dyads", {"limit": "20"})],
    }


def sparql() -> dict[str, list[Request]]:
    """Give queries that any endpoint answers alike."""
    sides = busy_sides(20)
    arguments = [{"actor": one, "target": two} for one in sides[:5] for two in sides if one != two]
    terms = Terms(Namespace())
    pair = [bound(named_query("goldstein-by-month"), each, terms) for each in arguments]
    partners = [bound(named_query("partners"), {"actor": one}, terms) for one in sides]
    return {
        "months of a dyad": [("", {"query": query}) for query in pair],
        "partners of an actor": [("", {"query": query}) for query in partners],
        "top 20 dyads": [("", {"query": bound(named_query("top-dyads"), {}, terms)})],
    }


def show(name: str, address: str, requests: Sequence[Request], number: int) -> None:
    """Send requests over some connections at once, and print how long they took."""
    turns = iter([requests[turn % len(requests)] for turn in range(number)])
    lock, times = threading.Lock(), list[float]()

    def work(_: int) -> None:
        with httpx.Client(timeout=300, headers={"Accept": _ACCEPT}) as client:
            client.get(address + requests[0][0], params=requests[0][1]).raise_for_status()
            while True:
                with lock:
                    turn = next(turns, None)
                if turn is None:
                    return
                begun = time.perf_counter()
                client.get(address + turn[0], params=turn[1]).raise_for_status()
                times.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(work, range(CONNECTIONS)))
    took = time.perf_counter() - begun
    line(name, times, len(times) / took)


def line(name: str, times: Sequence[float], rate: float) -> None:
    """Print a line of the table."""
    worst = sorted(times)[max(0, len(times) * 99 // 100 - 1)]
    print(f"{name:44}{statistics.median(times) * 1e3:6.1f} ms{worst * 1e3:6.0f} ms{rate:12.1f}", flush=True)


def engine(store: Path) -> None:
    """Print how long the engine itself takes for the SPARQL queries, answers serialised, one after the other."""
    opened = ox.Store.read_only(str(store))

    def answer(query: str) -> None:
        found = opened.query(query)
        assert not isinstance(found, ox.QueryTriples)
        found.serialize(format=ox.QueryResultsFormat.JSON)

    with serving(store) as address, httpx.Client(base_url=address, headers={"Accept": _ACCEPT}) as client:
        for name, requests in sparql().items():
            direct = timed(lambda query: answer(query["query"]), requests)
            over_http = timed(lambda query: client.get("/sparql", params=query), requests)
            line(f"one connection: {name}, engine", direct, len(direct) / sum(direct))
            line(f"one connection: {name}, over HTTP", over_http, len(over_http) / sum(over_http))


def timed(ask: Callable[[dict[str, str]], object], requests: Sequence[Request]) -> list[float]:
    """Give the seconds that each request takes, all of them asked once before."""
    times: list[float] = []
    for turn in range(2):
        for _, query in requests:
            begun = time.perf_counter()
            ask(query)
            if turn:
                times.append(time.perf_counter() - begun)
    return times


def peer(store: Path) -> None:
    """Ask rdflib-endpoint the same."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "graph.nq"
        with written.open("wb") as output:
            ox.Store.read_only(str(store)).dump(output, format=ox.RdfFormat.N_QUADS)
        with running([sys.executable, "-c", _PEER, str(written)], "/", patience=1800) as address:
            for name, requests in sparql().items():
                show(f"rdflib-endpoint: {name}", address, requests, 24)


def serving(store: Path) -> AbstractContextManager[str]:
    """Run the service on a store as long as the block lasts."""
    return running([sys.executable, "-m", "api.command", "serve", "--store", str(store), "--port"], "/healthz")


@contextmanager
def running(command: Sequence[str], path: str, patience: float = 60) -> Iterator[str]:
    """Run a service on a free port as long as the block lasts."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen([*command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in repeat(None, int(patience * 10)):
                try:
                    httpx.get(f"{address}{path}")
                    break
                except httpx.TransportError:
                    if process.poll() is not None:
                        raise SystemExit(f"{command[0]} ended at once: is all that it needs installed?") from None
                    time.sleep(0.1)
            yield address
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
