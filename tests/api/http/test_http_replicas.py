"""``communique serve --workers 2``: who answers sees what was written, and nobody who ends takes others with him."""

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from command_world import command, environment
from http_world import WRITE, small_graph, some_actors
from replica_world import Running, filled, running, until

from communique.api.http.workers import copies as copies_module
from communique.api.http.workers.copies import Copies, Copy
from communique.api.http.workers.published import Published
from communique.graph import IndexNotReadyError, StoreFullError, open_copy
from communique.ontology.lexicon.scheme import actions

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
_TURTLE = WRITE | {"Content-Type": "text/turtle"}
_UPDATE = WRITE | {"Content-Type": "application/sparql-update"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(filled(tmp_path_factory.mktemp("replicas") / "store")) as found:
        yield found


def test_all_see_what_was_written(service: Running) -> None:
    _put(service, "urn:notes", "<urn:a> <urn:says> 1 .")
    assert {answer.status_code for answer in service.everywhere("/gsp?graph=urn:notes")} == {200}
    httpx.delete(f"{service.address}/gsp?graph=urn:notes", headers=WRITE, timeout=60).raise_for_status()
    assert {answer.status_code for answer in service.everywhere("/gsp?graph=urn:notes")} == {404}


def test_all_list_and_count_what_is_there(service: Running) -> None:
    before = service.everywhere("/stats")
    assert len({answer.text for answer in before}) == 1
    httpx.delete(f"{service.address}/documents/d1", headers=WRITE, timeout=60).raise_for_status()
    after = {(answer.json()["documents"], answer.json()["reports"]) for answer in service.everywhere("/stats")}
    assert after == {(before[0].json()["documents"] - 1, before[0].json()["reports"] - 1)}
    assert {answer.status_code for answer in service.everywhere("/documents/d1")} == {404}
    assert {"d2", "d3"} <= {item["id"] for item in service.everywhere("/documents")[0].json()["items"]}


def test_who_writes_reads_it_over_the_same_connection(service: Running) -> None:
    with httpx.Client(base_url=service.address, timeout=60) as client:
        for number in range(5):
            insert = f"INSERT DATA {{ GRAPH <urn:own> {{ <urn:n> <urn:p> {number} }} }}"
            client.post("/sparql", content=insert, headers=_UPDATE).raise_for_status()
            asked = client.get("/sparql", params={"query": f"ASK {{ GRAPH <urn:own> {{ ?s ?p {number} }} }}"})
            assert asked.json()["boolean"] is True


def test_what_needs_a_token_needs_one_here_too(service: Running) -> None:
    answered = [
        httpx.put(f"{service.address}/gsp?graph=urn:x", content="<a:a> <a:a> 1 .", timeout=60) for _ in range(4)
    ]
    assert {answer.status_code for answer in answered} == {401}
    assert httpx.post(f"{service.address}/sparql", data={"update": "CLEAR ALL"}, timeout=60).status_code == 401


def test_what_only_the_writer_knows_is_told(service: Running) -> None:
    answers = service.everywhere("/changes")
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1


def test_a_large_body_is_passed_on_whole_or_refused(service: Running) -> None:
    lines = "".join(f"<urn:{number}> <urn:says> {number} .\n" for number in range(20_000))
    _put(service, "urn:large", lines)
    with httpx.Client(base_url=service.address, timeout=60) as client:
        query = "SELECT (COUNT(*) AS ?n) { GRAPH <urn:large> { ?s ?p ?o } }"
        found = client.post("/sparql", data={"query": query}, headers={"Cache-Control": "no-cache"}).json()
        assert found["results"]["bindings"][0]["n"]["value"] == "20000"
        assert client.put("/gsp?graph=urn:l", content=b" " * (1 << 25), headers=_TURTLE).status_code == 413


def test_where_one_dies_the_other_answers_and_another_is_started(service: Running) -> None:
    before = service.replicas()
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    # Until it is reaped, its threads may still hold its socket.
    until(lambda: not Path(f"/proc/{before[0]}").exists())
    # Connections that came to the one that died are lost, new ones are not.
    assert {answer.status_code for answer in service.everywhere("/healthz")} == {200}
    until(lambda: len(set(service.replicas()) - {before[0]}) == 2)
    _put(service, "urn:later", "<urn:a> <urn:says> 2 .")
    assert {answer.status_code for answer in service.everywhere("/gsp?graph=urn:later")} == {200}


def test_the_end_leaves_no_process_and_no_copy(tmp_path: Path) -> None:
    store = filled(tmp_path / "store")
    with running(store) as service:
        assert httpx.get(f"{service.address}/stats", timeout=60).is_success
        assert len(service.processes()) > 3
        # An answer of gigabytes, which nobody reads, does not hold up the end.
        large = quote("SELECT * { ?s ?p ?o . ?a ?b ?c }")
        lazy = socket.create_connection(("127.0.0.1", int(service.address.rpartition(":")[2])), timeout=60)
        lazy.sendall(f"GET /sparql?query={large} HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n".encode())
        assert lazy.recv(100).startswith(b"HTTP/1.1 200 ")
        service.process.terminate()
        service.process.wait(timeout=60)
        assert service.processes() == []
        lazy.close()
    assert not list(tmp_path.glob(".store.snapshots/*")) and not (tmp_path / ".store.service").exists()


def test_replicas_end_with_a_writer_that_was_killed(tmp_path: Path) -> None:
    with running(filled(tmp_path / "store")) as service:
        service.process.kill()
        service.process.wait(timeout=60)
        until(lambda: not service.processes())


def test_an_address_that_others_have_is_refused(service: Running, tmp_path: Path) -> None:
    port = service.address.rpartition(":")[2]
    second = command("serve", "--workers", 2, "--port", port)
    done = subprocess.run(
        second, env=environment(tmp_path / "store"), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1 and "in use" in done.stderr and "Traceback" not in done.stderr


def test_a_copy_is_not_taken_anew_all_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published = Published(tmp_path / "published", make=True)
    made: list[int] = []
    with small_graph(tmp_path / "store") as graph:

        async def make() -> Copy:
            """Note what was asked for."""
            if published.number == 4:
                raise StoreFullError("no room")
            made.append(published.number)
            return Copy(published.number, graph, None)

        async def asked() -> None:
            copies = Copies(published, make, Copy(0, graph, None))
            published.advance(1)
            await copies.keep_up()
            assert made == []
            await copies.keep_up(at_once=True)
            assert made == [1]
            published.advance(2)
            copies.wrote()
            await asyncio.gather(*(copies.keep_up() for _ in range(5)))
            assert made == [1, 2]
            monkeypatch.setattr(copies_module, "FRESH", 0.0)
            published.advance(3)
            await copies.keep_up()
            assert made == [1, 2, 3]
            published.advance(4)
            await copies.keep_up(at_once=True)
            assert copies.version == 3

        monkeypatch.setattr(copies_module, "FRESH", float("inf"))
        asyncio.run(asked())


def test_while_the_event_table_is_made_queries_are_answered_and_look_ups_are_told_so(tmp_path: Path) -> None:
    with small_graph(tmp_path / "store") as graph:
        graph.snapshot(tmp_path / "copy")
        copied = open_copy(tmp_path / "copy", None, actors=some_actors(), actions=actions())
        with pytest.raises(IndexNotReadyError):
            copied.statistics()
        assert copied.document("d1") is not None
        del copied
    # Nobody reads it any more.
    assert not (tmp_path / "copy").exists()


def test_a_number_once_published_never_goes_back(tmp_path: Path) -> None:
    published, seen = Published(tmp_path / "number", make=True), Published(tmp_path / "number")
    published.advance(7)
    published.advance(5)
    assert seen.number == 7


def _put(service: Running, graph: str, turtle: str) -> None:
    httpx.put(f"{service.address}/gsp?graph={graph}", content=turtle, headers=_TURTLE, timeout=60).raise_for_status()
