"""Stores for the tests of the graph."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS

import graph
from graph import EventGraph


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[EventGraph]:
    with graph.open(tmp_path / "store", actors=ACTORS, actions=ACTIONS) as opened:
        yield opened
