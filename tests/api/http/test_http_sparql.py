"""The SPARQL endpoint against clients that are not ours, and against what the protocol asks."""

import json
import socket
from pathlib import Path

import httpx
import pytest
from http_world import TOKEN, WRITE
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDF, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

WHOM = "SELECT ?whom { actor:rus act:criticizes ?whom }"
USA = "https://w3id.org/communique/actor/usa"
CONSTRUCT = "CONSTRUCT { ?a act:criticizes ?b } WHERE { ?a act:criticizes ?b }"


@pytest.mark.parametrize("direct", [False, True])
@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_gets_the_answer(address: str, method: str, direct: bool) -> None:
    asked = SPARQLWrapper(f"{address}/sparql", returnFormat=JSON)
    asked.setMethod(method)
    if direct and method == POST:
        asked.setRequestMethod(POSTDIRECTLY)
    asked.setQuery(WHOM)
    rows = asked.queryAndConvert()["results"]["bindings"]
    assert [row["whom"]["value"] for row in rows] == [USA]


def test_sparqlwrapper_gets_a_graph(address: str) -> None:
    asked = SPARQLWrapper(f"{address}/sparql", returnFormat=TURTLE)
    asked.setQuery(CONSTRUCT)
    assert USA.encode() in asked.query().convert()


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_gets_every_form_of_rows(address: str, form: str, method: str) -> None:
    asked = SPARQLWrapper(f"{address}/sparql", returnFormat=form)
    asked.setMethod(method)
    asked.setQuery(WHOM)
    found = asked.query()
    assert form in str(found.info()["content-type"]).replace("tab-separated-values", TSV)
    converted = found.convert()
    text = converted.toxml() if form == XML else json.dumps(converted) if form == JSON else converted.decode()
    assert USA in text


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("form", [XML, RDF, RDFXML, JSONLD, TURTLE, N3])
def test_sparqlwrapper_gets_every_form_of_graphs(address: str, form: str, method: str) -> None:
    asked = SPARQLWrapper(f"{address}/sparql", returnFormat=form)
    asked.setMethod(method)
    asked.setQuery(CONSTRUCT)
    converted = asked.query().convert()
    found = Graph().parse(data=converted, format=form) if form in (TURTLE, N3) else converted
    assert len(found) == 5


def test_forms_that_differ_are_refused(service: httpx.Client) -> None:
    for forms in (["csv", "tsv"], ["csv", "text/tab-separated-values"], ["odd", "odder"]):
        answer = service.get("/sparql", params={"query": WHOM, "format": forms})
        assert (answer.status_code, "format is given 2 times" in answer.json()["detail"]) == (400, True)


