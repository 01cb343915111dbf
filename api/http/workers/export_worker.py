"""A process that writes an export of a snapshot to its standard output, within limits of time and memory.

The service starts it (`api.http.exporting`) and hands it what to write through its standard input, pickled.
"""

import pickle
import sys
from dataclasses import dataclass
from pathlib import Path

from communique import graph
from communique.api.http.workers.query_worker import Watch
from communique.api.opening import known_actors
from communique.api.settings import Settings
from communique.graph.exports.files import WRITERS, Writer, gexf_writer
from communique.graph.exports.network import Level
from communique.graph.filters import EVERY, EventFilter
from communique.ontology.lexicon import actions
from communique.ontology.types import Namespace


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an export holds: its form (as in `graph.exports`), and of a network the events and what its nodes are."""

    form: str
    events: EventFilter = EVERY
    level: Level = Level.SIDE

    @property
    def writer(self) -> Writer:
        """Give what writes it."""
        return gexf_writer(self.events, self.level) if self.form == "gexf" else WRITERS[self.form]


@dataclass(frozen=True, slots=True)
class Task:
    """An export of a snapshot, with the settings of the service."""

    wanted: Wanted
    snapshot: Path
    settings: Settings


def main() -> None:
    """Write what the standard input asks for."""
    task = pickle.load(sys.stdin.buffer)
    assert isinstance(task, Task)
    Watch(task.settings.memory).start(task.settings.export_time)
    opened = graph.open(
        task.snapshot,
        actors=known_actors(task.settings).actors,
        actions=actions(),
        namespace=Namespace(task.settings.base),
        read_only=True,
    )
    with opened:
        task.wanted.writer(opened, sys.stdout.buffer)
    sys.stdout.buffer.flush()
