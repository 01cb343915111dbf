"""One demonstration for all tests of the documentation; each page works on a copy of its own."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from demo_world import Demonstration, environment

from communique import graph
from communique.graph import EventGraph
from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.lexicon.scheme import actions


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    folder = tmp_path_factory.mktemp("demonstration")
    done = subprocess.run(
        ["communique", "demo", "--folder", ".demo"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Demonstration(folder, done.stdout)


@pytest.fixture
def workplace(demonstration: Demonstration, tmp_path: Path) -> Path:
    """Give a folder that has a copy of the demonstration in ``.demo``, to be changed at will."""
    shutil.copytree(demonstration.folder / ".demo", tmp_path / ".demo")
    return tmp_path


@pytest.fixture(scope="session")
def demo_graph(demonstration: Demonstration) -> Iterator[EventGraph]:
    store = demonstration.folder / ".demo" / "store"
    with graph.open(store, actors=gazetteer().actors, actions=actions(), read_only=True) as opened:
        yield opened
