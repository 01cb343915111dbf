"""What is done in the service's own process comes in turns, and holds up nobody who looks something up."""

import asyncio
import socket
import threading

import httpx
import pytest
from http_world import client

from communique.api.http.protocol.problems import ProblemError
from communique.api.http.workers.turns import Turns


async def served(turns: Turns, client: str, order: list[str], going: asyncio.Event) -> None:
    async with turns.turn(client):
        order.append(client)
        await going.wait()


def test_clients_have_their_turns_one_after_the_other() -> None:
    async def run() -> list[str]:
        turns, order, going = Turns(1, 9, "busy"), [], asyncio.Event()
        going.set()
        async with turns.turn("z"):
            works = [asyncio.create_task(served(turns, name, order, going)) for name in "aaaabc"]
            await asyncio.sleep(0)
        await asyncio.gather(*works)
        return order

    assert asyncio.run(run()) == list("abcaaa")


def test_nobody_has_all_turns() -> None:
    async def run() -> tuple[list[str], list[str]]:
        turns, order, going = Turns(3, 9, "busy"), [], asyncio.Event()
        works = [asyncio.create_task(served(turns, name, order, going)) for name in "aaaab"]
        await asyncio.sleep(0.01)
        first = list(order)
        going.set()
        await asyncio.gather(*works)
        return first, order

    assert asyncio.run(run()) == (list("aab"), list("aabaa"))


def test_beside_others_a_client_has_fewer_turns_until_they_are_gone() -> None:
    async def run() -> list[list[str]]:
        now, order, going = [0.0], list[str](), asyncio.Event()
        turns = Turns(9, 9, "busy", 3, beside=1, clock=lambda: now[0])
        works, seen = list[asyncio.Task[None]](), list[list[str]]()
        # Alone; beside another; when that one has not asked for a while.
        for later, names in ((0.0, "aaaa"), (0.5, "bb"), (0.5, "a"), (2.0, "c"), (5.0, "cc")):
            now[0] += later
            works += [asyncio.create_task(served(turns, name, order, going)) for name in names]
            await asyncio.sleep(0.01)
            seen.append(list(order))
        going.set()
        await asyncio.gather(*works)
        return seen

    assert asyncio.run(run()) == [list("aaa"), list("aaab"), list("aaab"), list("aaabc"), list("aaabccc")]


def test_so_many_of_a_client_wait_and_his_next_is_refused() -> None:
    async def run() -> tuple[list[object], list[str]]:
        turns, order, going = Turns(1, 2, "busy"), [], asyncio.Event()
        works = [asyncio.create_task(served(turns, name, order, going)) for name in "aaaab"]
        await asyncio.wait({works[3]})
        going.set()
        return await asyncio.gather(*works, return_exceptions=True), order

    (*done, refused, other), order = asyncio.run(run())
    assert (done, other, order) == ([None] * 3, None, list("aaba"))
    assert isinstance(refused, ProblemError) and (refused.status, refused.headers) == (503, {"Retry-After": "5"})


def test_who_fails_or_leaves_gives_his_turn_back() -> None:
    async def run() -> list[str]:
        turns, order, going = Turns(1, 3, "busy"), [], asyncio.Event()
        with pytest.raises(ValueError, match="mine"):
            async with turns.turn("a"):
                raise ValueError("mine")
        first, leaving, last = (asyncio.create_task(served(turns, name, order, going)) for name in "abc")
        await asyncio.sleep(0)
        leaving.cancel()
        await asyncio.sleep(0)
        # It leaves when its turn has just come.
        going.set()
        late = asyncio.create_task(served(turns, "d", order, going))
        await first
        late.cancel()
        await asyncio.gather(leaving, last, late, return_exceptions=True)
        async with turns.turn("e"):
            return order

    assert asyncio.run(run()) == list("ac")


def test_look_ups_are_answered_while_texts_wait_to_be_read(service: httpx.Client) -> None:
    text = {"text": "Russia criticized Turkey. " * 3}
    statuses: list[int] = []

    # The process that reads starts with the first, which takes long on a busy machine.
    with client(str(service.base_url), 300) as patient:
        assert patient.post("/actors/resolve", json=text).status_code == 200

    def resolve() -> None:
        with client(str(service.base_url), 300) as other:
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


def test_who_is_passed_over_because_he_leaves_leaves_as_he_wished() -> None:
    async def run() -> tuple[object, list[str]]:
        turns, order, going = Turns(1, 3, "busy"), [], asyncio.Event()
        going.set()
        await turns.take("a")
        leaving, last = (asyncio.create_task(served(turns, name, order, going)) for name in "bc")
        await asyncio.sleep(0)
        # His turn comes before he is told that he is to go.
        leaving.cancel()
        turns.leave("a")
        await last
        return (await asyncio.gather(leaving, return_exceptions=True))[0], order

    gone, order = asyncio.run(run())
    assert isinstance(gone, asyncio.CancelledError) and order == ["c"]
