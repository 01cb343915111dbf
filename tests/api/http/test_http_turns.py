"""What is done in the service's own process comes in turns, and holds up nobody who looks something up."""

import asyncio
import pickle
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from http_world import TOKEN, WRITE, client, serving, small_graph

from communique.api.http.answers.reading import Resolving
from communique.api.http.protocol.problems import ProblemError
from communique.api.http.workers.readers import Readers
from communique.api.http.workers.reading_worker import ReadingTask
from communique.api.http.workers.turns import Turns
from communique.api.settings import Settings


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
    assert (done, other, order) == ([None] * 3, None, list("abaa"))
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


def test_64_connections_of_19_addresses_do_not_make_another_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, answered = list[int](), threading.Event()

    async def read(_: Readers, task: ReadingTask, *__: object) -> bytes:
        begun.append(task.size)
        while len(begun) == 1 and not answered.is_set():
            await asyncio.sleep(0.01)
        return pickle.dumps(b"{}")

    def post(address: str, sender: int, text: str) -> int:
        with client(address, 300) as sending:
            headers = {"X-Forwarded-For": f"203.0.113.{sender}", "Content-Type": "text/plain"}
            return sending.post("/extract", content=text, headers=headers).status_code

    monkeypatch.setattr(Readers, "_read", read)
    long = "Russia criticized Turkey. " * 7_000
    with (
        serving(Settings(tmp_path / "store", token=TOKEN), small_graph(tmp_path / "store")) as address,
        ThreadPoolExecutor(64) as crowd,
        client(address) as looking,
    ):
        others = [crowd.submit(post, address, number % 19, long) for number in range(64)]
        while "communique_readings_queued 63.0" not in looking.get("/metrics", headers=WRITE).text:
            assert not any(other.done() for other in others)
        assert post(address, 77, "Russia criticized Turkey.") == 200
        assert [size > 1000 for size in begun] == [True, False]
        answered.set()
        assert {other.result() for other in others} == {200}


@pytest.mark.parametrize(
    ("text", "started"), [("Russia criticized Turkey.", 1), ("Russia criticized Turkey. " * 999, 2)]
)
def test_another_process_is_started_beside_one_that_reads_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, started: int
) -> None:
    begun: list[None] = []

    class Quiet:
        is_fit = lives = True

        async def do(self, *_: object) -> bytes:
            return b""

        async def end(self) -> None: ...

    async def start(self: Readers) -> Quiet:
        begun.append(None)
        self._all.add(reader := Quiet())  # type: ignore[arg-type]
        await asyncio.sleep(0)
        return reader

    async def run() -> None:
        readers = Readers(Settings(tmp_path))
        # Long ones one after the other: of the two, each time one is free.
        for name in "abc":
            await readers.read(Resolving(text, None), name, 1)
            await asyncio.sleep(0.01)
        await readers.close()

    monkeypatch.setattr(Readers, "_started", start)
    asyncio.run(run())
    assert len(begun) == started


def test_a_body_that_does_not_come_on_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.api.http.protocol.middleware._PATIENCE", 0.2)
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as slow:
        head = "POST /extract HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nRussia"
        slow.sendall(head.encode())
        assert slow.recv(1000).startswith(b"HTTP/1.1 408 ")


LONG = 10.0


def test_a_short_work_goes_before_long_ones_of_however_many_clients() -> None:
    async def run() -> list[str]:
        turns, order, going = Turns(2, 16, "busy", short=1), [], asyncio.Event()

        async def served_for(client: str, seconds: float) -> None:
            turn = await turns.take(client, seconds)
            order.append(client)
            await going.wait()
            turns.leave(turn)

        # 64 texts from 19 addresses: one is read, and a place is kept for what is short.
        works = [asyncio.create_task(served_for(f"long{n % 19}", LONG)) for n in range(64)]
        await asyncio.sleep(0)
        first = [asyncio.create_task(served_for("short", 0.1)) for _ in range(2)]
        await asyncio.sleep(0)
        assert order == ["long0", "short"]
        going.set()
        await asyncio.gather(*works, *first)
        return order

    order = asyncio.run(run())
    assert len(order) == 66 and order[:4].count("short") == 2
    # All have had one turn before anybody has the next.
    assert len(set(order[:21])) == 20


