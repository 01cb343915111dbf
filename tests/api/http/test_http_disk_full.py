"""A disk that is full: writing is refused with the reason, reading goes on, and writing when there is room again."""

import datetime as dt
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from http_world import TOKEN, WRITE, client, serving, small_graph, some_actors

from communique import graph
from communique.api.settings import Settings
from communique.graph import LoadedRow
from communique.ontology.lexicon.scheme import actions

_MEBIBYTE = 1 << 20
SIZE, FILES = 96 * _MEBIBYTE, 300


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of its own, which can be filled."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},nr_inodes={FILES}", "tmpfs", str(folder)]
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
def rows(disk: Path) -> Path:
    """Give the folder of a closed store whose event table alone holds a row."""
    with small_graph(disk / "store") as opened:
        opened.load([LoadedRow("gdelt", "1", "criticizes", "rus", "rus", "usa", "usa", dt.date(2015, 12, 14))])
    return disk / "store"


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


def fill_with_files(disk: Path) -> Path:
    """Take all names of a disk, and leave it its room."""
    folder = disk / "files"
    folder.mkdir()
    with suppress(OSError):
        for number in range(FILES):
            (folder / str(number)).touch()
    return folder


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


def test_where_no_file_can_be_made_any_more_writing_waits_and_look_ups_do_not(
    service: httpx.Client, disk: Path
) -> None:
    # Nobody has looked anything up yet, so the event table is opened only when there is no name left.
    taken = fill_with_files(disk)
    for address in ("/stats", "/events", "/actors/rus/relations", "/documents/d1", "/changes"):
        assert service.get(address).status_code == 200, address
    assert service.get("/healthz").json() == {"status": "full", "writing": False}
    assert_refused(put(service))
    shutil.rmtree(taken)
    assert service.get("/healthz").json() == {"status": "ok", "writing": True}
    assert put(service).status_code == 201
    assert service.delete("/documents/d3", headers=WRITE).status_code == 204
    assert_reads(service, service.get("/stats").json()["events"])


def test_an_update_that_cannot_be_tried_for_want_of_room_is_no_bad_update(service: httpx.Client, disk: Path) -> None:
    def ask(update: str) -> httpx.Response:
        return service.post("/sparql", data={"update": update}, headers=WRITE)

    # By trying it on a copy, an update takes as much again as it writes.
    note = "note" * 1_000_000
    assert ask(f"INSERT DATA {{ <urn:a> <urn:says> '{note}' }}").status_code == 204
    filler = fill(disk, left=17 * _MEBIBYTE)
    answer = ask(
        "INSERT { ?s ?p ?new } WHERE { ?s ?p ?o . FILTER (?s = <urn:a>) "
        "VALUES ?n { 1 2 3 4 5 6 7 } BIND (CONCAT(STR(?o), STR(?n)) AS ?new) }"
    )
    assert_refused(answer)
    filler.unlink()
    assert ask("DELETE WHERE { <urn:a> ?p ?o }").status_code == 204


def test_a_closed_store_is_read_where_nothing_can_be_written_beside_it(rows: Path, disk: Path, tmp_path: Path) -> None:
    def opened(store: Path) -> graph.EventGraph:
        return graph.open(store, actors=some_actors(), actions=actions(), read_only=True)

    def assert_whole(name: str) -> None:
        with opened(rows) as found:
            assert found.count(graph.EventFilter(dataset="gdelt")) == 1
            assert list(graph.check(found, graph.journal_file(rows))) == []
        graph.back_up(rows, tmp_path / name, opened)

    filler = fill(disk)
    assert_whole("of a full disk")
    filler.unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert_whole("of a disk that is only read")
