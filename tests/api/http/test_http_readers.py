"""Long look-ups are written in processes beside the service: the same answers, of what was written last."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from http_world import TOKEN, client, serving, small_graph
from pydantic import BaseModel

from api.http.pool import QueryError, Refusal
from api.http.readers import Readers
from api.http.snapshots import Snapshots
from api.settings import Settings, settings_from
from graph import EventGraph
from graph.statistics import statistics
from graph.world import World

LOOK_UPS = ("/relations/rus/usa", "/actors/rus/relations", "/actors/rus/timeline", "/relations/usa/rus?latest=1")
WHOLE = pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="there is no /proc to look into")


class Told(BaseModel):
    """What the test's views give: the process that wrote it, and the number of documents."""

    process: int
    documents: int


def told(world: World, seconds: float) -> Told:
    time.sleep(seconds)
    return Told(process=os.getpid(), documents=statistics(world).documents)


def last_breath(world: World, main: int) -> Told:
    """End the process, but for that of the test."""
    if os.getpid() != main:
        os._exit(1)
    return told(world, 0)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[EventGraph, Settings, Snapshots]]:
    settings = Settings(tmp_path / "store", time_limit=5)
    with small_graph(settings.store) as stored:
        yield stored, settings, Snapshots(stored, settings.store)


@pytest.fixture
def readers(opened: tuple[EventGraph, Settings, Snapshots]) -> Iterator[Readers]:
    stored, settings, snapshots = opened
    made = Readers(settings, stored, snapshots, 2)
    yield made
    made.close()


def many(readers: Readers, view: Callable[..., BaseModel], given: object, number: int = 6) -> list[Told]:
    with ThreadPoolExecutor(number) as threads:
        found = threads.map(lambda _: readers.written(view, given), range(number))
        return [Told.model_validate_json(each) for each in found]


def helped(readers: Readers) -> set[int]:
    """Ask until processes help, and give these."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        others = {each.process for each in many(readers, told, 0.1)} - {os.getpid()}
        if others:
            return others
    raise AssertionError("no process helped in a minute")


def test_who_is_alone_is_answered_here(readers: Readers) -> None:
    assert [Told.model_validate_json(readers.written(told, 0)).process for _ in range(3)] == [os.getpid()] * 3


def test_processes_help_and_see_what_was_written(
    readers: Readers, opened: tuple[EventGraph, Settings, Snapshots]
) -> None:
    stored, _, snapshots = opened
    assert len(helped(readers)) <= 2
    before = statistics(stored.world).documents
    assert stored.forget(next(iter(stored.documents())).id)
    snapshots.wrote()
    found = many(readers, told, 0.1)
    assert {each.documents for each in found} == {before - 1}
    assert {each.process for each in found} - {os.getpid()}


def test_a_process_that_dies_is_replaced(readers: Readers) -> None:
    first = helped(readers)
    assert {each.process for each in many(readers, last_breath, os.getpid())} == {os.getpid()}
    assert helped(readers).isdisjoint(first)


def test_a_view_that_takes_too_long_is_ended(opened: tuple[EventGraph, Settings, Snapshots]) -> None:
    stored, settings, snapshots = opened
    readers = Readers(Settings(settings.store, time_limit=1), stored, snapshots, 1)
    try:
        helped(readers)
        with ThreadPoolExecutor(2) as threads:
            both = [threads.submit(readers.written, told, 2.5) for _ in range(2)]
            errors = [each.exception() for each in both]
        (error,) = [error for error in errors if error is not None]
        assert isinstance(error, QueryError) and error.kind is Refusal.TIME
    finally:
        readers.close()


def test_the_service_gives_the_same_answers_with_them(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with serving(Settings(folder, token=TOKEN, readers=2), small_graph(folder)) as address:
        with client(address) as alone:
            due = {path: alone.get(path).json() for path in LOOK_UPS}

        def ask(number: int) -> tuple[str, httpx.Response]:
            path = LOOK_UPS[number % len(LOOK_UPS)]
            # Other words of the same request: what was answered already is not asked of them again.
            with client(address) as made:
                return path, made.get(f"{path}{'&' if '?' in path else '?'}n={number}")

        with ThreadPoolExecutor(12) as threads:
            for path, answer in threads.map(ask, range(200)):
                assert (answer.status_code, answer.json()) == (200, due[path])


@WHOLE
def test_they_end_with_the_service_that_was_killed(tmp_path: Path) -> None:
    small_graph(tmp_path / "store").close()
    script = (
        "import sys, time, threading; from pathlib import Path; from api.settings import Settings;"
        "from api.opening import open_graph; from api.http.readers import Readers, _prepared, _known;"
        "from api.http.snapshots import Snapshots; s = Settings(Path(sys.argv[1])); g = open_graph(s);"
        "r = Readers(s, g, Snapshots(g, s.store), 1); r._begin(); r._places.get(); r._places.get();"
        "print(*r._processes._processes, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "store")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as main:
        assert main.stdout is not None
        child = int(main.stdout.readline())
        assert Path(f"/proc/{child}").is_dir()
        main.send_signal(signal.SIGKILL)
    end = time.monotonic() + 20
    while Path(f"/proc/{child}/cmdline").is_file() and time.monotonic() < end:
        with contextlib.suppress(OSError):
            if not Path(f"/proc/{child}/cmdline").read_bytes():
                break
        time.sleep(0.05)
    with contextlib.suppress(OSError):
        assert Path(f"/proc/{child}/cmdline").read_bytes() == b""


def test_their_number_is_set() -> None:
    assert settings_from({"COMMUNIQUE_READERS": "0"}).readers == 0
    assert settings_from({"COMMUNIQUE_READERS": "3"}).readers == 3
    assert settings_from({}).readers == min(4, (os.cpu_count() or 1) - 1)
    with pytest.raises(ValueError, match="READERS: 'many' is no number"):
        settings_from({"COMMUNIQUE_READERS": "many"})
