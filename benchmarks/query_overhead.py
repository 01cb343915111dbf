"""What the service adds to a small query, and what becomes of it while others ask too much.

Run it as ``python benchmarks/query_overhead.py STORE`` on a store that ``ingest.py`` has made, or on none, and the
sample articles make one there. The service runs in a process of its own; each figure is the median of many requests
on one connection, in milliseconds: the engine alone, an answer of the service that asks no engine, the query over HTTP,
and the same while two clients ask for cartesian products.
"""

import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

from lookups import Request, anew, connected, serving

from communique.api.opening import open_graph
from communique.api.settings import Settings

QUERY: Request = ("/sparql", {"query": "SELECT ?action ?whom { actor:rus ?action ?whom } LIMIT 10"})
BARE: Request = ("/healthz", {})
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TIMES = 500


def main() -> None:
    """Measure and print."""
    store = Path(sys.argv[1])
    if not store.exists():
        samples = Path(__file__).parents[1] / "api" / "samples" / "articles.jsonl"
        subprocess.run(
            [sys.executable, "-m", "communique.api.command", "ingest", samples, "--store", store], check=True
        )
    engine = inside(store)
    os.environ["COMMUNIQUE_TIME_LIMIT"] = "10"
    with serving(store) as address:
        bare, alone = over_http(address, BARE), over_http(address, QUERY)
        others = [threading.Thread(target=product, args=(address,)) for _ in range(2)]
        for other in others:
            other.start()
        time.sleep(1)
        meanwhile = over_http(address, QUERY, TIMES)
        for other in others:
            other.join()
    print(f"engine {engine:.2f}, bare answer {bare:.2f}, query {alone:.2f}, beside two products {meanwhile:.2f} ms")
    print(f"the pool adds {alone - bare - engine:.2f} ms; beside products {meanwhile / alone:.2f} times as long")


def inside(store: Path) -> float:
    """Give the median time of the query in the engine, its answer serialised."""
    taken: list[float] = []
    with open_graph(Settings(store), read_only=True) as graph:
        for _ in range(TIMES):
            begun = time.perf_counter()
            graph.query(QUERY[1]["query"], "application/sparql-results+json")
            taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken)


def over_http(address: str, request: Request, first: int = 0) -> float:
    """Give the median time of a request, answered and read; `first` is the number of the first, for each is another."""
    with connected(address) as ask:
        return statistics.median([1000 * ask(anew(request, turn)) for turn in range(first, first + TIMES)])


def product(address: str) -> None:
    """Ask for more than the service grants."""
    try:
        urlopen(f"{address}/sparql?{urlencode({'query': PRODUCT})}", timeout=60).read()
    except HTTPError as error:
        assert error.code == 422, error


if __name__ == "__main__":
    main()
