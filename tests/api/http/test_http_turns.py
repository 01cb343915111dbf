"""What is done in the service's own process comes in turns, and holds up nobody who looks something up."""

import asyncio
import socket
import threading

import httpx
import pytest
from http_world import client

from communique.api.http.protocol.problems import ProblemError
from communique.api.http.workers.turns import Turns


def test_so_many_wait_and_the_next_is_refused() -> None:
    going, done = threading.Event(), []

    def work(number: int) -> int:
        assert going.wait(10)
        done.append(number)
        return number

    async def run() -> list[object]:
        turns = Turns(1, 2, "busy")
        tasks = [asyncio.create_task(turns.run(work, number)) for number in range(4)]
        await asyncio.wait({tasks[3]})
        going.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    *served, refused = asyncio.run(run())
    assert served == [0, 1, 2] == done
    assert isinstance(refused, ProblemError) and (refused.status, refused.headers) == (503, {"Retry-After": "5"})


def test_a_failure_gives_the_turn_back() -> None:
    async def run() -> int:
        turns = Turns(1, 0, "busy")
        with pytest.raises(ValueError, match="invalid literal"):
            await turns.run(int, "x")
        return await turns.run(int, "7")

    assert asyncio.run(run()) == 7


def test_look_ups_are_answered_while_texts_wait_to_be_read(service: httpx.Client) -> None:
    text = {"text": "Russia criticized Turkey. " * 3}
    statuses: list[int] = []

    def resolve() -> None:
        with client(str(service.base_url)) as other:
            statuses.append(other.post("/actors/resolve", json=text).status_code)

    # More than the service has threads for.
    threads = [threading.Thread(target=resolve) for _ in range(60)]
    for thread in threads:
        thread.start()
    answered = 0
    while any(thread.is_alive() for thread in threads):
        assert service.get("/actors/rus").status_code == 200
        answered += 1
    assert set(statuses) == {200, 503} and statuses.count(503) <= 60 - 17
    assert answered > 5


def test_a_body_that_does_not_come_on_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.api.http.protocol.middleware._PATIENCE", 0.2)
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as slow:
        head = "POST /extract HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nRussia"
        slow.sendall(head.encode())
        assert slow.recv(1000).startswith(b"HTTP/1.1 408 ")
