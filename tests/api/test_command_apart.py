"""A query of the command line is answered in a process of its own: what ends that is told, and it outlives nobody."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from command_world import Run, command, environment

from communique.graph import open_graph
from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.lexicon.scheme import actions

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc to look into")
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store of the actors that are known."""
    store = tmp_path_factory.mktemp("apart") / "store"
    open_graph(store, actors=gazetteer().actors, actions=actions()).close()
    return store


def children(parent: int) -> list[int]:
    return [int(name) for name in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def runs(number: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False


def until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


@contextmanager
def answering(store: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """Give a command that is answering a query without end, and the process that does it."""
    asked = command("query", ENDLESS)
    with subprocess.Popen(asked, env=environment(store), stderr=subprocess.PIPE, text=True) as process:
        until(lambda: bool(children(process.pid)))
        (child,) = children(process.pid)
        opened = Path(f"/proc/{child}/fd")
        until(lambda: any(str(store) in str(path.readlink()) for path in opened.iterdir() if path.is_symlink()))
        time.sleep(1)
        try:
            yield process, child
        finally:
            process.kill()


@pytest.mark.parametrize(
    "within",
    ["{ " * 20_000 + "}" * 20_000, f"?s {'(' * 50_000}<urn:p>{')+' * 50_000} ?o", "OPTIONAL { " * 5_000 + "}" * 5_000],
    ids=["groups", "paths", "optional"],
)
def test_a_query_that_is_nested_too_deeply_is_told_so(run: Run, known: Path, within: str) -> None:
    done = run("query", "-", store=known, feed=f"SELECT * {{ {within} }}")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("communique: the query is nested too deeply"), done.stderr


def test_ctrl_c_ends_a_query_that_is_being_answered(known: Path) -> None:
    with answering(known) as (process, child):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert not runs(child)


def test_what_answers_a_query_is_missed_when_it_is_killed(known: Path) -> None:
    with answering(known) as (process, child):
        os.kill(child, signal.SIGKILL)
        assert process.wait(timeout=60) == 128 + signal.SIGKILL
        assert process.stderr is not None and "ended from outside (signal 9)" in process.stderr.read()


def test_what_answers_a_query_ends_with_a_command_that_was_killed(known: Path) -> None:
    with answering(known) as (process, child):
        process.kill()
        process.wait(timeout=60)
        until(lambda: not runs(child))
