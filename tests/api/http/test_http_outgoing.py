"""SERVICE and LOAD against real servers: what is asked, what is refused, and what the answers become."""

import gzip
import json
import socket
import ssl
import sys
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox
import pytest

sys.path.append(str(Path(__file__).parents[2] / "graph"))

from http_world import TOKEN, WRITE, client, serving, small_graph
from process_world import killing
from servers import oxigraph

from communique.api.hosts import hosts_from
from communique.api.http.outgoing.requests import NotAllowedError, Outgoing, is_public
from communique.api.settings import Settings, settings_from
from communique.graph.stores.endpoint import Endpoint

UPDATE = {**WRITE, "Content-Type": "application/sparql-update"}
NOTES = """
@prefix e: <http://e/> .
<https://w3id.org/communique/actor/usa> e:in e:america ; e:says "say \\"no\\"\\n\\\\u007D }"@en, "x" .
<https://w3id.org/communique/actor/tur> e:in e:asia, e:europe ;
    e:size 783562.50, "007"^^<http://e/agent> ; e:near [ e:is e:sea ] .
<https://w3id.org/communique/actor/fra> e:in e:europe ; e:since "1958-10-04"^^<http://www.w3.org/2001/XMLSchema#date> .
"""
ANSWER = {"head": {"vars": ["o"]}, "results": {"bindings": [{"o": {"type": "literal", "value": "secret-word"}}]}}
DOCUMENT = b'<#it> <p> "one", "two"@en ; <q> _:b . _:b <q> <../up> .'


class Odd(BaseHTTPRequestHandler):
    """A server of many faults, one at each address."""

    def do_GET(self) -> None:
        status, kind, content, more = {
            "/away": (302, "text/turtle", b"", {"Location": "http://127.0.0.1:1/"}),
            "/large": (200, "text/turtle", b'<urn:a> <urn:b> "' + b"x" * 200_000 + b'" .', {}),
            "/packed": (200, "text/turtle", gzip.compress(b" " * 200_000), {"Content-Encoding": "gzip"}),
            "/page": (200, "text/html", b"secret-word", {}),
            "/broken": (200, "text/turtle", b"secret-word", {}),
            "/error": (500, "text/turtle", b"secret-word", {}),
            "/yes": (200, "application/sparql-results+json", b'{"head":{},"boolean":true}', {}),
            "/nonsense": (
                200,
                "application/sparql-results+json",
                b'{"head":{"vars":["o"]},"results":"secret-word"}',
                {},
            ),
            "/slow": (200, "text/turtle", None, {}),
            "/dir/notes": (200, "text/turtle; charset=utf-8", DOCUMENT, {}),
            "/sparql": (200, "application/sparql-results+json", json.dumps(ANSWER).encode(), {}),
        }[urlsplit(self.path).path]
        self.server.asked.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        if self.command == "POST" and self.path in ("/large", "/slow"):
            kind = "application/sparql-results+json"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        if content is None:
            self.server.patience.wait(30)  # type: ignore[attr-defined]
        else:
            self.wfile.write(content)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def odd() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    server.asked, server.patience = [], threading.Event()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.patience.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with oxigraph(tmp_path_factory.mktemp("remote") / "data") as endpoint:
        httpx.post(f"{endpoint.graph_store}?default", content=NOTES, headers={"Content-Type": "text/turtle"})
        yield endpoint


def here(host: str, _: int) -> Sequence[str]:
    """Lead names to this machine, in the place of the name service."""
    known = {"odd.example": ["127.0.0.1"], "remote.example": ["127.0.0.1"], "inner.example": ["127.0.0.1", "10.0.0.7"]}
    if host not in known:
        raise OSError("there is no such name")
    return known[host]


def way_out(odd: ThreadingHTTPServer, remote: Endpoint) -> Outgoing:
    ports = (odd.server_port, urlsplit(remote.query).port)
    hosts = f"odd.example:{ports[0]},remote.example:{ports[1]},inner.example:{ports[0]},gone.example"
    return Outgoing(
        hosts_from(hosts, "test"),
        resolve=here,
        permits=lambda address: address == "127.0.0.1" or is_public(address),
        most=100_000,
    )


