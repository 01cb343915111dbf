"""What the service tells of itself: metrics, read by the library's own parser, and a line of the log a request."""

import asyncio
import json
import logging
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from command_world import command, environment
from fastapi import FastAPI
from fastapi.testclient import TestClient
from http_world import TOKEN, WRITE
from prometheus_client.parser import text_string_to_metric_families
from replica_world import MANY, filled, running, until
from starlette.types import Message

from communique.api.http.logs import EachErrorOnce, OnceInAWhile
from communique.api.http.metrics.measures import new_measures
from communique.api.http.metrics.requests import LOG, Measured
from communique.api.http.protocol.addresses import addresses_of
from communique.api.settings import Settings

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def samples(address: str) -> Samples:
    """Give all numbers of the metrics, by name and labels."""
    answer = httpx.get(f"{address}/metrics", headers=WRITE, timeout=60).raise_for_status()
    assert answer.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.text)
    return {(each.name, frozenset(each.labels.items())): each.value for one in families for each in one.samples}


def value(found: Samples, name: str, **labels: str) -> float:
    """Give one of them, 0 where it is not there."""
    return found.get((f"communique_{name}", frozenset(labels.items())), 0.0)


def test_only_an_admin_sees_them(service: httpx.Client) -> None:
    assert service.get("/metrics").status_code == 401
    assert service.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert service.get("/metrics", headers=WRITE).status_code == 200


def test_requests_are_counted_by_the_template_of_their_path(service: httpx.Client, address: str) -> None:
    before = samples(address)
    for actor in ("rus", "usa", "fra"):
        assert service.get(f"/actors/{actor}").is_success
    assert service.head("/actors/rus").is_success
    assert service.get("/a/path/that/is/nowhere").status_code == 404
    assert service.request("BREW", "/actors/rus").status_code == 405
    after = samples(address)

    def more(name: str, **labels: str) -> float:
        """Give by how much a number has grown."""
        return value(after, name, **labels) - value(before, name, **labels)

    assert more("http_requests_total", method="GET", path="/actors/{actor}", status="200") == 3
    assert more("http_request_seconds_count", method="GET", path="/actors/{actor}") == 3
    assert more("http_requests_total", method="HEAD", path="/actors/{actor}", status="200") == 1
    assert more("http_requests_total", method="GET", path="none", status="404") == 1
    assert more("http_requests_total", method="other", path="/actors/{actor}", status="405") == 1
    assert not any("nowhere" in str(labels) for _, labels in after)


def test_queries_are_counted_by_what_came_of_them(service: httpx.Client, address: str) -> None:
    before = samples(address)
    assert service.get("/sparql", params={"query": "ASK {}"}).is_success
    assert service.get("/sparql", params={"query": "ASK {"}).status_code == 400
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    assert service.get("/sparql", params={"query": endless, "timeout": "0.3"}).status_code == 422
    after = samples(address)
    for outcome in ("answered", "syntax", "time"):
        name = "queries_total"
        assert value(after, name, outcome=outcome) - value(before, name, outcome=outcome) >= 1, outcome
    assert value(after, "queries_killed_total") > value(before, "queries_killed_total")
    assert value(after, "queries_running") == value(after, "queries_queued") == 0


def test_the_store_and_the_processes_are_told(service: httpx.Client, address: str) -> None:
    assert service.get("/sparql", params={"query": "ASK { ?process ?kept ?beside }"}).is_success
    found, answered = samples(address), service.get("/stats").json()
    for name in ("documents", "reports", "events"):
        assert value(found, name) == answered[name]
    assert value(found, "store_has_room") == 1 and value(found, "store_unfinished") == 0
    if Path("/proc/self/statm").exists():
        assert value(found, "processes", kind="query") >= 1
        assert value(found, "memory_bytes", kind="query") > 1 << 20


def test_several_processes_add_up(tmp_path: Path) -> None:
    with running(filled(tmp_path / "store")) as service:
        before = samples(service.address)
        service.everywhere("/actors/rus")
        httpx.delete(f"{service.address}/documents/d1", headers=WRITE, timeout=60).raise_for_status()
        after = [samples(service.address) for _ in range(5)]
        name = "http_requests_total"
        labels = {"method": "GET", "path": "/actors/{actor}", "status": "200"}
        assert {value(each, name, **labels) - value(before, name, **labels) for each in after} == {MANY}
        # The one that writes does not count again what was passed on to it.
        labels = {"method": "DELETE", "path": "/documents/{document}", "status": "204"}
        assert {value(each, name, **labels) for each in after} == {1}
        assert {value(each, "processes", kind="replica") for each in after} == {2}
        (killed, _) = service.replicas()
        os.kill(killed, signal.SIGKILL)
        until(lambda: not Path(f"/proc/{killed}").exists())
        assert value(samples(service.address), name, **labels) == 1


