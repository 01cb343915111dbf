"""What would make the engine call another server is refused on every face, before any connection is made."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

sys.path.append(str(Path(__file__).parents[1]))

from command_world import command, environment
from http_world import TOKEN, WRITE, client, serving, small_graph
from rdflib.plugins.sparql import prepareQuery, prepareUpdate

from communique.api.settings import Settings
from communique.graph import EventGraph
from communique.graph.sparql.updating import update

CALLS = [
    "SELECT * {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICESILENT<{}> {{ ?s ?p ?o }} }}",
    "PREFIX x: <{}> SELECT * {{ SERVICEx: {{ ?s ?p ?o }} }}",
    "PREFIX : <{}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
    "PREFIX : <{}> SELECT * {{ SERVICE: {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p '''a\n'b''' SERVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ 1 2 }} BIND(<{0}> AS ?where) SERVICE ?where {{ ?s ?p ?o }} }}",
]
FROM = [
    "SELECT ?s FROM <{}> {{ ?s ?p ?o }}",
    "SELECT ?s FROM NAMED <{}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
]
LOADS = [
    "LOAD <{}>",
    "LOADSILENT<{}>",
    "PREFIX : <{}> LOAD:x INTO GRAPH <urn:g>",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICESILENT<{}> {{ ?s ?p ?o }} }}",
]


class Listener:
    """A place on this machine that notes whether anybody comes."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self._calls = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def was_called(self) -> bool:
        """Tell whether a connection was made: ours, which comes last, is the only one where nobody else came."""
        with socket.create_connection(self._socket.getsockname()) as own:
            own.recv(1)
        return self._calls > 1

    def close(self) -> None:
        """Go away."""
        self._socket.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._socket.accept()
                self._calls += 1
                # Who calls need not wait for an answer.
                caller.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    assert not made.was_called()
    made.close()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventGraph]:
    with small_graph(tmp_path_factory.mktemp("library") / "store") as made:
        yield made


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("served") / "store"
    with serving(Settings(folder, token=TOKEN), small_graph(folder)) as found, client(found) as made:
        yield made


def test_the_listener_notes_who_comes() -> None:
    made = Listener()
    assert not made.was_called()
    with socket.create_connection(("127.0.0.1", int(made.address.rstrip("/").rpartition(":")[2]))):
        assert made.was_called()
    made.close()


@pytest.mark.parametrize("text", CALLS)
def test_queries_of_the_library(opened: EventGraph, listener: Listener, text: str) -> None:
    with pytest.raises(ValueError, match="SERVICE is refused"):
        opened.query(text.format(listener.address))
    with pytest.raises(ValueError, match="SERVICE is refused"):
        opened.dataset.query(text.format(listener.address))


@pytest.mark.parametrize("text", FROM)
def test_graphs_of_the_dataset_are_those_of_the_store(opened: EventGraph, listener: Listener, text: str) -> None:
    assert opened.query(text.format(listener.address), "text/csv").split() == [b"s"]
    # oxrdflib names the default graph itself, and so passes FROM over.
    assert all(len(row) == 1 for row in opened.dataset.query(text.format(listener.address)))


def test_prepared_queries_and_updates_call_nobody(opened: EventGraph, listener: Listener) -> None:
    for text in (CALLS[0], *FROM):
        with pytest.raises(ValueError, match="is refused"):
            opened.dataset.query(prepareQuery(text.format(listener.address)))
    with pytest.raises(ValueError, match="is refused"):
        opened.dataset.update(prepareUpdate(LOADS[0].format(listener.address)))
    assert list(opened.dataset.query(prepareQuery("ASK { ?s ?p ?o }"))) == [True]


@pytest.mark.parametrize("text", LOADS)
def test_updates_of_the_library(opened: EventGraph, listener: Listener, text: str) -> None:
    with pytest.raises(ValueError, match="is refused"):
        update(opened.world, text.format(listener.address))
    with pytest.raises(ValueError, match="is refused"):
        opened.dataset.update(text.format(listener.address))


@pytest.mark.parametrize("text", [CALLS[2], CALLS[4], FROM[0], FROM[1]])
def test_queries_of_the_command_line(tmp_path: Path, listener: Listener, text: str) -> None:
    small_graph(tmp_path / "store").close()
    done = subprocess.run(
        command("query", text.format(listener.address), "--format", "csv"),
        env=environment(tmp_path / "store"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if text in FROM:
        assert (done.returncode, done.stdout.strip()) == (0, "s"), done.stderr
    else:
        assert (done.returncode, "SERVICE is refused" in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize("text", CALLS)
def test_queries_over_http(asked: httpx.Client, listener: Listener, text: str) -> None:
    answer = asked.get("/sparql", params={"query": text.format(listener.address)})
    assert (answer.status_code, "SERVICE is refused" in answer.json()["detail"]) == (400, True)


@pytest.mark.parametrize("text", FROM)
def test_graphs_of_the_dataset_over_http(asked: httpx.Client, listener: Listener, text: str) -> None:
    answer = asked.get("/sparql", params={"query": text.format(listener.address), "format": "csv"})
    assert (answer.status_code, answer.text.strip()) == (200, "s")
    graph = {"default-graph-uri": listener.address, "named-graph-uri": listener.address}
    answer = asked.get("/sparql", params={"query": "SELECT ?s { ?s ?p ?o }", "format": "csv", **graph})
    assert (answer.status_code, answer.text.strip()) == (200, "s")


@pytest.mark.parametrize("text", LOADS)
def test_updates_over_http(asked: httpx.Client, listener: Listener, text: str) -> None:
    headers = {**WRITE, "Content-Type": "application/sparql-update"}
    answer = asked.post("/sparql", content=text.format(listener.address), headers=headers)
    assert (answer.status_code, "is refused" in answer.json()["detail"]) == (400, True)