@pytest.fixture(scope="module")
def asking(
    odd: ThreadingHTTPServer, remote: Endpoint, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("asking") / "store"
    settings = Settings(folder, token=TOKEN, time_limit=20)
    with serving(settings, small_graph(folder), way_out(odd, remote)) as address, client(address) as made:
        yield made


@pytest.fixture
def fresh(odd: ThreadingHTTPServer, remote: Endpoint, tmp_path: Path) -> Iterator[httpx.Client]:
    folder = tmp_path / "store"
    with (
        serving(Settings(folder, token=TOKEN), small_graph(folder), way_out(odd, remote)) as address,
        client(address) as made,
    ):
        yield made


@pytest.fixture(scope="module")
def together(asking: httpx.Client) -> ox.Store:
    """Give one store with what our service has, and in a graph of its own what the other server has."""
    store = ox.Store()
    store.load(asking.get("/export/graph.nq").content, format=ox.RdfFormat.N_QUADS)
    store.load(NOTES.encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://remote/"))
    return store


def at(server: ThreadingHTTPServer, path: str, name: str = "odd.example") -> str:
    return f"<http://{name}:{server.server_port}{path}>"


def there(remote: Endpoint) -> str:
    return f"<http://remote.example:{urlsplit(remote.query).port}/query>"


def problem_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { actor:rus act:criticizes ?a SERVICE <R> { ?a e:in ?b } }",
        "SELECT ?a ?b ?c { ?a a dip:Country OPTIONAL { SERVICE <R> { ?a e:in ?b OPTIONAL { ?a e:size ?c } } } }",
        "SELECT * { SERVICE <R> { ?a e:in ?b OPTIONAL { ?a e:says ?c } OPTIONAL { ?a e:since ?d } } }",
        "SELECT * { { ?a act:accuses actor:tur } UNION { SERVICE <R> { ?a e:in e:europe } } }",
        "SELECT ?a { ?a a dip:Country FILTER NOT EXISTS { SERVICE <R> { ?a e:in ?b } } }",
        "SELECT ?a { ?a a dip:Country MINUS { SERVICE <R> { ?a e:in e:europe } } }",
        "SELECT ?b (COUNT(*) AS ?n) { SERVICE <R> { SELECT ?b { ?a e:in ?b } ORDER BY ?b LIMIT 3 } ?x a dip:Body }"
        " GROUP BY ?b",
        "SELECT ?a { ?a a dip:Country SERVICE <R> { ?a e:in e:nowhere } }",
        "SELECT ?a { ?a a dip:Country SERVICE <R> { actor:tur e:in e:asia, e:europe } }",
        "SELECT * { SERVICE <R> { ?a e:says ?c } SERVICE <R> { ?a e:in ?b FILTER (?b != e:asia) } }",
        "SELECT * { ?r a dip:Nothing SERVICE <R> { ?a e:says ?c } }",
        "ASK { ?a act:criticizes ?b . SERVICE <R> { ?b e:says 'x' } }",
    ],
)
def test_answers_are_those_of_one_store(asking: httpx.Client, remote: Endpoint, together: ox.Store, query: str) -> None:
    query = f"PREFIX e: <http://e/> {query}"
    answer = asking.get("/sparql", params={"query": query.replace("<R>", there(remote)), "format": "json"})
    assert answer.status_code == 200, answer.text
    prefixes = {"dip": "ontology#", "act": "action/", "actor": "actor/"}
    known = {name: f"https://w3id.org/communique/{path}" for name, path in prefixes.items()}
    alone = together.query(query.replace("SERVICE <R>", "GRAPH <http://remote/>"), prefixes=known)
    expected = json.loads(alone.serialize(format=ox.QueryResultsFormat.JSON) or b"")
    if "boolean" in expected:
        assert answer.json()["boolean"] is expected["boolean"] is True
        return
    ours = answer.json()["results"]["bindings"]
    assert sorted(map(_line, ours)) == sorted(map(_line, expected["results"]["bindings"]))