def test_each_request_is_a_line_of_json(tmp_path: Path) -> None:
    with _logging(tmp_path / "store", "--log-format", "json") as (address, lines):
        httpx.get(f"{address}/actors/rus", timeout=60)
        httpx.get(f"{address}/secret-of-somebody", timeout=60)
        httpx.get(f"{address}/metrics", headers=WRITE, timeout=60)
    answered = [json.loads(line) for line in lines]
    requests = [each for each in answered if each["logger"] == LOG.name]
    stored = [{name: each[name] for name in ("level", "method", "path", "status", "client")} for each in requests]
    expected = [("/actors/{actor}", 200), ("none", 404), ("/metrics", 200)]
    assert stored == [
        {"level": "INFO", "method": "GET", "path": path, "status": status, "client": "127.0.0.1"}
        for path, status in expected
    ]
    assert all(each["ms"] > 0 and each["time"] for each in requests)
    assert TOKEN not in "".join(lines) and "secret" not in "".join(lines)


def test_an_error_is_logged_once_with_its_request(caplog: pytest.LogCaptureFixture) -> None:
    application = FastAPI()

    @application.get("/broken/{what}")
    def broken(what: str) -> None:
        """Break down."""
        raise RuntimeError(what)

    application.add_middleware(Measured, measures=new_measures(), addresses=addresses_of(application.routes))
    with caplog.at_level(logging.INFO, LOG.name):
        answer = TestClient(application, raise_server_exceptions=False).get("/broken/here")
    assert answer.status_code == 500
    # Services of other tests may log requests of their own meanwhile.
    (record,) = [each for each in caplog.records if each.name == LOG.name and "/broken/" in each.getMessage()]
    assert (record.levelname, record.getMessage().split()[:3]) == ("ERROR", ["GET", "/broken/{what}", "500"])
    assert record.exc_info is not None
    again, once = logging.LogRecord("uvicorn.error", 40, "", 0, "again", (), record.exc_info), EachErrorOnce()
    assert [once.filter(record), once.filter(again)] == [True, False]


def test_who_waits_when_the_service_ends_is_told_to_come_back() -> None:
    async def endless(_scope: object, _receive: object, _send: object) -> None:
        """Never answer."""
        await asyncio.Event().wait()

    sent: list[Message] = []

    async def stopped() -> None:
        """Ask, and stop waiting."""

        async def send(message: Message) -> None:
            """Note what is sent."""
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "client": ("127.0.0.1", 1)}
        measured = Measured(endless, new_measures(), addresses_of([]))
        asking = asyncio.create_task(measured(scope, endless, send))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        asking.cancel()
        await asyncio.wait({asking})

    asyncio.run(stopped())
    assert sent[0]["status"] == 503 and (b"retry-after", b"5") in sent[0]["headers"]


def test_another_error_is_told_though_one_was_told_just_now() -> None:
    def failed(kind: type[Exception]) -> logging.LogRecord:
        """Give the record of an error of a kind."""
        try:
            raise kind
        except Exception as error:  # noqa: BLE001 - any
            return logging.LogRecord("a", 40, "", 0, "it broke", (), (type(error), error, error.__traceback__))

    once = OnceInAWhile()
    assert [once.filter(failed(kind)) for kind in (KeyError, KeyError, OSError)] == [True, False, True]


@contextmanager
def _logging(store: Path, *options: str) -> Iterator[tuple[str, list[str]]]:
    """Run the service, and give its address and, after the block, the lines of its log."""
    lines: list[str] = []
    pipe = subprocess.PIPE
    given = environment(filled(store)) | {"COMMUNIQUE_TOKEN": TOKEN}
    serve = command("serve", "--port", 0, *options)
    with subprocess.Popen(serve, env=given, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        answered = re.search(r"http://[\d.:]+", process.stdout.readline())
        assert answered is not None
        try:
            yield answered[0], lines
        finally:
            process.terminate()
            lines += process.communicate(timeout=60)[1].splitlines()


def test_without_a_token_nobody_sees_them(tmp_path: Path) -> None:
    from http_world import client, serving, small_graph

    with serving(Settings(tmp_path / "store"), small_graph(tmp_path / "store")) as address, client(address) as asking:
        assert asking.get("/metrics").status_code == 403
        assert "metrics are off" in asking.get("/metrics").json()["detail"]
