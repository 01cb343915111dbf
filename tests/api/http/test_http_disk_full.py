"""A disk that is full: writing is refused with the reason, reading goes on, and writing when there is room again."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from http_world import TOKEN, WRITE, client, serving, small_graph

from communique.api.settings import Settings

_MEBIBYTE = 1 << 20
SIZE = 96 * _MEBIBYTE


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of its own, which can be filled."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("a small disk can be mounted only by root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def service(disk: Path) -> Iterator[httpx.Client]:
    folder = disk / "store"
    with serving(Settings(folder, token=TOKEN), small_graph(folder)) as address, client(address) as made:
        yield made


def fill(disk: Path, left: int = 0) -> Path:
    """Fill a disk but for some bytes."""
    filler = disk / "filler"
    with filler.open("wb") as output, suppress(OSError):
        while shutil.disk_usage(disk).free > left:
            output.write(bytes(min(_MEBIBYTE, max(4096, shutil.disk_usage(disk).free - left))))
            output.flush()
    return filler


def put(service: httpx.Client, size: int = 1) -> httpx.Response:
    notes = "".join(f'<urn:note:{number}> <urn:says> "{"note" * 200}" .\n' for number in range(size))
    address = f"/gsp?graph=urn:notes:{size}"
    return service.put(address, content=notes, headers=WRITE | {"Content-Type": "text/turtle"})


def assert_reads(service: httpx.Client, events: int = 4) -> None:
    for address in ("/stats", "/events", "/actors/rus/relations", "/documents/d1", "/changes", "/export/graph.nq"):
        assert service.get(address).status_code == 200, address
    query = "SELECT (COUNT(*) AS ?n) { ?e a dip:Event }"
    answer = service.get("/sparql", params={"query": query, "format": "csv"})
    assert (answer.status_code, answer.text.split()) == (200, ["n", str(events)])


def assert_refused(answer: httpx.Response) -> None:
    assert answer.status_code == 507, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert "there is no room left on the disk" in answer.json()["detail"]


def test_where_no_room_is_left_writing_waits_and_reading_does_not(service: httpx.Client, disk: Path) -> None:
    events = service.get("/stats").json()["events"]
    assert_reads(service, events)
    filler = fill(disk)
    for _ in range(2):
        assert_refused(service.delete("/documents/d3", headers=WRITE))
        assert_refused(put(service))
        assert_refused(service.post("/sparql", data={"update": "INSERT DATA { <urn:a> <urn:b> 1 }"}, headers=WRITE))
        assert_reads(service, events)
        assert service.get("/healthz").json() == {"status": "full", "writing": False}
    filler.unlink()
    assert service.get("/healthz").json() == {"status": "ok", "writing": True}
    assert put(service).status_code == 201
    assert service.delete("/documents/d3", headers=WRITE).status_code == 204
    assert_reads(service, events - 1)


def test_an_engine_that_ran_out_of_room_is_opened_anew(
    service: httpx.Client, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = service.get("/stats").json()["events"]
    assert_reads(service, events)
    generation = service.get("/changes").json()["last"]
    # As if all was gone between the look at the disk and the write.
    with monkeypatch.context() as patched:
        patched.setattr("communique.graph.stores.room.RESERVE", 0)
        filler = fill(disk, left=_MEBIBYTE)
        for _ in range(2):
            assert_refused(put(service, 5000))
            assert_reads(service, events)
        filler.unlink()
        assert put(service, 5000).status_code == 201
    assert service.delete("/documents/d3", headers=WRITE).status_code == 204
    assert_reads(service, events - 1)
    assert service.get("/healthz").json() == {"status": "ok", "writing": True}
    assert [each["document"] for each in service.get(f"/changes?since={generation}").json()["items"]] == ["d3"]
