"""One service for the session, over a small graph written by hand; another one to write to."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from http_world import TOKEN, client, serving, small_graph

from communique.api.settings import Settings


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("service") / "store"
    settings = Settings(folder, token=TOKEN, time_limit=5, cors=("https://explorer.example",), max_body=2_000_000)
    with serving(settings, small_graph(folder)) as found:
        yield found


@pytest.fixture(scope="session")
def service(address: str) -> Iterator[httpx.Client]:
    with client(address) as made:
        yield made


@pytest.fixture
def writable(tmp_path: Path) -> Iterator[httpx.Client]:
    folder = tmp_path / "store"
    with serving(Settings(folder, token=TOKEN), small_graph(folder)) as found, client(found) as made:
        yield made