def test_who_has_had_nothing_goes_before_those_who_have() -> None:
    async def run() -> list[str]:
        now, order = [0.0], list[str]()
        turns = Turns(1, 16, "busy", clock=lambda: now[0])

        async def served_for(client: str, seconds: float, times: int) -> None:
            for _ in range(times):
                turn = await turns.take(client)
                order.append(client)
                # It takes longer than it was thought to.
                now[0] += seconds
                await asyncio.sleep(0)
                turns.leave(turn)

        works = [asyncio.create_task(served_for(name, 5.0, 3)) for name in "abcd"]
        while len(order) < 6:
            await asyncio.sleep(0)
        late = [asyncio.create_task(served_for("x", 0.0, 1)) for _ in range(3)]
        await asyncio.gather(*works, *late)
        return order

    # When the late one comes, the third has its second turn.
    assert "".join(asyncio.run(run())) == "abcdabcxxxdabcd"


def test_where_too_many_wait_the_last_of_those_who_wait_for_most_gives_way() -> None:
    async def run() -> tuple[list[object], object, object]:
        turns = Turns(1, 2, "busy")
        held = await turns.take("z")
        crowd = [asyncio.create_task(turns.take(f"c{n}", LONG)) for n in range(16) for _ in range(2)]
        await asyncio.sleep(0)
        other = asyncio.create_task(turns.take("other"))
        await asyncio.wait(crowd, return_when=asyncio.FIRST_COMPLETED)
        gone = [task for task in crowd if task.done()]
        # Whoever would be the last himself is refused.
        with pytest.raises(ProblemError) as refused:
            await turns.take("another", 3 * LONG)
        turns.leave(held)
        await other
        for task in crowd:
            task.cancel()
        return await asyncio.gather(*gone, return_exceptions=True), refused.value.headers, other.result().client

    gone, headers, served = asyncio.run(run())
    assert [type(each) for each in gone] == [ProblemError] and headers == {"Retry-After": "5"} and served == "other"


def test_who_waits_too_long_is_refused_unless_he_is_patient() -> None:
    async def run() -> tuple[int, str]:
        turns = Turns(1, 2, "busy", patience=0.01)
        held = await turns.take("a")
        patient = asyncio.create_task(turns.take("b", patient=True))
        with pytest.raises(ProblemError) as refused:
            await turns.take("c")
        turns.leave(held)
        return refused.value.status, (await patient).client

    assert asyncio.run(run()) == (503, "b")


def test_what_clients_have_had_is_forgotten() -> None:
    async def run() -> tuple[int, int]:
        turns = Turns(2, 2, "busy")
        held = await turns.take("a")
        for number in range(5_000):
            turns.leave(await turns.take(f"c{number}"))
        known = len(turns._had)
        turns.leave(held)
        return known, len(turns._had)

    known, at_last = asyncio.run(run())
    assert known <= 1_100 and at_last == 0


def test_who_is_passed_over_because_he_leaves_leaves_as_he_wished() -> None:
    async def run() -> tuple[object, list[str]]:
        turns, order, going = Turns(1, 3, "busy"), [], asyncio.Event()
        going.set()
        taken = await turns.take("a")
        leaving, last = (asyncio.create_task(served(turns, name, order, going)) for name in "bc")
        await asyncio.sleep(0)
        # His turn comes before he is told that he is to go.
        leaving.cancel()
        turns.leave(taken)
        await last
        return (await asyncio.gather(leaving, return_exceptions=True))[0], order

    gone, order = asyncio.run(run())
    assert isinstance(gone, asyncio.CancelledError) and order == ["c"]
