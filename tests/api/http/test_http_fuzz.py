"""Whatever is sent, no answer is a failure of the service (5xx), and every refusal is told as a problem."""

from urllib.parse import quote

import httpx
import pytest
from http_world import WRITE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FEW = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
ODD = st.one_of(
    st.sampled_from(
        ["", "rus", "usa", "2015-12-15", "-1", "0", "9" * 30, "nan", "true", "../..", "%00", "é", "\x00", "'", '"> <']
    ),
    st.text(max_size=20),
)
FRAGMENTS = (
    "SELECT", "*", "?s", "?p", "?o", "{", "}", "(", ")", "ASK", "CONSTRUCT", "DESCRIBE", "actor:rus", "act:criticizes",
    "GRAPH", "?g", "FILTER", "OPTIONAL", "UNION", "LIMIT 3", "ORDER BY", "'text'", '"""', "<http://e/x>", "<x y>", ".",
    ";", "#", "\\u0041", "SERVICE", "VALUES", "BIND (1/0 AS ?x)", "GROUP BY ?s", "(COUNT(*) AS ?n)", "FROM <http://e/g>",
    "FROM NAMED <http://e/g>", "^^xsd:date", "@en", "\x00", "é", "\ud7ff",
)  # fmt: skip
GOOD = (
    "SELECT ?s { ?s ?p ?o } LIMIT 2",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2",
    "DESCRIBE actor:rus",
    "ASK { actor:rus ?p ?o }",
)


def fine(answer: httpx.Response) -> None:
    assert answer.status_code < 500, (answer.request.url, answer.text)
    if answer.status_code >= 400:
        if answer.headers["content-type"].startswith("text/html"):
            assert "text/html" in answer.request.headers["accept"]
        else:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["detail"]
    assert "Traceback" not in answer.text and "/site-packages/" not in answer.text


@pytest.fixture(scope="module")
def operations(service: httpx.Client) -> list[tuple[str, list[dict[str, str]]]]:
    document = service.get("/openapi.json").json()
    return [
        (path, methods["get"].get("parameters", [])) for path, methods in document["paths"].items() if "get" in methods
    ]


@FEW
@given(data=st.data())
def test_look_ups(
    service: httpx.Client, operations: list[tuple[str, list[dict[str, str]]]], data: st.DataObject
) -> None:
    path, parameters = data.draw(st.sampled_from(operations))
    chosen = {p["name"]: data.draw(ODD) for p in parameters if p["in"] == "path" or data.draw(st.integers(0, 2)) == 0}
    inside = {p["name"] for p in parameters if p["in"] == "path"}
    for name in inside:
        path = path.replace(f"{{{name}}}", quote(chosen[name], safe="") or "-")
    asked = {name: value for name, value in chosen.items() if name not in inside}
    accept = data.draw(st.sampled_from(["*/*", "text/turtle", "application/json", "text/html", "q=;;,", "a/b;q=x"]))
    fine(service.get(path, params=asked, headers={"Accept": accept}))


@FEW
@given(
    parts=st.lists(st.sampled_from(FRAGMENTS), max_size=12), accept=st.sampled_from(["*/*", "text/csv", "text/turtle"])
)
def test_queries_made_of_fragments(service: httpx.Client, parts: list[str], accept: str) -> None:
    fine(service.post("/sparql", data={"query": " ".join(parts), "timeout": "2"}, headers={"Accept": accept}))


@FEW
@given(query=st.sampled_from(GOOD), at=st.integers(0, 40), new=st.text(max_size=3))
def test_queries_with_a_slip(service: httpx.Client, query: str, at: int, new: str) -> None:
    fine(service.post("/sparql", data={"query": query[:at] + new + query[at + 1 :], "timeout": "2"}))


@FEW
@given(
    path=st.sampled_from(["/sparql", "/documents", "/extract", "/actors/resolve", "/gsp?graph=http://e/g"]),
    kind=st.sampled_from(
        [
            "application/json",
            "text/plain; charset=utf-7",
            "application/sparql-query",
            "text/turtle",
            "",
            "multipart/form-data",
        ]
    ),
    body=st.binary(max_size=60),
)
def test_bodies(service: httpx.Client, path: str, kind: str, body: bytes) -> None:
    headers = {"Content-Type": kind} if kind else {}
    fine(service.post(path, content=body, headers=headers))


@FEW
@given(body=st.binary(max_size=60))
def test_graphs_sent_with_the_token(service: httpx.Client, body: bytes) -> None:
    headers = {"Content-Type": "text/turtle", **WRITE}
    fine(service.put("/gsp?graph=http://e/fuzz", content=body, headers=headers))
    service.delete("/gsp?graph=http://e/fuzz", headers=WRITE)
