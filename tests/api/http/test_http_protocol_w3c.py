"""The W3C's own cases for the SPARQL 1.1 Protocol, against the real server over a store of its own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from http_world import TOKEN, WRITE, client, serving

from communique import graph
from communique.api.settings import Settings
from communique.ontology.actors.register import Actors

CASES = Path(__file__).parents[4] / "shared" / "w3c" / "sparql-protocol.json"
Case = dict[str, Any]
STATUS = {200: "OK", 201: "Created", 204: "NoContent", 404: "NotFound"}


def cases() -> list[Case]:
    return list(json.loads(CASES.read_text("utf-8"))) if CASES.is_file() else []


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("scratch") / "store"
    empty = graph.open(folder, actors=Actors(()), actions={})
    with serving(Settings(folder, token=TOKEN), empty) as address, client(address) as made:
        made.headers.update(WRITE)
        yield made


@pytest.mark.skipif(not CASES.is_file(), reason="the W3C cases are not beside the repository (../shared/w3c)")
def test_there_are_cases() -> None:
    assert len(cases()) == 50


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{case['suite']}-{case['id']}") for case in cases()],
)
def test_case(scratch: httpx.Client, case: Case) -> None:
    if case["suite"] == "service-description":
        described = scratch.get("/sparql", headers={"Accept": "text/turtle"})
        assert described.status_code == 200 and f"sd:endpoint <{scratch.base_url}/sparql>" in described.text
        return
    _load(scratch, case["graphs"])
    location = ""
    for request in case["requests"]:
        body = request["body"]["chars"].encode(request["body"]["enc"]) if request["body"] else None
        answer = scratch.request(
            request["method"],
            str(scratch.base_url).rstrip("/") + request["path"].replace("$LOCATION$", quote(location, safe="")),
            headers=[tuple(pair) for pair in request["headers"]],
            content=body,
        )
        expected = request["expect"]
        met = {f"StatusCode{answer.status_code // 100}xx", STATUS.get(answer.status_code, "")}
        assert met & set(expected["status"]), (request["method"], answer.status_code, answer.text)
        location = answer.headers.get("location", location)
        for name, value in expected["headers"]:
            assert answer.headers[name] == value
        if expected["boolean"] is not None:
            assert answer.json()["boolean"] is expected["boolean"]
        if expected["format"] is not None:
            kinds = {"tabular": "sparql-results", "boolean": "sparql-results", "RDF": "turtle"}
            assert kinds[expected["format"]] in answer.headers["content-type"]


def _load(scratch: httpx.Client, graphs: dict[str, str]) -> None:
    headers = {"Content-Type": "application/sparql-update"}
    blocks = " ".join(f"GRAPH <{name}> {{ {triples} }}" for name, triples in graphs.items())
    update = f"DROP ALL ; INSERT DATA {{ {blocks} }}"
    assert scratch.post("/sparql", content=update.encode(), headers=headers).status_code == 204
