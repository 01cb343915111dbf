"""What the service adds to a small query, and what becomes of it while others ask too much.

    python -m benchmarks.query_overhead --folder FOLDER

The folder keeps a store of the sample articles. The service runs in a process of its own; each figure is the median of
many requests on one connection, in milliseconds: the engine alone, an answer of the service that asks no engine, the
query over HTTP, and the same while two clients ask for cartesian products.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from api.opening import open_graph
from api.settings import Settings

QUERY = "SELECT ?action ?whom { actor:rus ?action ?whom } LIMIT 10"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TIMES = 500


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    store = parser.parse_args().folder / "store"
    samples = Path(__file__).parents[1] / "api" / "samples" / "articles.jsonl"
    subprocess.run([sys.executable, "-m", "api.command", "ingest", samples, "--store", store], check=True)
    accept = "application/sparql-results+json"
    with open_graph(Settings(store), read_only=True) as graph:
        engine = median(lambda: graph.query(QUERY, accept), TIMES)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "api.command", "serve", "--store", store, "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env={**os.environ, "COMMUNIQUE_TIME_LIMIT": "10"}, **quiet) as server:
        try:
            bare, alone, meanwhile = over_http(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
    print(f"engine {engine:.2f}, bare answer {bare:.2f}, query {alone:.2f}, beside two products {meanwhile:.2f} ms")
    print(f"the pool adds {alone - bare - engine:.2f} ms; beside products {meanwhile / alone:.2f} times as long")


def over_http(address: str) -> tuple[float, float, float]:
    """Give the medians of a bare answer, of the query alone, and beside two clients that ask for products."""
    with httpx.Client(base_url=address, timeout=60) as client:
        while True:
            try:
                client.get("/healthz")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        ask = lambda: client.get("/sparql", params={"query": QUERY}).raise_for_status()  # noqa: E731
        bare = median(lambda: client.get("/healthz").raise_for_status(), TIMES)
        alone = median(ask, TIMES)
        others = [threading.Thread(target=httpx.get, args=(f"{address}/sparql",), kwargs=SLOW) for _ in range(2)]
        for other in others:
            other.start()
        time.sleep(1)
        meanwhile = median(ask, TIMES)
        for other in others:
            other.join()
    return bare, alone, meanwhile


SLOW = {"params": {"query": PRODUCT}, "timeout": 60}


def median(work: Callable[[], object], times: int) -> float:
    """Give the median time of some work in milliseconds."""
    taken: list[float] = []
    for _ in range(times + 20):
        begun = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken[20:])


if __name__ == "__main__":
    main()
