"""The four look-ups over HTTP, and SPARQL beside rdflib-endpoint: median, 99th percentile and requests a second.

The client is the standard library's, which takes a fraction of a millisecond for a request: it shares the processor.

Run it as ``python benchmarks/lookups.py STORE`` on a store that ``ingest.py`` has made. With ``--workers 2`` so many
processes of the service answer. With ``--rdflib`` the same queries in SPARQL also go to rdflib-endpoint over rdflib's
memory store, which takes its time to read the graph.
"""

import argparse
import http.client
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
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
from synthetic import busy_sides

from communique.graph.rdf.terms import Terms
from communique.graph.sparql.queries import bound, named_query
from communique.ontology.types.iri import Namespace

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
    parser.add_argument("--workers", type=int, default=1, help="processes of the service that answer")
    parser.add_argument("--requests", type=int, default=REQUESTS)
    wanted = parser.parse_args()
    print(f"{'':44}{'median':>9}{'p99':>9}{'per second':>12}")
    with serving(wanted.store, wanted.workers) as address:
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
    pairs = [f"{one}/{two}" for one, two in zip(first, second, strict=True)]
    return {
        "relations of an actor (first 50)": [(f"/actors/{one}/relations", {}) for one in first],
        "months of a dyad": [(f"/relations/{pair}", {"latest": "0"}) for pair in pairs],
        "the same with its latest events": [(f"/relations/{pair}", {}) for pair in pairs],
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
    turns = iter([anew(requests[turn % len(requests)], turn) for turn in range(number)])
    lock, times = threading.Lock(), list[float]()

    def work(_: int) -> None:
        with connected(address) as ask:
            while True:
                with lock:
                    turn = next(turns, None)
                if turn is None:
                    return
                times.append(ask(turn))

    with connected(address) as ask_first:
        ask_first(requests[0])
    begun = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(work, range(CONNECTIONS)))
    took = time.perf_counter() - begun
    line(name, times, len(times) / took)


def anew(request: Request, turn: int) -> Request:
    """Give a SPARQL request in words that nobody has used yet: the service keeps what it has answered."""
    path, parameters = request
    return path, {name: f"{value}\n# {turn}" if name == "query" else value for name, value in parameters.items()}


def line(name: str, times: Sequence[float], rate: float) -> None:
    """Print a line of the table."""
    worst = sorted(times)[max(0, len(times) * 99 // 100 - 1)]
    print(f"{name:44}{statistics.median(times) * 1e3:6.1f} ms{worst * 1e3:6.0f} ms{rate:12.1f}", flush=True)


@contextmanager
def connected(address: str, compressed: bool = True) -> Iterator[Callable[[Request], float]]:
    """Give a function that sends a request over one connection and gives the seconds until the answer is there."""
    place = urlsplit(address)
    headers = {"Accept": _ACCEPT} | ({"Accept-Encoding": "gzip"} if compressed else {})
    connection = http.client.HTTPConnection(place.netloc, timeout=300)

    def ask(request: Request) -> float:
        begun = time.perf_counter()
        connection.request("GET", f"{place.path}{request[0]}?{urlencode(request[1])}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{address}{request[0]} answers {answer.status}")
        return time.perf_counter() - begun

    try:
        yield ask
    finally:
        connection.close()


def engine(store: Path) -> None:
    """Print the time of the SPARQL queries in the engine itself, answers serialised, and over HTTP: by turns."""
    opened = ox.Store.read_only(str(store))

    def answer(query: str) -> float:
        begun = time.perf_counter()
        found = opened.query(query)
        assert not isinstance(found, ox.QueryTriples)
        found.serialize(format=ox.QueryResultsFormat.JSON)
        return time.perf_counter() - begun

    with serving(store) as address, connected(f"{address}/sparql", compressed=False) as ask:
        for name, requests in sparql().items():
            for request in requests:
                answer(request[1]["query"])
                ask(request)
            asked = requests * max(1, 100 // len(requests))
            new = [anew(request, turn) for turn, request in enumerate(asked)]
            times = [(answer(each[1]["query"]), ask(each), ask(each)) for each in new]
            for how, taken in zip(("engine", "over HTTP", "asked again"), zip(*times, strict=True), strict=True):
                line(f"one connection: {name}, {how}", taken, len(taken) / sum(taken))


def peer(store: Path) -> None:
    """Ask rdflib-endpoint the same."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "graph.nq"
        with written.open("wb") as output:
            ox.Store.read_only(str(store)).dump(output, format=ox.RdfFormat.N_QUADS)
        with running([sys.executable, "-c", _PEER, str(written)], "/", patience=1800) as address:
            for name, requests in sparql().items():
                show(f"rdflib-endpoint: {name}", f"{address}/", requests, 24)


def serving(store: Path, workers: int = 1) -> AbstractContextManager[str]:
    """Run the service on a store as long as the block lasts."""
    serve = [sys.executable, "-m", "communique.api.command", "serve", "--store", str(store)]
    return running([*serve, "--workers", str(workers), "--port"], "/healthz")


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
                    with connected(address) as ask:
                        ask((path, {}))
                    break
                except OSError:
                    if process.poll() is not None:
                        raise SystemExit(f"{command[0]} ended at once: is all that it needs installed?") from None
                    time.sleep(0.1)
            yield address
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
