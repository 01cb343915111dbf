"""What is nested without end, or stands for texts without end, ends the process that reads it and not the service."""

from collections.abc import Iterator
from urllib.parse import quote

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


_DEEP = 5_000
NESTED = {
    "optional": "OPTIONAL { " * _DEEP + "?s ?p ?o" + " }" * _DEEP,
    "union": "{ " * _DEEP + "?s ?p ?o" + " } UNION { ?a ?b ?c }" * _DEEP,
    "minus": "?s ?p ?o " + "MINUS { ?s ?p ?o " * _DEEP + " }" * _DEEP,
    "exists": "?s ?p ?o " + "FILTER EXISTS { ?s ?p ?o " * _DEEP + " }" * _DEEP,
    "calls": "?s ?p ?o FILTER (" + "STR(" * _DEEP + "?o" + ")" * _DEEP + " = 'a')",
    "nodes": "?s ?p " + "[ <urn:p> " * _DEEP + "1" + "]" * _DEEP,
    "lists": "?s ?p " + "( " * _DEEP + "1" + " )" * _DEEP,
    "triples": "?s ?p " + "<<( ?a ?b " * _DEEP + "?c" + " )>>" * _DEEP,
    "reifiers": "?s ?p " + "<< " * _DEEP + "?a ?b ?c" + " >> <urn:p> <urn:o> " * (_DEEP - 1) + ">>",
    "queries": "{ SELECT * { " * _DEEP + "?s ?p ?o" + "} }" * _DEEP,
    "graphs": "GRAPH ?g { " * _DEEP + "?s ?p ?o" + " }" * _DEEP,
    "steps": "?s " + "/".join(["<urn:p>"] * _DEEP) + " ?o",
    "repeated paths": "?s " + "(" * _DEEP + "<urn:p>" + ")+" * _DEEP + " ?o",
    "turned paths": "?s " + "^(" * _DEEP + "<urn:p>" + ")" * _DEEP + " ?o",
    "other paths": "?s !(" + "|".join(["<urn:p>"] * _DEEP) + ") ?o",
    "sums": "?s ?p ?o FILTER (" + "+".join(["1"] * _DEEP) + " = 1)",
    "one after the other": "?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * _DEEP,
}


@pytest.mark.parametrize("within", NESTED.values(), ids=NESTED)
def test_what_is_nested_is_answered_or_refused_wherever_it_is_sent(deep: httpx.Client, within: str) -> None:
    query, seconds = f"SELECT * {{ {within} }} LIMIT 1", {"timeout": "1"}
    update = f"INSERT {{ GRAPH <urn:n> {{ ?s <urn:p> 1 }} }} WHERE {{ {within} }}"
    answers = [
        deep.post("/sparql", data={"query": query, **seconds}),
        deep.post("/sparql", content=query, params=seconds, headers={"Content-Type": "application/sparql-query"}),
        deep.post("/sparql", data={"update": update, **seconds}, headers=WRITE),
        deep.post("/sparql", content=update, params=seconds, headers=UPDATE),
    ]
    if len(quote(query)) < 60_000:
        answers.append(deep.get("/sparql", params={"query": query, **seconds}))
    for answer in answers:
        assert answer.status_code in (200, 204) or answer.json()["title"].endswith((": depth", ": time")), answer.text
    assert deep.get("/healthz").json()["status"] == "ok"


def test_what_is_nested_is_no_name_of_anything(deep: httpx.Client) -> None:
    for asked in ({"actor": "(" * 15_000, "target": "rus"}, {"actor": "rus", "target": "<<" * 7_000}):
        answer = deep.get("/queries/events-between", params={"action": "accuses", **asked})
        assert answer.status_code in (400, 404, 422), answer.text


@pytest.mark.parametrize("within", ["<urn:c>", '"c"@en', "_:c", '<<( <urn:d> <urn:e> "f" )>>'])
def test_a_graph_may_speak_of_triples(deep: httpx.Client, within: str) -> None:
    said = f"<urn:s> <urn:p> <<( <urn:a> <urn:b> {within} )>> .\n"
    lines = {"Accept": "application/n-triples"}
    for write in (deep.put, deep.put, deep.post):
        assert write("/gsp", params={"graph": NOTES}, content=said, headers=TURTLE).status_code in (201, 204)
        found = deep.get("/gsp", params={"graph": NOTES}, headers=lines).text
        if "_:" not in within:
            assert found == said
    assert found.count("<urn:s>") == (2 if "_:" in within else 1)
    assert deep.delete("/gsp", params={"graph": NOTES}, headers=WRITE).status_code == 204


@pytest.mark.parametrize("depth", [60, 1_000, 5_000, 10_000, 20_000, 100_000])
def test_triples_in_triples_without_end_are_refused(deep: httpx.Client, depth: int) -> None:
    said = "<urn:s> <urn:p> " + "<<( <urn:a> <urn:b> " * depth + "<urn:c>" + " )>>" * depth + " ."
    answer = deep.put("/gsp", params={"graph": NOTES}, content=said, headers=TURTLE)
    assert (answer.status_code, answer.json()["title"]) == (422, "Body refused: depth"), answer.text
    assert deep.get("/healthz").json()["status"] == "ok"


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
