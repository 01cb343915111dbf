"""Stores for the tests of the graph: what is asked of one is asked of all."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS
from servers import emptied, oxigraph, virtuoso

from communique import graph
from communique.graph import EventGraph
from communique.graph.stores.endpoint import Endpoint

KINDS = ("embedded", "oxigraph", "virtuoso")


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph") / "data") as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as endpoint:
        yield endpoint


@pytest.fixture(params=KINDS)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Path | Endpoint:
    """Give a place for a store in which nothing is, one of each kind."""
    if request.param == "embedded":
        return tmp_path / "store"
    endpoint = request.getfixturevalue(f"{request.param}_server")
    assert isinstance(endpoint, Endpoint)
    return emptied(endpoint)


@pytest.fixture
def opened_at(location: Path | Endpoint) -> Callable[[], EventGraph]:
    return lambda: graph.open(location, actors=ACTORS, actions=ACTIONS)


@pytest.fixture
def stored(opened_at: Callable[[], EventGraph]) -> Iterator[EventGraph]:
    with opened_at() as opened:
        yield opened


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[EventGraph]:
    with graph.open(tmp_path / "embedded", actors=ACTORS, actions=ACTIONS) as opened:
        yield opened
