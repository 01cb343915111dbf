"""What reads a store answers while a service serves it or a run fills it, and says whence it has the answer."""

import json
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from command_world import Run, command, environment

from communique import graph
from communique.graph import StoreInUseError, requested_snapshot
from communique.ontology.actors import gazetteer
from communique.ontology.lexicon import actions

COMMANDS = (
    ("relations", "Russia", "Turkey"),
    ("query", "partners", "actor=Russia"),
    ("query", "CONSTRUCT { ?a act:sanctions ?b } WHERE { ?a act:sanctions ?b }", "--format", "ntriples"),
)
WHOLE = (("export", "-f", "gexf", "-"), ("export", "-f", "nquads", "-"))


@contextmanager
def running(*words: object, store: Path, stdout: int = subprocess.PIPE) -> Iterator["subprocess.Popen[str]"]:
    started = subprocess.Popen(
        command(*words),
        env=environment(store),
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


@contextmanager
def served(store: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    with running("serve", "--port", "0", store=store, stdout=subprocess.DEVNULL) as service:
        assert service.stderr is not None
        for line in service.stderr:
            if found := re.search(r"running on (http://\S+)", line):
                _wait_until(store.with_name(f".{store.name}.service").exists)
                yield service, found[1]
                return
        raise AssertionError("the service did not start")


@contextmanager
def ingesting(store: Path) -> Iterator["subprocess.Popen[str]"]:
    """Run an ingest that waits for its articles with the store in its hands."""
    # Who opens a store for writing takes its lock, then names its list of files anew. Trying the lock would take it.
    before = (store / "CURRENT").stat().st_mtime_ns
    with running("ingest", "-", store=store) as run:
        _wait_until(lambda: (store / "CURRENT").stat().st_mtime_ns != before)
        yield run


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def alone(run: Run, ingested: Path) -> list["subprocess.CompletedProcess[str]"]:
    """Give what the commands print where nobody writes."""
    return [run(*words, store=ingested) for words in (*COMMANDS, *WHOLE)]


def test_a_service_answers_for_its_store(
    run: Run, store: Path, alone: list["subprocess.CompletedProcess[str]"]
) -> None:
    with served(store) as (service, address):
        beside = [run(*words, store=store) for words in (*COMMANDS, *WHOLE)]
        note = store.with_name(f".{store.name}.service")
        assert json.loads(note.read_text())["address"] == address
        service.send_signal(signal.SIGTERM)
        service.wait(timeout=60)
        assert not note.exists()
    for before, meanwhile in zip(alone, beside, strict=True):
        assert (before.returncode, before.stderr) == (0, "")
        assert meanwhile.returncode == 0, meanwhile.stderr
        assert sorted(meanwhile.stdout.splitlines()) == sorted(before.stdout.splitlines())
    answered = [f"is being served: the answer is that of {address}\n"] * len(COMMANDS)
    answered += ["is being written to: the answer is from a snapshot made just now\n"] * len(WHOLE)
    assert all(done.stderr.endswith(line) for done, line in zip(beside, answered, strict=True))


def test_a_service_that_was_killed_is_not_asked(run: Run, store: Path) -> None:
    with served(store) as (service, _):
        service.kill()
        service.wait(timeout=60)
        assert store.with_name(f".{store.name}.service").exists()
        done = run("relations", "Russia", store=store)
    assert (done.returncode, done.stderr) == (0, "")


def test_where_reading_needs_a_token_that_we_lack_a_snapshot_is_read(run: Run, store: Path) -> None:
    closed = environment(store) | {"COMMUNIQUE_TOKEN": "secret", "COMMUNIQUE_READ": "token"}
    serve = subprocess.Popen(
        command("serve", "--port", "0"), env=closed, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        assert serve.stderr is not None
        next(line for line in serve.stderr if "running on" in line)
        _wait_until(store.with_name(f".{store.name}.service").exists)
        done = run("relations", "Russia", store=store)
        ours = subprocess.run(
            command("relations", "Russia"), env=closed, capture_output=True, text=True, timeout=60, check=False
        )
    finally:
        serve.kill()
        serve.communicate()
    assert (done.returncode, "from a snapshot" in done.stderr) == (0, True), done.stderr
    assert (ours.returncode, "is being served" in ours.stderr, ours.stdout) == (0, True, done.stdout), ours.stderr


def test_a_run_that_ingests_gives_snapshots(
    run: Run, store: Path, alone: list["subprocess.CompletedProcess[str]"]
) -> None:
    with ingesting(store) as slow:
        beside = [run(*words, store=store) for words in (*COMMANDS, *WHOLE)]
        assert [done.stdout for done in beside] == [done.stdout for done in alone]
        assert all(done.stderr.endswith("from a snapshot made just now\n") for done in beside)
        article = {"id": "new", "text": "Peru accused Chile of espionage on Monday.", "date": "2015-12-15"}
        assert slow.stdin is not None
        out, err = slow.communicate(json.dumps(article), timeout=120)
        assert out.startswith("1 stored"), err
    done = run("relations", "Peru", "Chile", store=store)
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in store.parent.iterdir() if "request" in path.name] == []


def test_a_snapshot_shows_what_was_written_before_it_was_asked_for(run: Run, store: Path) -> None:
    with graph.open(store, actors=gazetteer().actors, actions=actions()) as opened:
        (first, *_) = opened.documents(limit=1)
        for number in (16, 15):
            opened.forget(next(opened.documents()).id)
            done = run(
                "query", "SELECT (COUNT(*) AS ?n) { GRAPH ?d { ?d a schema:NewsArticle } }", "-f", "csv", store=store
            )
            assert done.stdout.split() == ["n", str(number)], done.stderr
        assert opened.document(first.id) is None


def test_who_gets_no_snapshot_is_told(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with pytest.raises(StoreInUseError, match="gives no snapshot"), requested_snapshot(store, lambda: True, 0.1):
        pass
    with requested_snapshot(store, lambda: False, 0.1) as none:
        assert none is None
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_let_go_is_free_at_once(tmp_path: Path) -> None:
    for _ in range(3):
        graph.open(tmp_path / "store", actors=gazetteer().actors, actions=actions()).close()


def test_what_killed_readers_left_is_deleted(tmp_path: Path) -> None:
    left = tmp_path / ".store.requests" / "999999999-ab.snapshot"
    left.mkdir(parents=True)
    graph.open(tmp_path / "store", actors=gazetteer().actors, actions=actions()).close()
    assert not left.parent.exists()
