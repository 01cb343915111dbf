"""A process that writes an export of a snapshot to its standard output, within limits of time and memory.

The service starts it (`api.http.answers.exporting`) and hands it what to write through its standard input, pickled.
"""

import pickle
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from communique import graph
from communique.api.http.workers.query_worker import Watch, end_with
from communique.api.opening import known_actors
from communique.api.settings import Settings
from communique.graph import ALL, EventGraph, Selection, is_damaged
from communique.ontology.lexicon import actions
from communique.ontology.types import Namespace

# How it ends where the files of the store are not what was written to them.
DAMAGED = 5


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """An export by the name of its form, and what of the graph it holds."""

    form: str
    selection: Selection = ALL

    def write(self, graph: EventGraph, output: IO[bytes]) -> None:
        """Write it to a stream."""
        graph.export(self.form, output, self.selection)


@dataclass(frozen=True, slots=True)
class ExportTask:
    """An export of a snapshot, with the settings of the service."""

    export: ExportRequest
    snapshot: Path
    settings: Settings


def main() -> None:
    """Write what the standard input asks for."""
    end_with(int(sys.argv[1]))
    task = pickle.load(sys.stdin.buffer)
    assert isinstance(task, ExportTask)
    Watch(task.settings.memory).start(task.settings.export_time)
    try:
        _write(task)
    except (RuntimeError, OSError) as error:
        if not is_damaged(error):
            raise
        traceback.print_exc()
        sys.exit(DAMAGED)


def _write(task: ExportTask) -> None:
    opened = graph.open(
        task.snapshot,
        actors=known_actors(task.settings).actors,
        actions=actions(),
        namespace=Namespace(task.settings.base),
        read_only=True,
        beside=task.settings.store,
    )
    with opened:
        task.export.write(opened, sys.stdout.buffer)
    sys.stdout.buffer.flush()
