"""No query can stop the service, slow others down, or take its memory; what was written is seen at once."""

import asyncio
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from http_world import TOKEN, client, serving, small_graph

from api.http.pool import Limits, Query, QueryError, QueryPool, Refusal
from api.http.snapshots import Snapshots
from api.settings import Settings
from graph import EventGraph

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
LIMIT = 1.5


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("limited") / "store"
    settings = Settings(folder, token=TOKEN, time_limit=LIMIT)
    with serving(settings, small_graph(folder)) as address, client(address) as made:
        yield made


def test_a_cartesian_product_is_ended_while_others_are_answered(limited: httpx.Client) -> None:
    def quick() -> float:
        begun = time.perf_counter()
        assert limited.get("/sparql", params={"query": PAIR}).status_code == 200
        return time.perf_counter() - begun

    quick()
    alone = statistics.median(quick() for _ in range(20))
    ended: list[tuple[int, float]] = []

    def slow() -> None:
        begun = time.perf_counter()
        with client(str(limited.base_url)) as other:
            status = other.get("/sparql", params={"query": PRODUCT}).status_code
        ended.append((status, time.perf_counter() - begun))

    threads = [threading.Thread(target=slow) for _ in range(2)]
    for thread in threads:
        thread.start()
    meanwhile: list[float] = []
    while any(thread.is_alive() for thread in threads):
        meanwhile.append(quick())
    assert all(status == 422 and LIMIT - 0.1 < seconds < LIMIT + 3 for status, seconds in ended), ended
    # On two cores with two products running there is no more than a share of a core left.
    assert statistics.median(meanwhile) < max(5 * alone, 0.1), (alone, statistics.median(meanwhile))


def ticks_of_workers() -> dict[str, int]:
    """Give how much each query process of ours has computed."""
    found: dict[str, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = status.read_text().rpartition(")")[2].split()
            if fields[1] == str(os.getpid()) and "query_worker" in status.with_name("cmdline").read_text():
                found[status.parent.name] = int(fields[11])
    return found


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


def test_a_shorter_time_can_be_asked_for(limited: httpx.Client) -> None:
    begun = time.perf_counter()
    answer = limited.get("/sparql", params={"query": PRODUCT, "timeout": "0.3"})
    assert (answer.status_code, "0.3 seconds" in answer.json()["detail"]) == (422, True)
    assert time.perf_counter() - begun < LIMIT


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
        pool = pool_of(*stored, Limits(20, memory=300_000_000))
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
    code = "import sys; from api.http.query_worker import cut_off_network; sys.exit(not cut_off_network())"
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
    monkeypatch.setattr("api.http.pool._PATIENCE", 0.2)

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


def test_all_busy_is_told(stored: tuple[EventGraph, Path]) -> None:
    async def run() -> None:
        pool = pool_of(*stored, Limits(0.5), size=1)
        try:
            slow = asyncio.create_task(whole(pool, asked(PRODUCT)))
            await asyncio.sleep(0.1)
            late = asyncio.create_task(whole(pool, asked(PRODUCT)))
            await asyncio.sleep(0.1)
            with pytest.raises(QueryError) as raised:
                await whole(pool, asked("ASK {}"))
            assert raised.value.kind in (Refusal.BUSY, Refusal.TIME)
            await asyncio.gather(slow, late, return_exceptions=True)
        finally:
            await pool.close()

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
