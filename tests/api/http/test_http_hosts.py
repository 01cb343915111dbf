"""By which names, with which methods and how large bodies the service may be asked."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from http_world import WRITE, client, serving, small_graph

from communique.api.hosts import hosts_from
from communique.api.http.application import create_app
from communique.api.settings import Settings, settings_from
from communique.api.tokens import Scope, Token

_OWN = hosts_from("graph.example.org, *.inside.example, port.example:8443", "here")
_READER = {"Authorization": "Bearer reader"}
_METHODS = ("POST", "PUT", "DELETE", "PATCH", "BREW")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("hosts") / "store"
    tokens = (Token(Scope.READ, "reader"), Token(Scope.ADMIN, "a-token-for-tests"))
    settings = Settings(folder, tokens=tokens, hosts=_OWN, max_body=200_000, max_open_body=50_000)
    with serving(settings, small_graph(folder)) as address:
        yield address


@pytest.mark.parametrize(
    "host",
    "localhost LOCALHOST.:80 a.localhost 127.0.0.1 127.8.8.8:5 [::1]:80 graph.example.org Graph.Example.ORG:8080"
    " deep.er.inside.example port.example:8443".split(),
)
def test_its_own_names_are_answered(named: str, host: str) -> None:
    assert httpx.get(f"{named}/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    "evil.example graph.example.org.evil.example inside.example xinside.example port.example 10.0.0.1"
    " localhost.evil.example [::2]".split(),
)
def test_other_names_are_refused(named: str, host: str) -> None:
    for path in ("/healthz", "/sparql", "/", "/nowhere"):
        answer = httpx.get(f"{named}{path}", headers={"Host": host})
        assert (answer.status_code, answer.headers["content-type"]) == (421, "application/problem+json"), path
        assert host.split(":")[0] not in answer.text


@pytest.mark.parametrize("host", ["", "a b", "a/b", "u@localhost", "localhost?", "localhost:x", "[::1", "%00", "a\\b"])
def test_what_is_no_name_is_refused(named: str, host: str) -> None:
    place, port = named.removeprefix("http://").split(":")
    with socket.create_connection((place, int(port)), timeout=60) as made:
        made.sendall(b"GET /healthz HTTP/1.1\r\nConnection: close\r\nHost: " + host.encode() + b"\r\n\r\n")
        assert re.match(rb"HTTP/1.1 (400|421) ", made.recv(100))


def test_a_request_without_a_name_comes_to_the_address(named: str) -> None:
    place, port = named.removeprefix("http://").split(":")
    with socket.create_connection((place, int(port)), timeout=60) as made:
        made.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        assert made.recv(100).startswith(b"HTTP/1.1 200 ")


def test_the_description_of_the_endpoint_names_none_but_its_own(named: str) -> None:
    headers = {"Host": "graph.example.org", "Accept": "application/n-triples"}
    assert "http://graph.example.org/sparql" in httpx.get(f"{named}/sparql", headers=headers).text


def test_settings_name_hosts() -> None:
    assert settings_from({"COMMUNIQUE_HOSTS": "*"}).hosts is None
    assert settings_from({}).hosts == ()
    assert settings_from({"COMMUNIQUE_HOSTS": "a.example"}).hosts == hosts_from("a.example", "")
    with pytest.raises(ValueError, match="COMMUNIQUE_HOSTS"):
        settings_from({"COMMUNIQUE_HOSTS": "http://a.example/"})


@pytest.mark.parametrize("headers", [{}, _READER, {"Authorization": "Bearer wrong"}])
def test_who_may_not_write_sends_less(named: str, headers: dict[str, str]) -> None:
    with client(named) as asking:
        short, long = ("ASK {} #" + "x" * number for number in (40_000, 60_000))
        kind = headers | {"Content-Type": "application/sparql-query"}
        assert asking.post("/sparql", content=short, headers=kind).status_code == 200
        assert asking.post("/sparql", content=long, headers=kind).status_code == 413
        # What comes in parts is counted as it comes.
        assert asking.post("/sparql", content=iter([long.encode()]), headers=kind).status_code == 413
        assert asking.post("/extract", content="x" * 60_000, headers=headers).status_code == 413


def test_who_may_write_sends_more(named: str) -> None:
    with client(named) as asking:
        kind = WRITE | {"Content-Type": "application/sparql-query"}
        assert asking.post("/sparql", content="ASK {} #" + "x" * 150_000, headers=kind).status_code == 200
        assert asking.post("/sparql", content="ASK {} #" + "x" * 250_000, headers=kind).status_code == 413


def test_every_address_tells_the_methods_that_are_for_it(service: httpx.Client, tmp_path: Path) -> None:
    addresses = create_app(Settings(tmp_path / "store")).state.addresses
    paths = sorted({re.sub(r"\{[^}]*\}", "x", each.template) for each in addresses.every})
    assert len(paths) > 50
    for path in paths:
        answers = {method: service.request(method, path) for method in _METHODS}
        refused = {method: answer for method, answer in answers.items() if answer.status_code == 405}
        assert "BREW" in refused, path
        assert {answer.headers["content-type"] for answer in refused.values()} == {"application/problem+json"}, path
        allowed = {answer.headers["allow"] for answer in refused.values()}
        taken = set(_METHODS) - set(refused)
        methods = set(allowed.pop().split(", "))
        assert not allowed and methods - {"GET", "HEAD"} == taken, path
        assert ("GET" in methods) == ("HEAD" in methods) and methods, path
