"""What happens to every request and answer: bounded bodies, entity tags, HEAD, headers for safety."""

import asyncio
import hashlib
import re
import time
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.api.http.protocol.memory import give_back_after
from communique.api.http.protocol.problems import problem

# A field that is named without a value; what stands before it is checked by nobody but its parameter.
_BLANK = re.compile(rb"(?:^|&)[^&=]*=(?:&|$)")
# A body must come on: within so many seconds, and with so many bytes in each further one.
_PATIENCE = 20.0
_LEAST = 4096
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "cross-origin",
    # What is no page of ours is data, and loads nothing.
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}


class TooLargeError(Exception):
    """More came in the body of a request than is allowed: `most` bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} bytes")
        self.most = most


class TooSlowError(Exception):
    """The body of a request does not come on."""


class BodyLimit:
    """Refuses bodies that are too large (413, by what the header says or by what comes), too slow, or compressed.

    Where a body is not read to its end, the connection is closed: what is still to come of it has no end that we know.
    """

    def __init__(self, app: ASGIApp, most_of: Callable[[Request], int]) -> None:
        """Take what gives the most bytes that the body of a request may have, by its head."""
        self._app, self._most_of = app, most_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        body = _Body(receive, send, request.headers, self._most_of(request))
        refusal = body.refusal()
        try:
            await (refusal or self._app)(scope, body.receive, body.send)
        except (TooLargeError, TooSlowError) as error:
            if body.is_answered:
                raise
            await _refusal(error)(scope, body.receive, body.send)
        finally:
            give_back_after(body.came)


class _Body:
    """The body of one request: how much of it came, whether more is to come, and whether the answer has begun."""

    def __init__(self, receive: Receive, send: Send, headers: Headers, most: int) -> None:
        self._receive, self._send, self._headers, self._most = receive, send, headers, most
        self.came, self._begun = 0, time.monotonic()
        self._more = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
        self.is_answered = False

    def refusal(self) -> Response | None:
        """Give what is answered before anything is read, None where nothing speaks against it."""
        stated = self._headers.get("content-length")
        if stated is not None and "transfer-encoding" in self._headers:
            # Whoever stands between us and the client may have taken the other for the end (RFC 9112, section 6.3).
            return problem(400, "Transfer-Encoding beside Content-Length: send one of them")
        encoding = self._headers.get("content-encoding", "identity")
        if encoding.strip().lower() != "identity":
            return problem(415, f"Content-Encoding {encoding[:50]}: send the body as it is, not compressed")
        if stated is not None and stated.isdigit() and int(stated) > self._most:
            return _refusal(TooLargeError(self._most))
        return None

    async def receive(self) -> Message:
        """Receive a part of the body, counting its bytes."""
        # When all has come, waiting is for the client to leave, and may take long.
        message = await self._soon() if self._more else await self._receive()
        self._more = bool(message.get("more_body"))
        self.came += len(message.get("body", b""))
        if self.came > self._most:
            raise TooLargeError(self._most)
        return message

    async def _soon(self) -> Message:
        left = self._begun + _PATIENCE + self.came / _LEAST - time.monotonic()
        try:
            return await asyncio.wait_for(self._receive(), min(_PATIENCE, left))
        except TimeoutError as error:
            raise TooSlowError from error

    async def send(self, message: Message) -> None:
        """Send on, noting that the answer has begun."""
        if message["type"] == "http.response.start":
            self.is_answered = True
            if self._more:
                MutableHeaders(scope=message)["connection"] = "close"
        await self._send(message)


class EntityTags:
    """Gives whole answers to GET an entity tag, and answers 304 to who has them already."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        held: Message | None = None
        known = Headers(scope=scope).get("if-none-match", "")

        async def tagged(message: Message) -> None:
            """Send on, holding the head back until the body tells its tag."""
            nonlocal held
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if message["status"] == 200 and "content-length" in headers and "etag" not in headers:
                    held = message
                    return
            elif held is not None:
                start, held = held, None
                await _send_tagged(start, message, known, send)
                return
            await send(message)

        await self._app(scope, receive, tagged)


class BlankFields:
    """Leads who sends a form of a page with fields left blank to the address that does not name them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        query = scope.get("query_string", b"")
        if scope["type"] != "http" or scope["method"] != "GET" or not _BLANK.search(query):
            await self._app(scope, receive, send)
            return
        if not Headers(scope=scope).get("accept", "").startswith("text/html"):
            await self._app(scope, receive, send)
            return
        filled = b"&".join(part for part in query.split(b"&") if part and not part.endswith(b"="))
        place = scope.get("raw_path", b"").split(b"?")[0] + (b"?" + filled if filled else b"")
        # Two slashes would lead to another server.
        address = b"/" + place.lstrip(b"/\\")
        await Response(status_code=303, headers={"Location": address.decode("latin-1")})(scope, receive, send)


class HeadAsGet:
    """Answers HEAD wherever there is GET; the server leaves out the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self._app({**scope, "method": "GET"} if is_head else scope, receive, send)


class SafeHeaders:
    """Adds the headers that keep browsers from guessing and framing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""

        async def safe(message: Message) -> None:
            """Send on, with what the head lacks of the headers."""
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SAFE.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, safe if scope["type"] == "http" else send)


def _refusal(error: TooLargeError | TooSlowError) -> Response:
    if isinstance(error, TooSlowError):
        return problem(408, "the body does not come on: send it without pauses")
    return problem(413, f"the body is larger than {error.most} bytes: send it in parts; a token to write allows more")


async def _send_tagged(start: Message, message: Message, known: str, send: Send) -> None:
    headers = MutableHeaders(scope=start)
    if not message.get("more_body"):
        # Weak: the same answer may travel compressed or not.
        tag = f'W/"{hashlib.sha256(message.get("body", b"")).hexdigest()[:20]}"'
        headers["etag"] = tag
        headers.setdefault("cache-control", "no-cache")
        strong = {part.strip().removeprefix("W/") for part in known.split(",")}
        if known.strip() == "*" or tag.removeprefix("W/") in strong:
            del headers["content-length"]
            await send({**start, "status": 304})
            await send({"type": "http.response.body", "body": b""})
            return
    await send(start)
    await send(message)
