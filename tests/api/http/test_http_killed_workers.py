"""A process that is killed from outside, as by a system without memory, is nobody's fault: another takes its place."""

import asyncio
import logging
import os
import signal
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from http_world import TOKEN, WRITE, client, serving, small_graph
from process_world import children, killing
from replica_world import until

from communique.api.http.protocol.problems import ProblemError
from communique.api.http.workers import processes
from communique.api.settings import Settings

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="there is no /proc to look into")
ASK, PRODUCT = "ASK { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
UPDATE = "INSERT { GRAPH <urn:x> { ?s ?p ?o } } WHERE { ?s ?p ?o } ; DROP GRAPH <urn:x>"
SENTENCE = "Russia criticized Turkey."
QUERIES, TEXTS, EXPORTS = "query_worker", "reading_worker", "export_worker"
# By which processes what is asked for is done, how it is asked for, and how it is answered.
PATHS = {
    "query": (QUERIES, "GET", "/sparql?query=ASK+{+?s+?p+?o+}", None, {}, 200),
    "page": (QUERIES, "GET", "/sparql?format=html&query=SELECT+*+{+?s+?p+?o+}+LIMIT+3", None, {}, 200),
    "update": (QUERIES, "POST", "/sparql", UPDATE, {"Content-Type": "application/sparql-update"}, 204),
    "graph": (QUERIES, "GET", "/gsp?default", None, {}, 200),
    "put": (QUERIES, "PUT", "/gsp?graph=urn:y", "<urn:a> <urn:b> 1 .", {"Content-Type": "text/turtle"}, 204),
    "export": (EXPORTS, "GET", "/export/graph.nq", None, {}, 200),
    "extract": (TEXTS, "POST", "/extract", SENTENCE, {"Content-Type": "text/plain"}, 200),
    "try": (TEXTS, "POST", "/try", "text=Hail.", {"Content-Type": "application/x-www-form-urlencoded"}, 200),
    "resolve": (TEXTS, "POST", "/actors/resolve", '{"text": "Moscow"}', {"Content-Type": "application/json"}, 200),
}
# To load the model takes seconds: one of those that read texts speaks for all.
SOON = [path for path, (word, *_) in PATHS.items() if word != TEXTS or path == "extract"]
OLD_GRAPH = "<urn:a> <urn:b> 2 ."


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("killed") / "store"
    settings = Settings(folder, token=TOKEN, time_limit=60)
    with serving(settings, small_graph(folder)) as address, client(address, 300) as made:
        made.headers.update(WRITE)
        made.put("/gsp?graph=urn:y", content=OLD_GRAPH, headers={"Content-Type": "text/turtle"})
        yield made


def asked(service: httpx.Client, path: str) -> httpx.Response:
    _, method, url, content, headers, _ = PATHS[path]
    # What is remembered needs no process.
    fresh: Mapping[str, str] = {**headers, "Cache-Control": "no-cache"}
    url += f"%23{os.urandom(4).hex()}" if url.startswith("/sparql?") else ""
    return service.request(method, url, content=content, headers=fresh)


@pytest.mark.parametrize("path", SOON)
def test_one_that_is_killed_is_replaced_without_a_word_to_who_asks(
    asking: httpx.Client, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    word, *_, status = PATHS[path]
    with killing(word, most=1) as killed:
        # One that was idle dies before its next work, or at it.
        until(lambda: bool(killed) or not children(word))
        assert asked(asking, path).status_code == status
    assert len(killed) == 1
    assert all(record.levelno <= logging.WARNING for record in caplog.records)


@pytest.mark.parametrize("path", PATHS)
def test_where_all_are_killed_it_is_no_fault_of_the_request(asking: httpx.Client, path: str) -> None:
    word, *_, status = PATHS[path]
    with killing(word) as killed:
        answer = asked(asking, path)
    assert (answer.status_code, answer.headers.get("retry-after")) == (503, "5"), answer.text
    assert "ended from outside" in answer.text and len(killed) >= 2
    assert path not in SOON or asked(asking, path).status_code == status


def test_what_computes_is_begun_again_and_then_given_up(asking: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    asking.get("/sparql", params={"query": ASK})
    killed: set[int] = set()
    with ThreadPoolExecutor() as beside:
        work = beside.submit(asking.get, "/sparql", params={"query": PRODUCT})
        for _ in range(2):
            until(lambda: bool(busy() - killed))
            (number,) = busy() - killed
            os.kill(number, signal.SIGKILL)
            killed.add(number)
        answer = work.result()
    assert (answer.status_code, answer.json()["title"]) == (503, "Query refused: killed")
    assert [each.getMessage() for each in caplog.records if "ended from outside" in each.getMessage()]


def busy() -> set[int]:
    """Give the processes for queries that have computed for half a second of their own."""
    found = set()
    for number in children(QUERIES):
        try:
            fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[11]) / os.sysconf("SC_CLK_TCK") > 0.5:
            found.add(number)
    return found


def test_an_export_that_is_killed_after_its_first_part_breaks_off(
    asking: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = ("sh", "-c", "exec yes export_worker")
    monkeypatch.setattr("communique.api.http.answers.exporting.COMMAND", endless)
    with pytest.raises(httpx.RemoteProtocolError), asking.stream("GET", "/export/graph.nq") as answer:
        assert answer.status_code == 200
        with killing("yes"):
            for _ in answer.iter_bytes():
                pass


def test_of_articles_what_was_stored_stays_and_the_rest_comes_with_the_same_request(
    asking: httpx.Client,
) -> None:
    lines = "\n".join(f'{{"id": "k{number}", "text": "{SENTENCE}", "date": "2020-01-0{number}"}}' for number in (1, 2))
    headers = {"Content-Type": "application/x-ndjson"}
    with killing(TEXTS):
        assert asking.post("/documents", content=lines, headers=headers).status_code == 503
    kinds = [item["kind"] for item in asking.post("/documents", content=lines, headers=headers).json()["items"]]
    assert kinds == ["stored", "stored"]


def test_a_system_that_starts_no_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refuse)
    with pytest.raises(ProblemError) as raised:
        asyncio.run(processes.started(("true",)))
    assert (raised.value.status, raised.value.headers) == (503, {"Retry-After": "5"})