@pytest.mark.parametrize("aware", [False, True])
def test_rdflib_store_reads_the_service(address: str, aware: bool) -> None:
    remote = Graph(store=SPARQLStore(f"{address}/sparql", context_aware=aware), identifier="urn:x-rdflib:default")
    rows = list(remote.query("SELECT ?label { actor:rus skos:prefLabel ?label }"))
    assert [str(row[0]) for row in rows] == ["Russia"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/tab-separated-values, */*;q=0.1", "text/tab-separated-values; charset=utf-8"),
        ("application/json", "application/json"),
    ],
)
def test_rows_are_negotiated(service: httpx.Client, accept: str, media_type: str) -> None:
    answer = service.get("/sparql", params={"query": WHOM}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert USA in answer.text


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("text/n3", "n3"),
    ],
)
def test_graphs_are_negotiated(service: httpx.Client, accept: str, format_: str) -> None:
    answer = service.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": accept})
    assert answer.headers["content-type"].split(";")[0] == accept
    parsed = Graph().parse(data=answer.text, format=format_)
    # Between the sides, and between all those named at either end of the one event.
    assert len(parsed) == 5


def test_format_goes_before_accept(service: httpx.Client) -> None:
    answer = service.get("/sparql", params={"query": WHOM, "format": "csv"}, headers={"Accept": "text/turtle"})
    assert answer.text == f"whom\r\n{USA}\r\n"


@pytest.mark.parametrize(
    ("parameters", "headers", "status", "word"),
    [
        ({"query": "SELECT ?x {"}, {}, 400, "SPARQL 1.1"),
        ({"query": WHOM}, {"Accept": "image/png"}, 406, "image/png"),
        ({"query": WHOM}, {"Accept": "text/turtle"}, 406, "text/turtle"),
        ({"query": WHOM, "format": "yaml"}, {}, 400, "yaml"),
        (
            {"query": WHOM, "format": "turtle"},
            {},
            406,
            "nothing here fits format=turtle: ask for one of application/json",
        ),
        ({"query": CONSTRUCT, "format": "csv"}, {}, 406, "ask for one of application/json, application/ld+json"),
        ({"query": "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}, {}, 400, "SERVICE"),
        ({"query": "PREFIX : <http://127.0.0.1/> ASK { SERVICE:x { ?s ?p ?o } }"}, {}, 400, "SERVICE"),
        ({"query": "ASK { SERVICESILENT<http://127.0.0.1:1/>{ ?s ?p ?o } }"}, {}, 400, "SERVICE"),
        ({"query": "PREFIX e: <http://e/> ASK { e:a\\#b ?p ?o . SERVICE e:x { ?s ?p ?o } }"}, {}, 400, "SERVICE"),
        ({"query": "ASK { <http://e/\\u0041#x> ?p ?o . SERVICE <http://e> { ?s ?p ?o } }"}, {}, 400, "SERVICE"),
        ({"query": "ASK { # a\rSERVICE <http://e> { ?s ?p ?o } }"}, {}, 400, "SERVICE"),
        ({"query": "ASK {}", "default-graph-uri": "not absolute"}, {}, 400, "not absolute"),
        ({"query": "ASK {}", "timeout": "soon"}, {}, 400, "soon"),
        ({"update": "CLEAR ALL"}, WRITE, 400, "POST"),
    ],
)
def test_refusals_are_problem_details(
    service: httpx.Client, parameters: dict[str, str], headers: dict[str, str], status: int, word: str
) -> None:
    answer = service.get("/sparql", params=parameters, headers=headers)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert word in answer.json()["detail"]


def test_words_like_service_are_no_calls(service: httpx.Client) -> None:
    query = "# SERVICE\nSELECT ?service { BIND ('SERVICE <x> {}' AS ?service) FILTER (?service != <urn:SERVICE>) }"
    assert service.get("/sparql", params={"query": query}).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/sparql-query; charset=utf-16", ""])
def test_other_bodies_are_refused(service: httpx.Client, kind: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    assert service.post("/sparql", content=WHOM.encode(), headers=headers).status_code == 415


def test_a_form_is_decoded_once(service: httpx.Client) -> None:
    answer = service.post("/sparql", data={"query": 'SELECT ("%41+b" AS ?x) {}'}, headers={"Accept": "text/csv"})
    assert answer.text == "x\r\n%41+b\r\n"


def test_named_graphs_hold_the_reports(service: httpx.Client) -> None:
    doc = "https://w3id.org/communique/doc/d1"
    everything = "SELECT (COUNT(*) AS ?n) { ?r dip:reading ?how }"

    def count(parameters: dict[str, str], query: str = everything) -> str:
        answer = service.get("/sparql", params={"query": query, "format": "csv", **parameters})
        return str(answer.text.split()[1])

    assert count({}) == "0"
    assert count({"default-graph-uri": doc}) == "1"
    assert count({"named-graph-uri": doc}) == "0"
    inside = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?r dip:reading ?how } }"
    assert count({"named-graph-uri": doc}, inside) == "1"
    assert count({"default-graph-uri": doc}, inside) == "0"
    assert count({}, inside) == "6"


def test_who_asks_for_a_former_term_is_told(service: httpx.Client) -> None:
    parameters = {"query": "SELECT ?r { GRAPH ?g { ?r a dip:Report } }"}
    answer = service.get("/sparql", params=parameters)
    assert answer.json()["results"]["bindings"] == []
    assert "ask for ?report dip:reading ?how" in answer.headers["Communique-Note"]
    page = service.get("/sparql", params=parameters, headers={"Accept": "text/html"}).text
    assert "Note: no triple of this graph has dip:Report any more" in page
    assert "Communique-Note" not in service.get("/sparql", params={"query": "ASK { ?e dip:reports 1 }"}).headers


def test_every_named_query_runs(service: httpx.Client) -> None:
    queries = service.get("/queries").json()["items"]
    assert len(queries) >= 8
    for query in queries:
        parameters = {p["name"]: p["example"] for p in query["parameters"]}
        named = service.get(f"/queries/{query['name']}", params={**parameters, "format": "csv"})
        assert named.status_code == 200, named.text
        direct = service.get("/sparql", params={"query": query["sparql"], "format": "csv"})
        assert direct.text == named.text, query["name"]
    assert service.get("/queries/none").status_code == 404
    for wrong, answered in (
        ("whom?actor=rus&actor=usa&action=criticizes", "actor is given 2 times"),
        ("whom?actor=nobody&action=criticizes", "actor: there is no actor 'nobody'"),
        ("whom?actor=rus&action=dances", "action: there is no action 'dances'"),
    ):
        answer = service.get(f"/queries/{wrong}")
        assert (answer.status_code, answered in answer.json()["detail"]) == (400, True), answer.text
    assert service.get("/queries?x=1").status_code == 400
    assert "timeout: 'soon' is no number" in service.get("/queries/disputed?timeout=soon").json()["detail"]
    assert service.get("/queries/partners", params={"actor": "rus", "colour": "red"}).status_code == 400


def test_service_description(service: httpx.Client) -> None:
    answer = service.get("/sparql", headers={"Accept": "text/turtle"})
    parsed = Graph().parse(data=answer.text, format="turtle")
    endpoint = "<http://www.w3.org/ns/sparql-service-description#endpoint>"
    assert parsed.query(f"ASK {{ ?s {endpoint} <{service.base_url}/sparql> }}").askAnswer
    assert parsed.query("ASK { ?s <http://rdfs.org/ns/void#entities> 4 }").askAnswer
    void = "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?what { ?dataset ?property ?what }"
    (dump,) = parsed.query(void, initBindings={"property": URIRef("http://rdfs.org/ns/void#dataDump")})
    assert b"/doc/d1>" in service.get(str(dump.what)).content
    examples = parsed.query(void, initBindings={"property": URIRef("http://rdfs.org/ns/void#exampleResource")})
    for row in examples:
        path = str(row.what).removeprefix("https://w3id.org/communique")
        assert service.get(path, headers={"Accept": "text/turtle"}).status_code == 200
    found = service.get("/.well-known/void", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert found.text == answer.text


@pytest.mark.parametrize("host", ["a>b", "e<x", "", "x y", "é", "[::1", "%00"])
def test_an_odd_host_is_no_failure(service: httpx.Client, host: str) -> None:
    for path in ("/sparql", "/.well-known/void", "/actor/rus"):
        for accept in ("text/turtle", "application/ld+json", "text/html"):
            headers = {"Host": host.encode(), "Accept": accept}
            assert service.get(path, headers=headers).status_code < 500  # type: ignore[arg-type]


def test_from_names_a_graph_of_the_store_and_fetches_nothing(service: httpx.Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.3)
        iri = f"http://127.0.0.1:{other.getsockname()[1]}/graph.ttl"
        for clause in (f"FROM <{iri}>", f"FROM NAMED <{iri}>", "FROM <file:///etc/passwd>"):
            query = f"SELECT * {clause} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
            answer = service.get("/sparql", params={"query": query})
            assert (answer.status_code, answer.json()["results"]["bindings"]) == (200, [])
        asked = {"query": "ASK { ?s ?p ?o }", "default-graph-uri": iri}
        assert service.get("/sparql", params=asked).json()["boolean"] is False
        with pytest.raises(TimeoutError):
            other.accept()


def test_large_answers_stream(service: httpx.Client) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o }"
    with service.stream("GET", "/sparql", params={"query": query, "format": "json"}) as answer:
        assert "content-length" not in answer.headers
        content = b"".join(answer.iter_bytes())
    assert len(json.loads(content)["results"]["bindings"]) > 5000


def test_a_client_that_goes_away_is_no_harm(service: httpx.Client) -> None:
    for _ in range(10):
        with service.stream("GET", "/sparql", params={"query": "SELECT * { ?s ?p ?o . ?a ?b ?c }"}) as answer:
            next(answer.iter_bytes())
    assert service.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


def test_updates_need_the_token(writable: httpx.Client) -> None:
    insert = "INSERT DATA { GRAPH <urn:notes> { actor:rus rdfs:comment 'mine' } }"
    headers = {"Content-Type": "application/sparql-update"}
    assert writable.post("/sparql", content=insert, headers=headers).status_code == 401
    wrong = {**headers, "Authorization": f"Bearer {TOKEN}x"}
    assert writable.post("/sparql", content=insert, headers=wrong).status_code == 401
    assert writable.post("/sparql", content=insert, headers={**headers, **WRITE}).status_code == 204
    ask = "ASK { GRAPH <urn:notes> { actor:rus rdfs:comment 'mine' } }"
    assert writable.get("/sparql", params={"query": ask}).json()["boolean"] is True
    load = writable.post("/sparql", content="LOAD <http://127.0.0.1:1/x>", headers={**headers, **WRITE})
    assert (load.status_code, "LOAD" in load.json()["detail"]) == (400, True)


def test_an_update_is_answered_before_the_event_table_is_made_anew(writable: httpx.Client, tmp_path: Path) -> None:
    table = tmp_path / ".store.table"
    assert writable.get("/stats").json()["events"] > 0
    made = table.stat().st_ino
    headers = {"Content-Type": "application/sparql-update", **WRITE}
    forget = "DELETE WHERE { ?event a dip:Event ; ?property ?value }"
    assert writable.post("/sparql", content=forget, headers=headers).status_code == 204
    assert table.stat().st_ino == made
    assert writable.get("/stats").json()["events"] == 0
    assert table.stat().st_ino != made
