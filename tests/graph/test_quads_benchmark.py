"""The benchmark that counts quads knows what is written of a report."""

import subprocess
import sys
from pathlib import Path

from graph_world import ACTIONS, ACTORS, extraction, report

from communique import graph

_BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "quads.py"


def test_quads_are_counted_by_what_they_are_said_of(tmp_path: Path) -> None:
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report(), report("fra", "consults", start=20)))
    done = subprocess.run(
        [sys.executable, str(_BENCHMARK), str(tmp_path / "store")], check=True, capture_output=True, text=True
    )
    assert "to each of 2 reports" in done.stdout
    assert "  1.000 report reading\n" in done.stdout
