"""The command line and the service on a store that is a server."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from command_world import SAMPLES, command, environment

sys.path.append(str(Path(__file__).parents[1] / "graph"))
sys.path.append(str(Path(__file__).parent / "http"))

from http_world import WRITE, client, serving
from servers import oxigraph, virtuoso

from communique.api.http.application import create_app  # noqa: F401 - a service needs its web framework
from communique.api.settings import settings_from
from communique.graph.stores.endpoint import Endpoint

TOP = "SELECT ?a (COUNT(*) AS ?n) WHERE { ?a act:criticizes ?b } GROUP BY ?a ORDER BY DESC(?n) ?a LIMIT 3"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Give the environment for a server into which the sample articles were ingested."""
    folder = tmp_path_factory.mktemp("remote")
    with oxigraph(folder / "data") as endpoint:
        variables = _variables(endpoint, folder)
        done = _run(variables, "ingest", SAMPLES)
        assert done.stdout.startswith("17 stored, 0 unchanged, 0 skipped"), done.stderr
        yield variables


def test_the_command_line_on_virtuoso(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("Russia criticized Turkey over the downed jet on Monday.")
    with virtuoso(tmp_path / "server") as endpoint:
        variables = _variables(endpoint, tmp_path)
        done = _run(variables, "ingest", tmp_path / "article.txt", "--published", "2015-12-15")
        assert done.stdout.startswith("1 stored"), done.stderr
        found = _run(variables, "query", "SELECT ?whom { actor:rus act:criticizes ?whom }", "--format", "csv")
        assert found.stdout.split()[-1].endswith("/actor/tur"), found.stderr


def _variables(endpoint: Endpoint, folder: Path) -> dict[str, str]:
    found = {**environment(None), "COMMUNIQUE_STORE": endpoint.query, "XDG_DATA_HOME": str(folder / "home")}
    return found | {"COMMUNIQUE_STORE_UPDATE": endpoint.update, "COMMUNIQUE_STORE_GRAPHS": endpoint.graph_store}


def _run(variables: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), env=variables, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )


@pytest.mark.parametrize(
    "arguments",
    [("relations", "Russia", "Turkey"), ("query", TOP), ("query", "top-dyads"), ("export", "-", "--format", "gexf")],
)
def test_commands_say_what_they_say_of_a_folder(
    filled: dict[str, str], ingested: Path, arguments: tuple[str, ...]
) -> None:
    there, here = _run(filled, *arguments), _run(environment(ingested), *arguments)
    assert there.returncode == 0, there.stderr
    assert there.stdout == here.stdout


def test_all_that_is_stored_is_the_same(filled: dict[str, str], ingested: Path) -> None:
    for form in ("nquads", "jsonl"):
        there, here = (_run(at, "export", "-", "--format", form) for at in (filled, environment(ingested)))
        assert sorted(there.stdout.splitlines()) == sorted(here.stdout.splitlines())


def test_reading_again_changes_nothing(filled: dict[str, str]) -> None:
    assert _run(filled, "ingest", SAMPLES).stdout.startswith("0 stored, 17 unchanged")


def test_a_server_that_is_not_there() -> None:
    done = _run({**environment(None), "COMMUNIQUE_STORE": "http://127.0.0.1:9/sparql"}, "query", "ASK {}")
    assert done.returncode == 1
    assert "the store at http://127.0.0.1:9/sparql does not answer" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def service(filled: dict[str, str]) -> Iterator[httpx.Client]:
    settings = settings_from({**filled, "COMMUNIQUE_TOKEN": WRITE["Authorization"].removeprefix("Bearer ")})
    with serving(settings) as address, client(address) as made:
        yield made


@pytest.mark.parametrize(
    "form",
    [
        "application/sparql-results+json",
        "text/csv",
        "text/tab-separated-values",
        "application/sparql-results+xml",
    ],
)
def test_queries_over_http(service: httpx.Client, filled: dict[str, str], form: str) -> None:
    answer = service.get("/sparql", params={"query": TOP}, headers={"Accept": form})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, form)
    assert "/actor/" in answer.text
    if form.endswith("json"):
        answered = json.loads(_run(filled, "query", TOP, "--format", "json").stdout)
        assert answer.json()["results"]["bindings"] == answered["results"]["bindings"]


def test_yes_and_no_and_triples_over_http(service: httpx.Client) -> None:
    json_rows = {"Accept": "application/sparql-results+json"}
    assert service.get("/sparql", params={"query": "ASK { ?e dip:disputedBy ?r }"}, headers=json_rows).json()["boolean"]
    assert not service.get("/sparql", params={"query": "ASK { ?e a dip:Nothing }"}, headers=json_rows).json()["boolean"]
    described = service.get(
        "/sparql", params={"query": "CONSTRUCT WHERE { actor:rus ?p ?o }"}, headers={"Accept": "text/turtle"}
    )
    assert described.headers["content-type"].startswith("text/turtle")
    assert "Russia" in described.text


def test_bad_queries_over_http(service: httpx.Client) -> None:
    assert service.get("/sparql", params={"query": "SELECT * { ?s"}).status_code == 400
    assert service.get("/sparql", params={"query": "SELECT * { SERVICE <http://x/> {} }"}).status_code == 400


def test_look_ups_over_http(service: httpx.Client) -> None:
    assert service.get("/actors/rus/relations").json()["items"]
    assert service.get("/stats").json()["documents"] == 17


def test_exports_over_http(service: httpx.Client, filled: dict[str, str]) -> None:
    answer = service.get("/export/reports.jsonl")
    assert answer.status_code == 200
    assert answer.text == _run(filled, "export", "-", "--format", "jsonl").stdout
    assert service.get("/export/graph.gexf").text.startswith("<?xml")


def test_writing_over_http(service: httpx.Client) -> None:
    article = b"France criticized Turkey on Monday."
    sent = {"Content-Type": "text/plain", **WRITE}
    stored = service.post("/documents", params={"published": "2015-12-16"}, content=article, headers=sent).json()
    assert stored["stored"] == 1, stored
    document = stored["items"][0]["document"]
    assert service.get(f"/documents/{document}").json()["reports"]
    assert service.delete(f"/documents/{document}", headers=WRITE).status_code == 204
    assert service.get(f"/documents/{document}").status_code == 404


os.environ.setdefault("NO_PROXY", "127.0.0.1")
