"""How fast reports become a graph on disk, with how much memory, and how soon it answers after a restart.

Run it as ``python benchmarks/ingest.py 100000 STORE``: so many events of invented stories, stored in a new folder.
"""

import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields
from operator import attrgetter
from pathlib import Path

import pyoxigraph as ox
from synthetic import stories

from communique import graph
from communique.graph import EventGraph
from communique.graph.stores.embedded import EmbeddedStore
from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.lexicon.scheme import actions
from communique.ontology.types.document import Document
from communique.ontology.types.report import Extraction, Report

_of_document, _of_report = (attrgetter(*(each.name for each in fields(kind))) for kind in (Document, Report))
_ANSWER = """
import sys, time
begun = time.perf_counter()
from communique import graph
from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.lexicon.scheme import actions
from pathlib import Path
known = gazetteer().actors
loaded = time.perf_counter()
with graph.open(Path(sys.argv[1]), actors=known, actions=actions()) as opened:
    opened.query("SELECT ?e WHERE { ?e a dip:Event } LIMIT 1")
    print(f"{loaded - begun:.2f} s to start Python and read the actors, {time.perf_counter() - loaded:.2f} s to open")
"""


class Stories:
    """Stories from a file, where they were invented beforehand, for that takes its time too; their reports counted."""

    def __init__(self, path: Path) -> None:
        self.reports = 0
        self._path = path

    def __iter__(self) -> Iterator[Extraction]:
        with self._path.open("rb") as file, suppress(EOFError):
            while True:
                document, reports = pickle.load(file)
                self.reports += len(reports)
                yield Extraction(Document(*document), tuple([Report(*each) for each in reports]))


def main() -> None:
    """Store the stories, and print the figures."""
    events, folder = int(sys.argv[1]), Path(sys.argv[2])
    if folder.exists():
        raise SystemExit(f"{folder} exists: name a folder that does not")
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "stories"
        with path.open("wb") as file:
            for made in stories(events):
                # Pickled dataclasses with slots take long to be read.
                pickle.dump((_of_document(made.document), [_of_report(each) for each in made.reports]), file)
        begun = time.perf_counter()
        for _ in Stories(path):
            pass
        reading = time.perf_counter() - begun
        measure(Stories(path), folder)
        print(f"{reading:.1f} s of these to read the stories back from their file, which is no part of storing them")
    subprocess.run([sys.executable, "-c", _ANSWER, str(folder)], check=True)


def measure(written: Stories, folder: Path) -> None:
    """Store stories in a new folder, and print how long it took, with how much memory."""
    with graph.open(folder, actors=gazetteer().actors, actions=actions()) as opened:
        before = len(_engine(opened))
        begun, computed = time.perf_counter(), time.process_time()
        opened.store_all(written)
        took, computed = time.perf_counter() - begun, time.process_time() - computed
        quads = len(_engine(opened)) - before
    size = sum(path.stat().st_size for path in folder.rglob("*"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{written.reports} reports, {quads} quads ({quads / written.reports:.1f} each), {size / 1e6:.0f} MB on disk")
    rates = f"{written.reports / took:.0f} reports/s, {quads / took:.0f} quads/s"
    print(f"{took:.1f} s: {rates}; {memory:.0f} MiB of memory")
    each = computed / written.reports * 1e6
    print(f"{each:.0f} microseconds of computing for each report, all threads together", flush=True)


def _engine(opened: EventGraph) -> ox.Store:
    store = opened.world.store
    assert isinstance(store, EmbeddedStore)
    return store.engine


if __name__ == "__main__":
    main()