def _line(row: dict[str, object]) -> str:
    return json.dumps(row, sort_keys=True)


def test_triples_are_constructed_and_described(asking: httpx.Client, remote: Endpoint) -> None:
    pattern = f"SERVICE {there(remote)} {{ ?a <http://e/in> <http://e/asia> }}"
    made = asking.get(
        "/sparql", params={"query": f"CONSTRUCT {{ ?a a <http://e/c> }} {{ {pattern} }}", "format": "ntriples"}
    )
    assert made.text.startswith("<https://w3id.org/communique/actor/tur> ")
    described = asking.get("/sparql", params={"query": f"DESCRIBE ?a {{ {pattern} }}", "format": "ntriples"})
    assert "Turkey" in described.text


def test_blank_nodes_become_iris_of_one_answer(asking: httpx.Client, remote: Endpoint) -> None:
    pattern = f"SERVICE {there(remote)} {{ ?a <http://e/near> ?b . ?b <http://e/is> ?c }}"
    query = f"SELECT ?b {{ {pattern} }}"
    found = {asking.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1] for _ in range(2)}
    assert len(found) == 2
    assert all(iri.startswith("https://w3id.org/communique/.well-known/genid/") for iri in found)


def test_without_a_list_all_is_refused(service: httpx.Client, odd: ThreadingHTTPServer) -> None:
    query = f"ASK {{ SERVICE SILENT {at(odd, '/sparql')} {{ ?s ?p ?o }} }}"
    status, detail = problem_of(service.get("/sparql", params={"query": query}))
    assert (status, "SERVICE is refused" in detail, "--outgoing" in detail) == (400, True, True)
    status, detail = problem_of(service.post("/sparql", content=f"LOAD SILENT {at(odd, '/dir/notes')}", headers=UPDATE))
    assert (status, "LOAD is refused" in detail, "--outgoing" in detail) == (400, True, True)


@pytest.mark.parametrize(
    ("iri", "word"),
    [
        ("<http://other.example/sparql>", "other.example:80 is refused"),
        ("<http://odd.example/sparql>", "odd.example:80 is refused"),
        ("<http://127.0.0.1:{port}/sparql>", "127.0.0.1"),
        ("<http://user:secret-word@odd.example:{port}/sparql>", "password"),
        ("<ftp://odd.example/sparql>", "http or https"),
        ("<file:///etc/passwd>", "http or https"),
        ("?where", "name the server"),
    ],
)
def test_what_is_not_on_the_list_is_refused(
    asking: httpx.Client, odd: ThreadingHTTPServer, iri: str, word: str
) -> None:
    iri = iri.format(port=odd.server_port)
    before = len(odd.asked)  # type: ignore[attr-defined]
    query = "SELECT * {{ SERVICE SILENT {} {{ ?s ?p ?o }} }}"
    nested = query.format(f"{at(odd, '/sparql')} {{ SERVICE {iri} {{}} }} {{}} #")
    for text in (query.format(iri), nested + "\n}"):
        status, detail = problem_of(asking.get("/sparql", params={"query": text}))
        assert (status, word in detail, "secret-word" in detail) == (400, True, False), detail
    if iri.startswith("<"):
        status, detail = problem_of(asking.post("/sparql", content=f"LOAD SILENT {iri}", headers=UPDATE))
        assert (status, word in detail, "secret-word" in detail) == (400, True, False), detail
    assert len(odd.asked) == before  # type: ignore[attr-defined]


FAULTS = [
    ("/away", "302"),
    ("/large", "larger"),
    ("/packed", "compressed"),
    ("/page", "none of"),
    ("/broken", ""),
    ("/error", "500"),
    ("/yes", ""),
    ("/nonsense", ""),
]


