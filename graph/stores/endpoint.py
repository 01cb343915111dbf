"""Talking SPARQL 1.1 Protocol with a server: where it is, who asks, and what its refusals mean."""

import base64
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import IO
from urllib.parse import urlsplit

import httpx

from communique.graph.stores.protocol import StoreUnreachableError

ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
# Connecting is quick or hopeless; an answer may take its time, and whoever asks over HTTP has a limit of its own.
_TIMEOUT = httpx.Timeout(600, connect=10)
_IN_MEMORY = 8 << 20
_REFUSED = 400


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of a SPARQL 1.1 server, and what is sent as Authorization.

    `update` and `graph_store` are those of the query where they are not given; without `graph_store` many quads are
    inserted by updates.
    """

    query: str
    update: str = ""
    graph_store: str = ""
    authorization: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for url in (self.query, self.update, self.graph_store):
            _check(url)

    def __str__(self) -> str:
        return self.query

    @property
    def updates(self) -> str:
        """Give the address to which updates go."""
        return self.update or self.query

    @property
    def headers(self) -> Mapping[str, str]:
        """Give what every request carries."""
        return {} if self.authorization is None else {"Authorization": self.authorization}


def authorization(user: str | None, password: str | None, token: str | None) -> str | None:
    """Give the Authorization header for a bearer token or for a user with a password; ValueError for both."""
    if token and user:
        raise ValueError("a store takes a token, or a user with a password, not both")
    if token:
        return f"Bearer {token}"
    if user:
        return "Basic " + base64.b64encode(f"{user}:{password or ''}".encode()).decode()
    return None


class Connection:
    """Requests to one server over connections that are kept; close it."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._client = httpx.Client(headers=dict(endpoint.headers), timeout=_TIMEOUT, follow_redirects=False)

    def ask(self, sparql: str, accept: str, parameters: Mapping[str, str] = MappingProxyType({})) -> IO[bytes]:
        """Give the answer to a query as a file, which lies on disk where it is large.

        Raises SyntaxError for a query that the server does not understand, StoreUnreachableError where there is no
        answer, or not all of it.
        """
        # A form: some servers hang on a query that is the body itself, and proxies cut long addresses.
        answer: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - whoever reads closes
        fields = {**parameters, "query": sparql}
        try:
            with self._client.stream("POST", self.endpoint.query, data=fields, headers={"Accept": accept}) as response:
                if response.status_code >= _REFUSED:
                    response.read()
                    raise refusal(self.endpoint.query, response)
                if "x-sparql-maxrows" in response.headers:
                    raise StoreUnreachableError(
                        f"{self.endpoint.query} cuts answers off at {response.headers['x-sparql-maxrows']} rows: "
                        "raise its limit (in Virtuoso, ResultSetMaxRows)"
                    )
                for part in response.iter_bytes():
                    answer.write(part)
        except httpx.HTTPError as error:
            raise unreachable(self.endpoint.query, error) from error
        answer.seek(0)
        return answer

    def update(self, sparql: str, parameters: Mapping[str, str] = MappingProxyType({})) -> None:
        """Put an update to the server; SyntaxError and StoreUnreachableError as with `ask`."""
        self._send("POST", self.endpoint.updates, data={**parameters, "update": sparql})

    def add(self, graph: str | None, triples: bytes) -> None:
        """Add N-Triples to a graph (None: the default graph) through the graph store."""
        where = {"default": ""} if graph is None else {"graph": graph}
        self._send("POST", self.endpoint.graph_store, params=where, content=triples, headers={"Content-Type": TRIPLES})

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def _send(
        self,
        method: str,
        url: str,
        *,
        data: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        try:
            response = self._client.request(
                method, url, data=data, params=params, content=content, headers=dict(headers or {})
            )
        except httpx.HTTPError as error:
            raise unreachable(url, error) from error
        if response.status_code >= _REFUSED:
            raise refusal(url, response)


def refusal(url: str, response: httpx.Response) -> SyntaxError | StoreUnreachableError:
    """Give the error that a server's refusal stands for."""
    detail = " ".join(response.text.split())[:300]
    if response.status_code == 400:
        return SyntaxError(f"{url} does not understand it: {detail}")
    if response.status_code in (401, 403):
        return StoreUnreachableError(
            f"{url} refuses access ({response.status_code}): set COMMUNIQUE_STORE_TOKEN, or COMMUNIQUE_STORE_USER "
            "and COMMUNIQUE_STORE_PASSWORD"
        )
    if response.status_code in (404, 405):
        return StoreUnreachableError(
            f"{url} is no such address ({response.status_code}): name those for queries, updates and graphs with "
            "--store, COMMUNIQUE_STORE_UPDATE and COMMUNIQUE_STORE_GRAPHS"
        )
    return StoreUnreachableError(f"{url} answers {response.status_code}: {detail}")


def unreachable(url: str, error: httpx.HTTPError) -> StoreUnreachableError:
    """Give the error for a server that does not answer."""
    reason = str(error) or type(error).__name__
    return StoreUnreachableError(f"the store at {url} does not answer ({reason}): is the server running?")


def _check(url: str) -> None:
    if not url:
        return
    found = urlsplit(url)
    if found.username is not None or found.password is not None:
        raise ValueError(
            "a store's address may hold no user or password, for addresses are logged: set COMMUNIQUE_STORE_USER and "
            "COMMUNIQUE_STORE_PASSWORD, or COMMUNIQUE_STORE_TOKEN"
        )
    if found.scheme not in ("http", "https") or not found.hostname:
        raise ValueError(f"{url!r} is no address of a store: give one such as https://example.org/sparql")
