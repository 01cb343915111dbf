"""What a process of the service finds damaged is told as such, whichever it is."""

import os
import signal
import time
from pathlib import Path

import pytest
from http_world import client, serving, small_graph

from communique.api.settings import Settings


def workers() -> list[int]:
    """Give the query processes of ours."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = (path / "stat").read_text().rpartition(")")[2].split()[1]
            if parent == str(os.getpid()) and "query_worker" in (path / "cmdline").read_text():
                found.append(int(path.name))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="there is no /proc to look into")
@pytest.mark.parametrize("path", ["/sparql?query=SELECT%20*%20{?s%20?p%20?o}", "/gsp?default", "/export/graph.nq"])
def test_damage_that_another_process_finds_is_told(tmp_path: Path, path: str) -> None:
    store = tmp_path / "store"
    with serving(Settings(store), small_graph(store)) as address, client(address) as asking:
        assert asking.get(path).status_code == 200
        tables = list(tmp_path.glob(".store.snapshots/*/*.sst"))
        assert tables
        for table in tables:
            table.write_bytes(bytes(table.stat().st_size))
        # One that has read the tables still holds them.
        killed = workers()
        for worker in killed:
            os.kill(worker, signal.SIGKILL)
        # Until the service has heard of it, it would give them the next query.
        for _ in range(600):
            asking.get("/healthz")
            if not any(Path(f"/proc/{worker}").exists() for worker in killed):
                break
            time.sleep(0.1)
        asking.get("/healthz")
        answer = asking.get(path)
    assert (answer.status_code, "restore a backup" in answer.json()["detail"]) == (500, True), answer.text
    assert str(tmp_path) not in answer.text