@pytest.mark.parametrize(("path", "word"), FAULTS)
def test_faults_of_the_other_server(fresh: httpx.Client, odd: ThreadingHTTPServer, path: str, word: str) -> None:
    query = "SELECT ?x {{ BIND (1 AS ?x) SERVICE {} {} {{ ?s ?p ?o }} }}"
    for answer in (
        fresh.get("/sparql", params={"query": query.format("", at(odd, path))}),
        fresh.post("/sparql", content=f"INSERT DATA {{ <urn:a> <urn:b> 1 }} ; LOAD {at(odd, path)}", headers=UPDATE),
    ):
        status, detail = problem_of(answer)
        assert (status, word in detail, "secret-word" in detail) == (502, True, False), detail
        assert path in detail
    silent = fresh.get("/sparql", params={"query": query.format("SILENT", at(odd, path)), "format": "csv"})
    assert silent.text.split() == ["x", "1"]
    assert not fresh.get("/sparql", params={"query": "ASK { <urn:a> ?p ?o }"}).json()["boolean"]
    update = f"LOAD SILENT {at(odd, path)} ; INSERT DATA {{ <urn:a> <urn:b> 1 }}"
    assert fresh.post("/sparql", content=update, headers=UPDATE).status_code == 204
    assert fresh.get("/sparql", params={"query": "ASK { <urn:a> ?p ?o }"}).json()["boolean"]


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="there is no /proc to look into")
def test_a_document_is_not_nothing_where_what_reads_it_is_killed(fresh: httpx.Client, odd: ThreadingHTTPServer) -> None:
    update = f"LOAD SILENT {at(odd, '/dir/notes')}"
    with killing("query_worker"):
        assert fresh.post("/sparql", content=update, headers=UPDATE).status_code == 503
    assert fresh.post("/sparql", content=update, headers=UPDATE).status_code == 204


@pytest.mark.parametrize(("name", "word"), [("inner.example", "not public"), ("gone.example", "no address")])
def test_names_that_lead_nowhere_good(asking: httpx.Client, odd: ThreadingHTTPServer, name: str, word: str) -> None:
    before = len(odd.asked)  # type: ignore[attr-defined]
    iri = at(odd, "/sparql", name) if name != "gone.example" else "<https://gone.example/sparql>"
    status, detail = problem_of(asking.get("/sparql", params={"query": f"ASK {{ SERVICE {iri} {{ ?s ?p ?o }} }}"}))
    assert (status, word in detail) == (502, True), detail
    assert len(odd.asked) == before  # type: ignore[attr-defined]


def test_waiting_counts_towards_the_time_of_the_query(asking: httpx.Client, odd: ThreadingHTTPServer) -> None:
    query = f"SELECT * {{ SERVICE {at(odd, '/slow')} {{ ?s ?p ?o }} }}"
    status, detail = problem_of(asking.get("/sparql", params={"query": query, "timeout": "0.4"}))
    assert (status, "longer than 0.2 seconds" in detail) == (502, True), detail
    both = f"SELECT * {{ SERVICE SILENT {at(odd, '/slow')} {{ ?s ?p ?o }} ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }}"
    answer = asking.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {{ {both} }}", "timeout": "1"})
    assert answer.status_code == 422, answer.text


def test_the_host_is_named_and_nothing_else_told(asking: httpx.Client, odd: ThreadingHTTPServer) -> None:
    query = f"SELECT ?o {{ SERVICE {at(odd, '/sparql')} {{ ?s ?p ?o }} }}"
    headers = {"Authorization": f"Bearer {TOKEN}", "Cookie": "a=b"}
    assert "secret-word" in asking.get("/sparql", params={"query": query, "format": "csv"}, headers=headers).text
    sent = {name.lower(): value for name, value in odd.asked[-1][1].items()}  # type: ignore[attr-defined]
    assert sent["host"] == f"odd.example:{odd.server_port}"
    assert not {"authorization", "cookie"} & set(sent)


def _graph(service: httpx.Client, where: str) -> str:
    return service.get(f"/gsp?{where}", headers={"Accept": "application/n-triples"}).text


