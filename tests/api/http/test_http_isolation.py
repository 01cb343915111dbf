"""No query can stop the service, slow others down, or take its memory; what was written is seen at once."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from http_world import TOKEN, client, serving, small_graph

from communique.api.http.workers.pool import QueryPool
from communique.api.http.workers.queries import Limits, Query, QueryError, Refusal, Rehearsal
from communique.api.http.workers.snapshots import Snapshots
from communique.api.settings import Settings
from communique.graph import EventGraph

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORTED_PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
BOMB = (
    "SELECT (STRLEN(?z) AS ?n) { BIND ('abcdefghij' AS ?a) "
    + " ".join(
        f"BIND (CONCAT({', '.join([f'?{x}'] * 10)}) AS ?{y})" for x, y in zip("abcdefgh", "bcdefghz", strict=True)
    )
    + " }"
)
PAIR = "SELECT ?action { actor:rus ?action actor:usa }"
LIMIT, MOST = 1.5, 2.5


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("limited") / "store"
    settings = Settings(folder, token=TOKEN, time_limit=LIMIT, most_time=MOST)
    with serving(settings, small_graph(folder)) as address, client(address) as made:
        yield made


def test_a_cartesian_product_is_ended_while_others_are_answered(limited: httpx.Client) -> None:
    ended: list[int] = []

    def slow() -> None:
        with client(str(limited.base_url)) as other:
            ended.append(other.get("/sparql", params={"query": PRODUCT}).status_code)

    threads = [threading.Thread(target=slow) for _ in range(2)]
    for thread in threads:
        thread.start()
    answered = 0
    while any(thread.is_alive() for thread in threads):
        assert limited.get("/sparql", params={"query": PAIR}).status_code == 200
        answered += 1
    assert ended == [422, 422]
    # Had they to wait for the end of the others, there would be one or two.
    assert answered > 3


def ticks_of_workers() -> dict[str, int]:
    """Give how much each query process of ours has computed."""
    found: dict[str, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = status.read_text().rpartition(")")[2].split()
            if fields[1] == str(os.getpid()) and "query_worker" in status.with_name("cmdline").read_text():
                found[status.parent.name] = int(fields[11])
    return found


def test_an_answer_that_breaks_off_is_no_whole_one_and_fills_no_log(
    limited: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    asking = {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "timeout": "1"}
    with pytest.raises(httpx.RemoteProtocolError):
        limited.get("/sparql", params=asking)
    assert [each.getMessage() for each in caplog.records if "broke off" in each.getMessage()]
    assert not [each for each in caplog.records if each.exc_info]


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="there is no /proc to look into")
def test_killed_processes_are_gone(limited: httpx.Client) -> None:
    assert limited.get("/sparql", params={"query": PRODUCT, "timeout": "0.2"}).status_code == 422
    before = ticks_of_workers()
    time.sleep(0.3)
    assert {name: ticks - before[name] for name, ticks in ticks_of_workers().items()} == dict.fromkeys(before, 0)


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="there is no /proc to look into")
def test_a_client_that_goes_away_stops_the_work(limited: httpx.Client) -> None:
    with client(str(limited.base_url)) as impatient, pytest.raises(httpx.ReadTimeout):
        impatient.get("/sparql", params={"query": PRODUCT}, timeout=0.2)
    time.sleep(0.2)
    before = ticks_of_workers()
    time.sleep(0.2)
    assert {name: ticks - before[name] for name, ticks in ticks_of_workers().items()} == dict.fromkeys(before, 0)


@pytest.mark.parametrize(("asked_for", "granted"), [("0.3", "0.3"), ("2", "2"), ("100", "2.5"), (None, "1.5")])
def test_another_time_can_be_asked_for_up_to_a_limit(
    limited: httpx.Client, asked_for: str | None, granted: str
) -> None:
    asking = {"timeout": asked_for} if asked_for else {}
    answer = limited.get("/sparql", params={"query": PRODUCT, **asking})
    assert (answer.status_code, f" {granted} seconds" in answer.json()["detail"]) == (422, True), answer.text


def pool_of(stored: EventGraph, place: Path, limits: Limits, size: int = 2) -> QueryPool:
    terms = stored.world.terms
    return QueryPool(size, limits, Snapshots(stored, place), terms.prefixes(), terms.namespace.base)


def asked(text: str, **more: object) -> Query:
    return Query(text, "text/csv", "application/n-triples", **more)  # type: ignore[arg-type]


async def whole(pool: QueryPool, query: Query) -> bytes:
    answer = await pool.answer(query)
    return b"".join([part async for part in answer.chunks()])


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EventGraph, Path]]:
    place = tmp_path_factory.mktemp("pool") / "store"
    with small_graph(place) as opened:
        yield opened, place


@pytest.mark.parametrize("query", [SORTED_PRODUCT, BOMB])
def test_memory_is_bounded(stored: tuple[EventGraph, Path], query: str) -> None:
    async def run() -> QueryError:
        # Memory must run out before time does, however busy the machine is.
        pool = pool_of(*stored, Limits(120, memory=300_000_000))
        try:
            with pytest.raises(QueryError) as raised:
                await whole(pool, asked(query))
            assert await whole(pool, asked("SELECT (1 AS ?x) {}")) == b"x\r\n1\r\n"
            return raised.value
        finally:
            await pool.close()

    assert asyncio.run(run()).kind is Refusal.MEMORY


def test_the_processes_have_no_network(stored: tuple[EventGraph, Path]) -> None:
    if not query_worker_can_leave_the_network():
        pytest.skip("this system lets no unprivileged process leave its network")
    came: list[bool] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        port = server.getsockname()[1]

        async def run() -> None:
            pool = pool_of(*stored, Limits(3))
            try:
                with pytest.raises(QueryError):
                    await whole(pool, asked(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/x> {{ ?s ?p ?o }} }}"))
            finally:
                await pool.close()

        asyncio.run(run())
        with contextlib.suppress(TimeoutError):
            server.accept()
            came.append(True)
    assert came == []


def query_worker_can_leave_the_network() -> bool:
    module = "communique.api.http.workers.query_worker"
    code = f"import sys; from {module} import cut_off_network; sys.exit(not cut_off_network())"
    return subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_answers_are_bounded(stored: tuple[EventGraph, Path]) -> None:
    async def run() -> QueryError:
        pool = pool_of(*stored, Limits(20, answer=500_000))
        try:
            with pytest.raises(QueryError) as raised:
                await whole(pool, asked("SELECT * { ?s ?p ?o . ?a ?b ?c }"))
            return raised.value
        finally:
            await pool.close()

    assert asyncio.run(run()).kind is Refusal.TOO_LARGE


def test_an_answer_left_half_read_frees_its_place(stored: tuple[EventGraph, Path]) -> None:
    async def run() -> None:
        pool = pool_of(*stored, Limits(10), size=1)
        try:
            for _ in range(3):
                answer = await pool.answer(asked("SELECT * { ?s ?p ?o . ?a ?b ?c }"))
                assert answer.rest is not None
                await answer.close()
            assert await whole(pool, asked("SELECT (1 AS ?x) {}")) == b"x\r\n1\r\n"
        finally:
            await pool.close()

    asyncio.run(run())


def test_who_does_not_read_on_loses_his_process(
    stored: tuple[EventGraph, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.api.http.workers.query_execution._PATIENCE", 0.2)

    async def run() -> None:
        pool = pool_of(*stored, Limits(5), size=1)
        try:
            answer = await pool.answer(asked("SELECT * { ?s ?p ?o . ?a ?b ?c }"))
            # It does not wait for him beyond that, though the one place there is was his.
            assert await whole(pool, asked("SELECT (1 AS ?x) {}")) == b"x\r\n1\r\n"
            with pytest.raises(QueryError):
                async for _ in answer.chunks():
                    pass
        finally:
            await pool.close()

    asyncio.run(run())


def test_many_at_once_wait_for_their_turn(stored: tuple[EventGraph, Path]) -> None:
    async def run() -> None:
        pool = pool_of(*stored, Limits(10), size=2)
        try:
            found = await asyncio.gather(*(whole(pool, asked(f"SELECT ({n} AS ?x) {{}}")) for n in range(50)))
            assert found == [f"x\r\n{n}\r\n".encode() for n in range(50)]
        finally:
            await pool.close()

    asyncio.run(run())


async def refusal(pool: QueryPool, query: Query) -> Refusal:
    try:
        await whole(pool, query)
    except QueryError as error:
        return error.kind
    raise AssertionError("the query was answered")


def test_long_queries_leave_room_for_short_ones(stored: tuple[EventGraph, Path]) -> None:
    async def run() -> None:
        pool = pool_of(*stored, Limits(60), size=2)
        try:
            # One client gets half of the places for long queries, all together get all.
            asking = [asked(PRODUCT, client=name) for name in ("a", "a", "b", "c")]
            long = [asyncio.create_task(refusal(pool, query)) for query in asking]
            await asyncio.sleep(4)
            # As long as nobody else asks, they stay where they are.
            assert [task.done() for task in long].count(True) == 0
            for number in range(5):
                answer = await whole(pool, asked(f"SELECT ({number} AS ?x) {{}}", client="d"))
                assert answer == f"x\r\n{number}\r\n".encode()
            # A place is free before the process that had it is gone.
            await asyncio.wait(long, timeout=10, return_when=asyncio.FIRST_COMPLETED)
            # Who has a place among the long ones goes on: one of the two of the one client, and another.
            made_room = [task.done() for task in long].count(True)
            assert made_room in (1, 2)
            assert False in [task.done() for task in long[:2]]
            for task in long:
                task.cancel()
            ended = await asyncio.gather(*long, return_exceptions=True)
            assert [end for end in ended if not isinstance(end, asyncio.CancelledError)] == [Refusal.BUSY] * made_room
            # All places are free again.
            again = await asyncio.gather(*(refusal(pool, asked(PRODUCT, client=name, seconds=0.8)) for name in "ab"))
            assert again == [Refusal.TIME, Refusal.TIME]
        finally:
            await pool.close()

    asyncio.run(run())


def test_the_queue_of_one_client_is_his_alone(stored: tuple[EventGraph, Path]) -> None:
    async def run() -> None:
        pool = pool_of(*stored, Limits(60), size=2)
        try:
            many = [asyncio.create_task(refusal(pool, asked(PRODUCT, client="a"))) for _ in range(8)]
            await asyncio.sleep(0.1)
            for number in range(5):
                answer = await whole(pool, asked(f"SELECT ({number} AS ?x) {{}}", client="b"))
                assert answer == f"x\r\n{number}\r\n".encode()
            # Nobody had to be ended for that.
            assert not any(task.done() for task in many)
            for task in many:
                task.cancel()
            await asyncio.gather(*many, return_exceptions=True)
            again = await asyncio.gather(*(whole(pool, asked("ASK {}", client=name)) for name in "aaab"))
            assert len(again) == 4
        finally:
            await pool.close()

    asyncio.run(run())


def test_who_waits_too_long_for_a_place_is_told(
    stored: tuple[EventGraph, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.api.http.workers.query_execution._LONG", 60)

    async def run() -> None:
        pool = pool_of(*stored, Limits(0.5, most_seconds=3), size=1)
        try:
            slow = asyncio.create_task(refusal(pool, asked(PRODUCT, seconds=3)))
            await asyncio.sleep(0.1)
            assert await refusal(pool, asked("ASK {}")) is Refusal.BUSY
            assert await slow is Refusal.TIME
        finally:
            await pool.close()

    asyncio.run(run())


UPDATE_PRODUCT = "INSERT { GRAPH <urn:x> { ?a ?b ?i } } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_an_update_that_takes_too_long_changes_nothing(limited: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    answer = limited.post("/sparql", content=UPDATE_PRODUCT, headers=headers)
    assert (answer.status_code, answer.json()["title"]) == (422, "Update refused: time")
    assert limited.get("/sparql", params={"query": "ASK { GRAPH <urn:x> { ?s ?p ?o } }"}).json()["boolean"] is False
    short = "DELETE { actor:rus ?b ?c } INSERT { GRAPH <urn:y> { actor:rus ?b ?c } } WHERE { actor:rus ?b ?c }"
    assert limited.post("/sparql", content=short, headers=headers).status_code == 204
    assert limited.get("/sparql", params={"query": "ASK { GRAPH <urn:y> { ?s ?p ?o } }"}).json()["boolean"] is True
    assert limited.post("/sparql", content="INSERT { ?a } WHERE {}", headers=headers).status_code == 400


def test_a_rehearsal_leaves_no_copy_behind(stored: tuple[EventGraph, Path]) -> None:
    opened, place = stored

    async def run() -> None:
        snapshots = Snapshots(opened, place)
        terms = opened.world.terms
        pool = QueryPool(1, Limits(5), snapshots, terms.prefixes(), terms.namespace.base)
        try:
            await pool.rehearse(Rehearsal("DELETE WHERE { ?s ?p ?o }"))
            with pytest.raises(QueryError):
                await pool.rehearse(Rehearsal("DELETE WHERE { ?s"))
            mine = snapshots.copy()
            assert list(mine.parent.glob("own-*")) == [mine]
            # The store itself is as it was.
            assert b"true" in (await whole(pool, asked("ASK { ?s ?p ?o }")))
        finally:
            await pool.close()
            snapshots.close()

    asyncio.run(run())


def test_old_snapshots_are_deleted(stored: tuple[EventGraph, Path]) -> None:
    opened, place = stored
    snapshots = Snapshots(opened, place)
    first = snapshots.take()
    snapshots.wrote()
    second = snapshots.take()
    assert first.is_dir() and second.is_dir()
    snapshots.give_back(first)
    assert not first.exists() and second.is_dir()
    snapshots.close()
    assert not second.parent.exists()
