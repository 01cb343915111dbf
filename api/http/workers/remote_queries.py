"""SPARQL queries passed on to the server that is the store, within the limits of this service."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from io import BytesIO

import httpx

from communique.api.http.workers.queries import Answer, Limits, Query, QueryError, Refusal, Rehearsal
from communique.graph import Endpoint
from communique.graph.sparql import rewritten
from communique.graph.stores import ROWS, TRIPLES, gives_triples, is_odd, refusal, unreachable, with_prefixes

_FIRST = 1 << 16
# What must be held whole, because the server writes no such form, is held up to this size.
_CONVERTED = 64 << 20


class RemoteQueries:
    """Queries to a server; each has a time and an answer of limited size, and ends where nobody reads it any more."""

    def __init__(
        self,
        endpoint: Endpoint,
        parameters: Mapping[str, str],
        limits: Limits,
        prefixes: Mapping[str, str],
        base: str,
    ) -> None:
        """Take the server, and the `parameters` that every query must carry to mean the store's default graph."""
        self.limits = limits
        self._endpoint, self._parameters = endpoint, parameters
        self._prefixes, self._base = prefixes, base
        self._client = httpx.AsyncClient(headers=dict(endpoint.headers), timeout=httpx.Timeout(None, connect=10))

    async def answer(self, query: Query) -> Answer:
        """Give the answer to a query; QueryError where there is none in time."""
        try:
            triples = gives_triples(query.text)
        except SyntaxError as error:
            raise QueryError(Refusal.SYNTAX, str(error)) from error
        wanted = query.graph_type if triples else query.rows_type
        if wanted is None:
            raise QueryError(Refusal.NOT_ACCEPTABLE, "triples" if triples else "rows")
        plain = TRIPLES if triples else ROWS
        passage = _Passage(self.limits.granted(query.seconds), self.limits.answer)
        try:
            found = await passage.open(self._client, self._request(query, f"{wanted}, {plain};q=0.5"))
            # Where the server writes what is wanted as the standard has it, its answer passes through.
            if found == wanted and not (found == ROWS and await passage.is_odd()):
                first, second = await passage.next_part() or b"", await passage.next_part()
                return Answer(wanted, first + (second or b""), None if second is None else passage)
            return Answer(wanted, await asyncio.to_thread(_converted, await passage.all(), triples, wanted))
        except BaseException:
            await passage.stop()
            raise

    async def rehearse(self, update: Rehearsal) -> None:
        """Do nothing: the server that is the store sets its own limits to updates."""

    async def warm(self) -> None:
        """Do nothing: there is nothing to be started."""

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    def _request(self, query: Query, accept: str) -> httpx.Request:
        fields: dict[str, str | list[str]] = {"query": with_prefixes(query.text, self._prefixes, self._base)}
        if query.default_graphs is not None or query.named_graphs is not None:
            fields["default-graph-uri"] = list(query.default_graphs or ())
            fields["named-graph-uri"] = list(query.named_graphs or ())
        else:
            fields |= self._parameters
        return self._client.build_request("POST", self._endpoint.query, data=fields, headers={"Accept": accept})


class _Passage:
    """An answer on its way, on a budget of seconds and bytes."""

    def __init__(self, seconds: float, most: int) -> None:
        self._seconds, self._left, self._bytes = seconds, seconds, most
        self._response: httpx.Response | None = None
        self._parts: AsyncIterator[bytes] | None = None
        self._held = b""

    async def open(self, client: httpx.AsyncClient, request: httpx.Request) -> str:
        """Send the request, and give the media type of what comes back."""
        try:
            async with asyncio.timeout(self._left):
                self._response = await client.send(request, stream=True)
                if self._response.status_code >= 400:
                    await self._response.aread()
                    raise _refused(refusal(str(request.url), self._response))
        except TimeoutError as error:
            raise QueryError(Refusal.TIME, f"the query took longer than {self._seconds:g} seconds") from error
        except httpx.HTTPError as error:
            raise _refused(unreachable(str(request.url), error)) from error
        self._parts = self._response.aiter_bytes(_FIRST)
        return str(self._response.headers.get("content-type", "")).split(";")[0].strip()

    async def is_odd(self) -> bool:
        """Tell whether rows are written in Virtuoso's dialect."""
        self._held = await self.next_part() or b""
        return is_odd(self._held)

    async def next_part(self) -> bytes | None:
        """Give the next part of the answer, None at its end; QueryError where it breaks off."""
        if self._held:
            part, self._held = self._held, b""
            return part
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            async with asyncio.timeout(self._left):
                part = await anext(self._parts, b"") if self._parts is not None else b""
        except TimeoutError as error:
            await self.stop()
            raise QueryError(Refusal.TIME, f"the query took longer than {self._seconds:g} seconds") from error
        except httpx.HTTPError as error:
            await self.stop()
            raise QueryError(Refusal.FAILED, "the answer broke off") from error
        self._left -= loop.time() - begun
        self._bytes -= len(part)
        if self._bytes < 0:
            await self.stop()
            raise QueryError(Refusal.TOO_LARGE, "the answer is larger than allowed")
        if not part:
            await self.stop()
        return part or None

    async def all(self) -> bytes:
        """Give the whole answer."""
        self._bytes = min(self._bytes, _CONVERTED)
        found = BytesIO()
        while (part := await self.next_part()) is not None:
            found.write(part)
        return found.getvalue()

    async def stop(self) -> None:
        """Let the connection go; the server sees that nobody reads any more."""
        if self._response is not None:
            await self._response.aclose()


def _converted(written: bytes, triples: bool, media_type: str) -> bytes:
    try:
        return rewritten(written, media_type, triples=triples)
    except SyntaxError as error:
        raise QueryError(Refusal.FAILED, "the store's answer cannot be read") from error


def _refused(error: SyntaxError | OSError) -> QueryError:
    return QueryError(Refusal.SYNTAX if isinstance(error, SyntaxError) else Refusal.FAILED, str(error))
