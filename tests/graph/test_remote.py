"""What is particular to stores on servers: addresses, credentials, refusals, parts."""

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from graph_world import ACTIONS, ACTORS, extraction, report
from servers import emptied, oxigraph

import communique.graph.table.making as making
from communique import graph
from communique.graph.stores.endpoint import Endpoint, authorization
from communique.graph.stores.protocol import StoreUnreachableError
from communique.graph.stores.remote import MOST_QUADS, RemoteStore, with_prefixes
from communique.graph.stores.remote_answers import gives_triples, plain_rows
from communique.ontology.types.iri import DEFAULT_BASE

PREFIXES = {"act": "https://example.org/action/", "actor": "https://example.org/actor/"}


class _Deaf(BaseHTTPRequestHandler):
    """Answers what it is told to, and keeps what it was sent."""

    status, body, headers_sent = 200, b'{"head": {}, "boolean": false}', {"Content-Type": "application/json"}
    seen: list[dict[str, str]]

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        type(self).seen.append({**{name.lower(): text for name, text in self.headers.items()}, "": content.decode()})
        self.send_response(self.status)
        for name, text in {**self.headers_sent, "Content-Length": str(len(self.body))}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def deaf() -> Iterator[tuple[type[_Deaf], str]]:
    handler = type("Handler", (_Deaf,), {"seen": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield handler, f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()


def test_credentials_go_along_and_are_never_shown(deaf: tuple[type[_Deaf], str]) -> None:
    handler, address = deaf
    endpoint = Endpoint(address, authorization=authorization("ann", "s3cret", None))
    RemoteStore(endpoint, DEFAULT_BASE).close()
    sent = handler.seen[0]["authorization"]
    assert base64.b64decode(sent.removeprefix("Basic ")) == b"ann:s3cret"
    assert (str(endpoint), endpoint.updates) == (address, address)
    assert sent not in repr(endpoint) and "s3cret" not in repr(endpoint)
    assert authorization(None, None, "t0ken") == "Bearer t0ken"
    assert authorization(None, None, None) is None
    with pytest.raises(ValueError, match="not both"):
        authorization("ann", "x", "t0ken")


def test_queries_are_sent_as_forms(deaf: tuple[type[_Deaf], str]) -> None:
    handler, address = deaf
    RemoteStore(Endpoint(address), DEFAULT_BASE).close()
    assert {request["content-type"] for request in handler.seen} == {"application/x-www-form-urlencoded"}


@pytest.mark.parametrize("address", ["http://ann:pw@example.org/sparql", "http://ann@example.org/sparql"])
def test_addresses_hold_no_credentials(address: str) -> None:
    with pytest.raises(ValueError, match="COMMUNIQUE_STORE_USER") as caught:
        Endpoint("http://example.org/sparql", address)
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("address", ["ftp://example.org/", "http:///sparql", "example.org"])
def test_odd_addresses(address: str) -> None:
    with pytest.raises(ValueError, match="is no address of a store"):
        Endpoint(address)


@pytest.mark.parametrize(
    ("status", "message"),
    [(401, "refuses access .401.: set COMMUNIQUE_STORE_TOKEN"), (404, "no such address"), (500, "answers 500: oh")],
)
def test_refusals_say_what_to_do(deaf: tuple[type[_Deaf], str], status: int, message: str) -> None:
    handler, address = deaf
    handler.status, handler.body = status, b"oh"
    with pytest.raises(StoreUnreachableError, match=message):
        RemoteStore(Endpoint(address), DEFAULT_BASE)


def test_answers_cut_off_are_refused(deaf: tuple[type[_Deaf], str]) -> None:
    handler, address = deaf
    handler.headers_sent = {"X-SPARQL-MaxRows": "10"}
    with pytest.raises(StoreUnreachableError, match="cuts answers off at 10 rows"):
        RemoteStore(Endpoint(address), DEFAULT_BASE)


def test_nobody_there() -> None:
    with pytest.raises(StoreUnreachableError, match="does not answer"):
        graph.open(Endpoint("http://127.0.0.1:9/sparql"), actors=ACTORS, actions=ACTIONS)


def test_a_union_that_cannot_be_avoided_is_refused(tmp_path: Path) -> None:
    with (
        oxigraph(tmp_path / "union", "--union-default-graph") as endpoint,
        pytest.raises(ValueError, match="union of all its graphs: turn that off"),
    ):
        graph.open(endpoint, actors=ACTORS, actions=ACTIONS)


def test_a_change_too_large_for_one_update_is_marked_until_it_is_done(
    oxigraph_server: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = extraction(*(report(start=start) for start in range(0, 2000, 10)))
    endpoint = emptied(oxigraph_server)
    with graph.open(endpoint, actors=ACTORS, actions=ACTIONS) as opened:
        store = opened.world.store
        assert isinstance(store, RemoteStore)
        sent: list[str] = []
        update = store.connection.update

        def failing(sparql: str) -> None:
            sent.append(sparql)
            assert sparql.count(" .\n") < MOST_QUADS
            if len(sent) == 3:
                raise StoreUnreachableError("gone")
            update(sparql)

        with monkeypatch.context() as patched:
            patched.setattr(store.connection, "update", failing)
            with pytest.raises(StoreUnreachableError):
                opened.store(made)
    with graph.open(endpoint, actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(made)
        whole = sorted(str(quad) for quad in opened.world.store.match(None, None, None, None))
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as scratch:
        scratch.store(made)
        assert whole == sorted(str(quad) for quad in scratch.world.store.match(None, None, None, None))


@pytest.mark.parametrize("graph_store", [True, False])
def test_many_quads_are_loaded_in_parts(oxigraph_server: Endpoint, graph_store: bool) -> None:
    endpoint = emptied(oxigraph_server)
    used = endpoint if graph_store else Endpoint(endpoint.query, endpoint.update)
    store = RemoteStore(used, DEFAULT_BASE)
    triples = [f'<urn:s> <urn:p> "{number}"' for number in range(2 * MOST_QUADS + 3)]
    texts = [f"<urn:g> {{ {triple} }}\n" if place % 2 else f"{triple} .\n" for place, triple in enumerate(triples)]
    store.load("".join(texts).encode())
    due = {f"{triple} <urn:g>" if place % 2 else triple for place, triple in enumerate(triples)}
    assert {str(quad) for quad in store.match(None, None, None, None)} == due
    store.close()


@pytest.mark.parametrize("server", ["oxigraph_server", "virtuoso_server"])
def test_a_table_is_kept_until_somebody_changes_what_it_is_made_of(
    server: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint, journal = emptied(request.getfixturevalue(server)), tmp_path / "servers" / ".one.changes"
    with graph.open(endpoint, actors=ACTORS, actions=ACTIONS) as opened:
        opened.store(extraction(report()))
        assert opened.endpoint == endpoint
        assert isinstance(opened.world.store, RemoteStore)
        assert opened.protocol_parameters == opened.world.store.parameters
    made = []
    make = making.make
    monkeypatch.setattr(making, "make", lambda *given, **named: (made.append(1), make(*given, **named)))

    def sentences(*, read_only: bool) -> list[str]:
        how = {"actors": ACTORS, "actions": ACTIONS, "journal": journal, "read_only": read_only}
        with graph.open(endpoint, **how) as opened:
            return [row.sentence for row in opened.report_rows()]

    first = sentences(read_only=True)
    journal.parent.mkdir(exist_ok=True)
    assert [sentences(read_only=True), sentences(read_only=False)] == [first, first]
    assert len(made) == 1
    store = RemoteStore(endpoint, DEFAULT_BASE)
    swap = "DELETE { GRAPH ?d { ?r ?p ?s } } INSERT { GRAPH ?d { ?r ?p 'Another.' } } WHERE { GRAPH ?d { ?r ?p ?s "
    store.update(f"{swap} FILTER (STRENDS(STR(?p), 'ontology#sentence')) }} }}", {}, "")
    store.close()
    assert sentences(read_only=True) == ["Another."]
    assert len(made) == 2
    # The table of before is gone; the other is the checksum of the one that is kept.
    assert len(list(journal.parent.glob("*.table-*"))) == 2


def test_prefixes_are_declared_where_the_query_does_not() -> None:
    query = "PREFIX act: <urn:x/> SELECT ?actor { ?actor act:criticizes 'actor:no' . # actor:no\n <urn:actor:no> ?p 1 }"
    assert with_prefixes(query, PREFIXES) == query
    assert with_prefixes("ASK {actor:rus ?p ?o}", PREFIXES).startswith(
        "PREFIX actor: <https://example.org/actor/>\nASK"
    )


def test_the_form_of_a_query_is_seen() -> None:
    assert gives_triples("PREFIX ask: <urn:select> # SELECT\nCONSTRUCT WHERE { ?select ask:x 'ASK' }")
    assert not gives_triples("SELECT * { ?describe a <urn:CONSTRUCT> }")
    with pytest.raises(SyntaxError, match="one of the words"):
        gives_triples("INSERT DATA {}")


def test_dialects_are_put_right() -> None:
    def asked(rows: list[dict[str, dict[str, str]]]) -> object:
        written = {"head": {"link": [], "vars": ["__ASK_RETVAL"]}, "results": {"bindings": rows}}
        return json.loads(plain_rows(json.dumps(written).encode()))["boolean"]

    assert asked([{"__ASK_RETVAL": {"type": "typed-literal", "value": "1"}}]) is True
    assert asked([]) is False
