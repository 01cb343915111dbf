"""How fast reports become a graph on disk, with how much memory, and how soon it answers after a restart.

Run it as ``python benchmarks/ingest.py 100000 STORE``: so many events of invented stories, stored in a new folder.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from synthetic import stories

import graph
from graph import EventGraph
from graph.embedded import EmbeddedStore
from ontology.gazetteer import gazetteer
from ontology.report import Extraction
from ontology.scheme import actions

_ANSWER = """
import sys, time
begun = time.perf_counter()
import graph
from ontology.gazetteer import gazetteer
from ontology.scheme import actions
from pathlib import Path
known = gazetteer().actors
loaded = time.perf_counter()
with graph.open(Path(sys.argv[1]), actors=known, actions=actions()) as opened:
    opened.query("SELECT ?e WHERE { ?e a dip:Event } LIMIT 1")
    print(f"{loaded - begun:.2f} s to start Python and read the actors, {time.perf_counter() - loaded:.2f} s to open")
"""


class Counted:
    """Stories passed on, their reports counted, and the time that inventing them takes kept apart."""

    def __init__(self, events: int) -> None:
        self.reports, self.inventing = 0, 0.0
        self._stories = stories(events)

    def __iter__(self) -> Iterator[Extraction]:
        return self

    def __next__(self) -> Extraction:
        begun = time.thread_time()
        made = next(self._stories)
        self.reports += len(made.reports)
        self.inventing += time.thread_time() - begun
        return made


def main() -> None:
    """Store the stories, and print the figures."""
    events, folder = int(sys.argv[1]), Path(sys.argv[2])
    if folder.exists():
        raise SystemExit(f"{folder} exists: name a folder that does not")
    counted = Counted(events)
    with graph.open(folder, actors=gazetteer().actors, actions=actions()) as opened:
        before = len(_engine(opened))
        begun, computed = time.perf_counter(), time.process_time()
        opened.store_all(counted)
        took, computed = time.perf_counter() - begun, time.process_time() - computed
        quads = len(_engine(opened)) - before
    size = sum(path.stat().st_size for path in folder.rglob("*"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{counted.reports} reports, {quads} quads, {size / 1e6:.0f} MB on disk")
    rates = f"{counted.reports / took:.0f} reports/s, {quads / took:.0f} quads/s"
    print(f"{took:.1f} s: {rates}; {memory:.0f} MiB of memory")
    each = (computed - counted.inventing) / counted.reports * 1e6
    print(f"{each:.0f} microseconds of computing for each report, all threads together")
    subprocess.run([sys.executable, "-c", _ANSWER, str(folder)], check=True)


def _engine(opened: EventGraph) -> ox.Store:
    store = opened.world.store
    assert isinstance(store, EmbeddedStore)
    return store.engine


if __name__ == "__main__":
    main()
