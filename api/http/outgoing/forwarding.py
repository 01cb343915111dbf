"""The process that writes, as the replicas ask it: for copies of the store, and to do what changes something."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
from fastapi import Request, Response
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from communique.api.http.protocol.leaving import unless_disconnected
from communique.api.http.protocol.problems import problem

# Where the process that writes makes copies; no public address leads there.
COPY_PATH = "/.copy"
# What is about one connection, not about the request (RFC 9110, section 7.6.1), and what we say ourselves.
_OF_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "proxy-connection"}
_OURS = {"forwarded", "x-forwarded-for", "x-forwarded-proto"}
_AWAY = "what writes to the store is being started again: ask again in a moment"
_BROKEN = "what writes to the store broke off: look whether this was done before you send it again"


@dataclass(frozen=True, slots=True)
class CopyMade:
    """A copy of the store that was made: the writes that it holds, its folder (None: a server), the event table.

    That is None while it is being made anew.
    """

    version: int
    folder: Path | None
    table: Path | None


class WriterClient:
    """Asks the process that writes, at its socket in the file system."""

    def __init__(self, socket: Path) -> None:
        transport = httpx.AsyncHTTPTransport(uds=str(socket), limits=httpx.Limits(max_connections=None))
        # Storing many documents takes its time.
        self._client = httpx.AsyncClient(transport=transport, base_url="http://writer", timeout=None)

    async def copy(self, name: str) -> CopyMade:
        """Give a copy of the store, made for a replica of this name; OSError where there is none."""
        try:
            answer = await self._client.post(COPY_PATH, params={"name": name})
        except httpx.HTTPError as error:
            raise OSError(f"the process that writes does not answer ({error})") from error
        answered = answer.json()
        if not answer.is_success:
            raise OSError(str(answered["detail"]))
        folder, table = (Path(answered[name]) if answered[name] else None for name in ("folder", "table"))
        return CopyMade(int(answered["version"]), folder, table)

    async def forward(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back, part by part."""
        passed_on = asyncio.Event()

        async def later() -> Message:
            """Give what comes behind the body: that the client has left."""
            await passed_on.wait()
            return await receive()

        try:
            sending = self._client.send(self._passed_on(scope, receive, passed_on), stream=True)
            answer = await unless_disconnected(later, sending)
        except httpx.ConnectError:
            await problem(503, _AWAY, headers={"Retry-After": "5"})(scope, receive, send)
            return
        except httpx.TransportError:
            await problem(502, _BROKEN)(scope, receive, send)
            return
        if answer is None:
            return
        try:
            headers = [pair for pair in answer.headers.raw if pair[0].decode("latin-1").lower() not in _OF_CONNECTION]
            await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
            async for part in answer.aiter_raw():
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await answer.aclose()

    async def answer(self, request: Request) -> Response:
        """Give the answer to a request whose body may have been read already."""
        body = await request.body()
        return _Forwarded(self, body)

    async def close(self) -> None:
        """Ask no more."""
        await self._client.aclose()

    def _passed_on(self, scope: Scope, receive: Receive, passed_on: asyncio.Event) -> httpx.Request:
        # A socket in the file system has no address: the client's is told.
        client = str((scope.get("client") or ("", 0))[0])
        headers = [pair for pair in scope["headers"] if pair[0].decode("latin-1") not in _OF_CONNECTION | _OURS]
        headers += [(b"x-forwarded-for", client.encode()), (b"x-forwarded-proto", scope["scheme"].encode())]
        path = scope["raw_path"].split(b"?")[0] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        url = self._client.base_url.copy_with(raw_path=path)
        has_body = {"content-length", "transfer-encoding"} & set(Headers(scope=scope))
        content: AsyncIterator[bytes] | bytes = _parts(receive, passed_on) if has_body else b""
        if not has_body:
            passed_on.set()
        return httpx.Request(scope["method"], url, headers=headers, content=content)


class _Forwarded(Response):
    """The answer of the process that writes to a request whose body is given."""

    def __init__(self, writer: WriterClient, body: bytes) -> None:
        super().__init__()
        self._writer, self._sent = writer, body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        body = iter([self._sent])

        async def given() -> Message:
            """Give the whole body, and then what the client does."""
            sent = next(body, None)
            return await receive() if sent is None else {"type": "http.request", "body": sent}

        await self._writer.forward(scope, given, send)


async def _parts(receive: Receive, passed_on: asyncio.Event) -> AsyncIterator[bytes]:
    try:
        while (message := await receive())["type"] == "http.request":
            yield message.get("body", b"")
            if not message.get("more_body"):
                return
    finally:
        passed_on.set()


def copy_answer(made: CopyMade) -> bytes:
    """Write what `WriterClient.copy` reads."""
    folder, table = (None if path is None else str(path) for path in (made.folder, made.table))
    return json.dumps({"version": made.version, "folder": folder, "table": table}).encode()