def test_load_into_a_graph_and_into_the_default_one(fresh: httpx.Client, odd: ThreadingHTTPServer) -> None:
    update = f"PREFIX n: <urn:n:> LOAD {at(odd, '/dir/notes')} INTO GRAPH n:notes; LOAD {at(odd, '/dir/notes')}"
    assert fresh.post("/sparql", content=update, headers=UPDATE).status_code == 204
    root = f"http://odd.example:{odd.server_port}"
    for text in (_graph(fresh, "graph=urn:n:notes"), _graph(fresh, "default")):
        assert f'<{root}/dir/notes#it> <{root}/dir/p> "two"@en' in text
        assert f"<{root}/dir/q> <{root}/up>" in text
    assert _graph(fresh, "graph=urn:n:notes").count("_:") == 2


def test_load_keeps_its_place_among_the_operations(fresh: httpx.Client, odd: ThreadingHTTPServer) -> None:
    notes = at(odd, "/dir/notes")
    first, second = (f"LOAD {notes} INTO GRAPH <urn:{name}>" for name in "ac")
    update = f"{first} ; MOVE <urn:a> TO <urn:b> ; {second} ; DROP GRAPH <urn:c>"
    assert fresh.post("/sparql", content=update, headers=UPDATE).status_code == 204
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER STRSTARTS(STR(?g), 'urn:') } GROUP BY ?g"
    assert fresh.get("/sparql", params={"query": query, "format": "csv"}).text.split() == ["g,n", "urn:b,4"]


def test_an_update_that_fails_after_load_leaves_nothing(fresh: httpx.Client, odd: ThreadingHTTPServer) -> None:
    before = _graph(fresh, "default")
    for failing in ("INSERT DATA { nonsense }", "CREATE GRAPH <urn:a>", f"LOAD {at(odd, '/error')}"):
        update = f"LOAD {at(odd, '/dir/notes')} INTO GRAPH <urn:a> ; {failing}"
        assert fresh.post("/sparql", content=update, headers=UPDATE).status_code in (400, 502), failing
        assert fresh.get("/gsp?graph=urn:a").status_code == 404
    assert _graph(fresh, "default") == before


def test_updates_ask_too(fresh: httpx.Client, remote: Endpoint) -> None:
    where = f"?a a dip:Country . SERVICE {there(remote)} {{ ?a <http://e/in> ?b }}"
    update = f"INSERT {{ GRAPH <urn:a> {{ ?a <urn:in> ?b }} }} WHERE {{ {where} }}"
    assert fresh.post("/sparql", content=update, headers={**UPDATE, "Authorization": ""}).status_code == 401
    assert fresh.post("/sparql", content=update, headers=UPDATE).status_code == 204
    assert len(_graph(fresh, "graph=urn:a").splitlines()) == 4


