"""Connections by which nothing comes, or half a request, keep nobody out, and do not stay."""

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from http_world import TOKEN, client, serving, small_graph

from communique.api.http import connections
from communique.api.http.logs import OnceInAWhile
from communique.api.settings import Settings

HEAD = b"POST /extract HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    folder: Path = tmp_path_factory.mktemp("crowded") / "store"
    settings = Settings(folder, token=TOKEN, connections=30, connections_of_one=20)
    with serving(settings, small_graph(folder)) as address:
        host, port = address.removeprefix("http://").split(":")
        yield host, int(port)


def opened(held: ExitStack, address: tuple[str, int]) -> socket.socket:
    return held.enter_context(socket.create_connection(address, timeout=20))


def is_answered(address: tuple[str, int]) -> bool:
    with client(f"http://{address[0]}:{address[1]}") as asking:
        return asking.get("/healthz").status_code == 200


@pytest.mark.parametrize("sent", [b"", HEAD, HEAD + b"Content-Length: 100\r\n\r\nRussia"], ids=["idle", "head", "body"])
def test_who_says_nothing_keeps_nobody_out(crowded: tuple[str, int], sent: bytes) -> None:
    with ExitStack() as held:
        idle = [opened(held, crowded) for _ in range(60)]
        for each in idle:
            try:
                each.sendall(sent)
            except OSError:
                continue
        assert is_answered(crowded)
        # The first have made room for the last.
        gone = 0
        for each in idle[:40]:
            try:
                gone += each.recv(1000) == b""
            except ConnectionError:
                gone += 1
        assert gone == 40
    assert is_answered(crowded)


def test_a_head_must_come_in_time(crowded: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_TIME", 0.3)
    with ExitStack() as held:
        for sent in (b"", HEAD, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /heal"):
            each = opened(held, crowded)
            each.sendall(sent)
            received = b""
            try:
                while part := each.recv(1000):
                    received += part
            except ConnectionError:
                pass
            assert received.count(b"HTTP/1.1 200") == sent.count(b"healthz")


def test_a_body_must_come_in_time(crowded: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.api.http.protocol.middleware._PATIENCE", 0.5)
    with ExitStack() as held:
        slow = opened(held, crowded)
        slow.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
        slow.settimeout(0.05)
        received = b""
        # It comes on all the time, and too slowly.
        for _ in range(400):
            try:
                slow.sendall(b"x")
                received += slow.recv(1000)
            except TimeoutError:
                continue
            except ConnectionError:
                break
            if received:
                break
        assert b"408" in received


def test_an_answer_that_is_not_read_is_not_kept(crowded: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "READ_TIME", 0.5)
    with ExitStack() as held:
        lazy = opened(held, crowded)
        query = quote("SELECT * { ?s ?p ?o . ?a ?b ?c }")
        lazy.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode())
        time.sleep(2)
        assert is_answered(crowded)
        received = 0
        with suppress(ConnectionError):
            while part := lazy.recv(1 << 16):
                received += len(part)
                # What lay on the way comes still; the answer itself would go on for gigabytes.
                assert received < 30_000_000
        assert received


def test_two_lengths_are_refused(crowded: tuple[str, int]) -> None:
    with ExitStack() as held:
        both = opened(held, crowded)
        both.sendall(HEAD + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        received = both.recv(1000)
        assert received.startswith(b"HTTP/1.1 400 ") and b"connection: close" in received.lower()


def test_a_thing_is_logged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    once, now = OnceInAWhile(), [0.0]
    monkeypatch.setattr("communique.api.http.logs.time.monotonic", lambda: now[0])

    def said(message: str, *values: object) -> str:
        record = logging.LogRecord("uvicorn.error", logging.WARNING, "", 0, message, values, None)
        return record.getMessage() if once.filter(record) else ""

    assert [said("%d is bad", number) for number in range(5)] == ["0 is bad", "", "", "", ""]
    assert said("other") == "other"
    now[0] = 61.0
    assert said("%d is bad", 9) == "9 is bad (and 4 more like it in the last minute)"


def test_many_clients_share_what_there_is(crowded: tuple[str, int]) -> None:
    # One client at twenty connections still has his requests answered, one after the other.
    with ExitStack() as held:
        made = [held.enter_context(httpx.Client(base_url=f"http://{crowded[0]}:{crowded[1]}")) for _ in range(25)]
        assert {each.get("/healthz").status_code for each in made} == {200}
