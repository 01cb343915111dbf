"""What computes for a service ends with it, also where that is killed."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from http_world import WRITE
from replica_world import Running, filled, running, until

from communique.api.http.answers import exporting
from communique.api.http.workers import query_worker, readers

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="there is no /proc to look into")
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
QUERY = {"query": f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"}
UPDATE = f"INSERT {{ GRAPH <urn:x> {{ ?a ?b ?l }} }} WHERE {{ {PRODUCT} }}"
UPDATES = {**WRITE, "Content-Type": "application/sparql-update"}
TEXTS = {"Content-Type": "text/plain"}
# Longer than the test waits.
LIMITS = {"COMMUNIQUE_TIME_LIMIT": "600", "COMMUNIQUE_READING_TIME": "600"}
STARTS_AND_WAITS = """
import os, subprocess, sys
command = [word.replace("PARENT", str(os.getpid())) for word in sys.argv[1:]]
print(subprocess.Popen(command).pid, flush=True)
sys.stdin.read()
"""


def of_kind(service: Running, word: str) -> int:
    """Give how many processes of a service have a word in their command."""
    commands = []
    for number in service.processes():
        try:
            commands.append(Path(f"/proc/{number}/cmdline").read_text())
        except OSError:
            continue
    return sum(word in command for command in commands)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_computed_ends_with_a_service_that_was_killed(tmp_path: Path, workers: int) -> None:
    with (
        running(filled(tmp_path / "store"), "--workers", workers, **LIMITS) as service,
        ThreadPoolExecutor() as asking,
        httpx.Client(base_url=service.address, timeout=None) as client,
    ):
        works = [
            asking.submit(client.post, "/sparql", data=QUERY),
            asking.submit(client.post, "/sparql", content=UPDATE, headers=UPDATES),
            asking.submit(client.post, "/extract", content="Russia criticized Turkey. " * 7_000, headers=TEXTS),
        ]
        until(lambda: of_kind(service, "query_worker") >= 2 and of_kind(service, "reading_worker") == 1)
        service.process.kill()
        until(lambda: not service.processes())
        for work in works:
            # A process that passes requests on may still answer that this broke off.
            assert isinstance(work.exception(), httpx.TransportError) or work.result().status_code in (502, 503)


@pytest.mark.parametrize(
    "command",
    [
        (sys.executable, "-P", query_worker.__file__, json.dumps({"parent": "PARENT", "memory": 1 << 30})),
        (*readers.COMMAND, "PARENT"),
        (*exporting.COMMAND, "PARENT"),
    ],
    ids=["query", "reading", "export"],
)
def test_a_process_whose_input_others_hold_ends_with_who_started_it(command: tuple[str, ...]) -> None:
    given, held = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_AND_WAITS, *command], stdin=given, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = Path("/proc") / parent.stdout.readline().strip()
        assert child.exists()
        parent.kill()
    # Nobody waits for it; what takes it over buries it.
    until(lambda: not child.exists() or ") Z " in child.joinpath("stat").read_text())
    os.close(given)
    os.close(held)
