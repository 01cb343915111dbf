"""A store whose assembly was killed says so to whoever reads it, until a run that writes has made it good."""

import subprocess
import sys
from pathlib import Path

import pytest
from command_world import Run, environment

# Runs the command line, and is killed when the old events are gone and the new ones not yet there.
KILLED = """
import os, signal
from communique.graph.assembly import preparation
preparation.Bulk.finish = lambda _: os.kill(os.getpid(), signal.SIGKILL)
from communique.api.command import main
main()
"""


@pytest.fixture
def killed(store: Path) -> Path:
    command = [sys.executable, "-c", KILLED, "assemble"]
    done = subprocess.run(command, env=environment(store), capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == -9, done.stderr
    return store


def test_readers_of_a_store_that_is_not_whole_are_told(run: Run, killed: Path) -> None:
    for words in (("validate",), ("query", "SELECT ?e { ?e a dip:Event }")):
        done = run(*words, store=killed)
        assert (done.returncode, done.stdout) == (1, ""), words
        assert "the graph is not whole" in done.stderr and "communique assemble" in done.stderr
    assert run("assemble", store=killed).returncode == 0
    assert run("query", "SELECT ?e { ?e a dip:Event } LIMIT 1", store=killed).stdout.endswith("1 row\n")
