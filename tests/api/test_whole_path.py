"""The whole path on a real article as copied from a news site: text in, answers out to clients that are not ours."""

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import networkx as nx
import pytest
from command_world import Run, command, environment
from SPARQLWrapper import JSON, SPARQLWrapper

ARTICLE = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "xinhua-2015-12-15.txt"
pytestmark = [
    pytest.mark.skipif(not ARTICLE.is_file(), reason="../shared/corpus/xinhua-2015-12-15.txt is not there to read"),
    pytest.mark.xdist_group("article"),
]
PREFIXES = """
PREFIX actor: <https://w3id.org/communique/actor/>
PREFIX act: <https://w3id.org/communique/action/>
"""


@pytest.fixture(scope="module")
def read(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store into which the article was read."""
    store = tmp_path_factory.mktemp("article") / "store"
    done = run("ingest", ARTICLE, "--store", store)
    assert done.returncode == 0 and done.stdout.startswith("1 stored, 0 unchanged, 0 skipped"), done.stderr
    return store


@pytest.fixture(scope="module")
def address(read: Path) -> Iterator[str]:
    """Serve the store as a user would, and give the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        command("serve", "--port", port), env=environment(read), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as service:
        try:
            yield _answering(f"http://127.0.0.1:{port}", service)
        finally:
            service.terminate()


def _answering(address: str, service: "subprocess.Popen[bytes]") -> str:
    for _ in range(1200):
        assert service.poll() is None, "the service ended by itself"
        try:
            httpx.get(f"{address}/healthz", timeout=10).raise_for_status()
            return address
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the service does not answer")


def events(address: str, **conditions: object) -> list[dict[str, object]]:
    """Give the events that meet conditions, as the service tells them."""
    return httpx.get(f"{address}/events", params=conditions, timeout=60).raise_for_status().json()["items"]


def test_a_criticism_told_by_headline_and_lead_is_one_event(address: str) -> None:
    (found,) = events(address, actor="rus", target="usa", action="criticizes")
    assert found["date"] == "2015-12-14"
    assert found["reports"] >= 2


def test_what_a_noun_says_inside_a_phrase_is_an_event(address: str) -> None:
    found = events(address, actor="tur", target="rus")
    assert [(event["date"], event["action"]["quad"]) for event in found] == [("2015-11-24", 4)]


def test_an_agreement_goes_both_ways(address: str) -> None:
    for actor, target in (("rus", "usa"), ("usa", "rus")):
        found = events(address, actor=actor, target=target, action="signs-agreement-with")
        assert [event["date"][:7] for event in found] == ["2015-10"]


def test_a_visit_that_is_planned_is_a_report_and_no_event(address: str) -> None:
    assert events(address, action="visits") == []
    planned = "GRAPH ?doc { ?report dip:action act:visits ; dip:modality mod:planned ; dip:actor ?who }"
    asked = {"query": f"SELECT ?who WHERE {{ {planned} }}", "format": "csv"}
    answer = httpx.get(f"{address}/sparql", params=asked, timeout=60).raise_for_status()
    assert "https://w3id.org/communique/actor/john-kerry" in answer.text.split()


def test_nothing_comes_from_menus_captions_and_the_comment_form(address: str) -> None:
    (listed,) = httpx.get(f"{address}/documents", timeout=60).json()["items"]
    document = httpx.get(f"{address}/documents/{listed['id']}", timeout=60).json()
    assert document["published"] == "2015-12-15"
    for words in ("Your Comment", "moderator", "Bookmark", "Photo/Xinhua", "Newsletters", "Adjust font size"):
        assert words not in document["text"]
    assert document["reports"]
    assert all(report["sentence"] in document["text"] for report in document["reports"])


def test_a_client_that_is_not_ours_gets_the_answer(address: str) -> None:
    asked = SPARQLWrapper(f"{address}/sparql", returnFormat=JSON)
    asked.setQuery(f"{PREFIXES} SELECT ?whom {{ actor:rus act:criticizes ?whom }}")
    rows = asked.queryAndConvert()["results"]["bindings"]
    assert "https://w3id.org/communique/actor/usa" in [row["whom"]["value"] for row in rows]


def test_the_network_opens(address: str, tmp_path: Path) -> None:
    written = tmp_path / "graph.gexf"
    written.write_bytes(httpx.get(f"{address}/export/graph.gexf", timeout=60).raise_for_status().content)
    network = nx.read_gexf(written)
    edges = {(source, target, data["action"]) for source, target, data in network.edges(data=True)}
    assert ("rus", "usa", "criticizes") in edges
