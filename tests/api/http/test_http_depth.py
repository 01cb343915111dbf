"""What is nested without end, or stands for texts without end, ends the process that reads it and not the service."""

from collections.abc import Iterator

import httpx
import pytest
from http_world import TOKEN, WRITE, client, serving, small_graph

from communique.api.settings import Settings

NOTES = "https://example.org/notes"
UPDATE, TURTLE = ({**WRITE, "Content-Type": kind} for kind in ("application/sparql-update", "text/turtle"))
RDF_XML = {**WRITE, "Content-Type": "application/rdf+xml"}
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!entity b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<r:Description r:about="http://e/s"><e:p>&a;</e:p></r:Description></r:RDF>'
)


@pytest.fixture(scope="module")
def deep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("deep") / "store"
    with serving(Settings(folder, token=TOKEN), small_graph(folder)) as address, client(address) as made:
        yield made


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:s> <urn:p> " + "[ <urn:p> " * 5_000 + "1" + " ]" * 5_000 + " }",
        "INSERT DATA { <urn:s> <urn:p> " + "( " * 20_000 + " )" * 20_000 + " }",
        "DELETE { ?s ?p ?o } WHERE " + "{ " * 20_000 + "?s ?p ?o" + " }" * 20_000,
        "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER (" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
    ],
    ids=["nodes", "lists", "groups", "brackets"],
)
def test_an_update_that_is_nested_too_deeply_is_told_so(deep: httpx.Client, update: str) -> None:
    answer = deep.post("/sparql", content=update, headers=UPDATE)
    assert (answer.status_code, "too deeply" in answer.json()["detail"]) == (422, True), answer.text
    assert deep.get("/sparql", params={"query": "ASK { <urn:s> ?p ?o }"}).json()["boolean"] is False


@pytest.mark.parametrize("within", ["{ " * 20_000 + "}" * 20_000, "?s ?p ?o FILTER (" + "!" * 100_000 + "1)"])
def test_a_query_that_is_nested_too_deeply_is_told_so(deep: httpx.Client, within: str) -> None:
    answer = deep.post("/sparql", data={"query": f"SELECT * {{ {within} }}"})
    assert (answer.status_code, answer.json()["title"]) == (422, "Query refused: depth"), answer.text


def test_updates_are_done_after_their_rehearsal(deep: httpx.Client) -> None:
    def ask(pattern: str) -> bool:
        return bool(deep.get("/sparql", params={"query": f"ASK {{ {pattern} }}"}).json()["boolean"])

    assert deep.post("/sparql", content="INSERT DATA { <urn:a> <urn:p> 1 }", headers=UPDATE).status_code == 204
    assert ask("<urn:a> <urn:p> 1")
    # On an empty store there would be nothing to drop; on the store itself there is, and then no more.
    for update, status in (
        ("CREATE GRAPH <urn:g>", 204),
        ("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1 } }", 204),
        ("DROP GRAPH <urn:g>", 204),
        ("DROP GRAPH <urn:g>", 400),
        ("DELETE DATA { <urn:a> <urn:p> 1 }", 204),
        ("INSERT DATA { <urn:a> }", 400),
    ):
        answer = deep.post("/sparql", content=update, headers=UPDATE)
        assert answer.status_code == status, (update, answer.text)
    assert not ask("<urn:a> <urn:p> 1")


def test_a_graph_that_is_nested_too_deeply_is_told_so(deep: httpx.Client) -> None:
    nested = "<urn:s> <urn:p> " + "[ <urn:p> " * 50_000 + "1" + " ]" * 50_000 + " ."
    answer = deep.put("/gsp", params={"graph": NOTES}, content=nested, headers=TURTLE)
    assert answer.status_code in (204, 201, 422) and deep.get("/healthz").status_code == 200


def test_entities_are_not_resolved(deep: httpx.Client) -> None:
    answer = deep.put("/gsp", params={"graph": NOTES}, content=BOMB, headers=RDF_XML)
    assert (answer.status_code, "entities" in answer.json()["detail"]) == (400, True)
    plain = BOMB[: BOMB.index("<!DOCTYPE")] + BOMB[BOMB.index("<r:RDF") :].replace("&a;", "&lt;a&gt;")
    assert deep.put("/gsp", params={"graph": NOTES}, content=plain, headers=RDF_XML).is_success
    assert '"<a>"' in deep.get("/gsp", params={"graph": NOTES}, headers={"Accept": "application/n-triples"}).text


def test_a_graph_that_says_nothing_is_there(deep: httpx.Client) -> None:
    empty = {"graph": "https://example.org/empty"}
    assert deep.get("/gsp", params=empty).status_code == 404
    assert deep.put("/gsp", params=empty, content="", headers=TURTLE).status_code == 201
    found = deep.get("/gsp", params=empty, headers={"Accept": "application/n-triples"})
    assert (found.status_code, found.text) == (200, "")
    assert deep.put("/gsp", params=empty, content="", headers=TURTLE).status_code == 204
    assert deep.delete("/gsp", params=empty, headers=WRITE).status_code == 204
    assert deep.get("/gsp", params=empty).status_code == 404


def test_a_whole_graph_is_what_a_query_gives(deep: httpx.Client) -> None:
    asked = {"query": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"}
    lines = {"Accept": "application/n-triples"}
    whole, found = deep.get("/gsp?default", headers=lines), deep.get("/sparql", params=asked, headers=lines)
    assert sorted(whole.text.splitlines()) == sorted(found.text.splitlines()) != []
    turtle = deep.get("/gsp?default", headers={"Accept": "text/turtle"}).text
    assert "@prefix actor: <https://w3id.org/communique/actor/>" in turtle and "actor:rus" in turtle