def test_a_store_on_a_server_gets_answers_and_no_calls(
    odd: ThreadingHTTPServer, remote: Endpoint, tmp_path: Path
) -> None:
    with oxigraph(tmp_path / "data") as endpoint:
        settings = settings_from(
            {
                "COMMUNIQUE_STORE": endpoint.query,
                "COMMUNIQUE_STORE_UPDATE": endpoint.update,
                "COMMUNIQUE_STORE_GRAPHS": endpoint.graph_store,
                "COMMUNIQUE_TOKEN": TOKEN,
            }
        )
        with serving(settings, None, way_out(odd, remote)) as address, client(address) as made:
            load = made.post("/sparql", content=f"LOAD {at(odd, '/dir/notes')} INTO GRAPH <urn:a>", headers=UPDATE)
            assert load.status_code == 204, load.text
            # The other server could not resolve the name: it is we who ask.
            query = f"SELECT ?a {{ ?a a dip:Country . SERVICE {there(remote)} {{ ?a <http://e/in> <http://e/asia> }} }}"
            found = made.get("/sparql", params={"query": query, "format": "csv"})
            assert found.text.split()[1:] == ["https://w3id.org/communique/actor/tur"], found.text
            count = "SELECT (COUNT(*) AS ?n) { GRAPH <urn:a> { ?s ?p ?o } }"
            assert made.get("/sparql", params={"query": count, "format": "csv"}).text.split() == ["n", "4"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:4700::6810:84e5", True),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::5db8:d70e", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.168.1.1", False),
        ("224.0.0.251", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("::127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:1:2:3:4:5:6", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("localhost", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("entry", "address", "allowed"),
    [
        ("a.example", "https://a.example/x", True),
        ("a.example", "http://A.example./x", True),
        ("a.example", "http://a.example:8080/x", False),
        ("a.example", "http://b.a.example/x", False),
        ("a.example:8080", "http://a.example:8080/x", True),
        ("a.example:8080", "http://a.example/x", False),
        ("*.a.example", "https://b.c.a.example/x", True),
        ("*.a.example", "https://a.example/x", False),
        ("*.a.example", "https://evila.example/x", False),
        ("a.example", "https://a.example@b.example/x", False),
        ("a.example", "https://a.example.b.example/x", False),
        ("bücher.example", "https://xn--bcher-kva.example/", True),
        ("[2606:4700::1]:81", "http://[2606:4700:0::1]:81/", True),
        ("a.example, b.example", "https://b.example/", True),
    ],
)
def test_which_hosts_are_allowed(entry: str, address: str, allowed: bool) -> None:
    settings = settings_from({"COMMUNIQUE_OUTGOING": entry})
    try:
        Outgoing(settings.outgoing).check(address)
    except NotAllowedError:
        assert not allowed
    else:
        assert allowed


@pytest.mark.parametrize(
    "entry", ["*", "http://a.example/", "a.example/x", "a.example:0", "a.example:70000", "u@a", "*a"]
)
def test_entries_that_are_no_hosts(entry: str) -> None:
    with pytest.raises(ValueError, match="COMMUNIQUE_OUTGOING"):
        settings_from({"COMMUNIQUE_OUTGOING": entry})


def test_tls_asks_for_the_name_at_the_address_that_was_checked(
    tmp_path: Path,
) -> None:
    hello: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def take() -> None:
            with listener.accept()[0] as connection:
                hello.append(connection.recv(4096))

        thread = threading.Thread(target=take)
        thread.start()
        port = listener.getsockname()[1]
        outgoing = Outgoing(hosts_from(f"odd.example:{port}", "test"), resolve=here, permits=lambda _: True)
        with (
            serving(Settings(tmp_path / "store"), small_graph(tmp_path / "store"), outgoing) as address,
            client(address) as made,
        ):
            query = f"ASK {{ SERVICE <https://odd.example:{port}/> {{ ?s ?p ?o }} }}"
            assert problem_of(made.get("/sparql", params={"query": query}))[0] == 502
        thread.join(10)
    assert b"odd.example" in hello[0]
    assert outgoing._context.check_hostname and outgoing._context.verify_mode is ssl.CERT_REQUIRED


def test_by_default_nobody_is_asked_at_home(odd: ThreadingHTTPServer, tmp_path: Path) -> None:
    # As a user would set it: the name leads here, and that is never allowed.
    settings = Settings(
        tmp_path / "store", outgoing=hosts_from(f"localhost:{odd.server_port},127.0.0.1:{odd.server_port}", "")
    )
    before = len(odd.asked)  # type: ignore[attr-defined]
    with serving(settings, small_graph(tmp_path / "store")) as address, client(address) as made:
        for name in ("localhost", "127.0.0.1"):
            query = f"ASK {{ SERVICE {at(odd, '/sparql', name)} {{ ?s ?p ?o }} }}"
            status, detail = problem_of(made.get("/sparql", params={"query": query}))
            assert (status, "not public" in detail) == (502, True), detail
    assert len(odd.asked) == before  # type: ignore[attr-defined]


def test_the_description_says_whether_others_are_asked(asking: httpx.Client, service: httpx.Client) -> None:
    headers = {"Accept": "text/turtle"}
    assert "BasicFederatedQuery" in asking.get("/sparql", headers=headers).text
    assert "BasicFederatedQuery" not in service.get("/sparql", headers=headers).text
