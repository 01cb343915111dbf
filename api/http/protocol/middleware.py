"""What happens to every request and answer: bounded bodies, entity tags, HEAD, headers for safety."""

import asyncio
import hashlib
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.api.http.protocol.problems import problem

# A field that is named without a value; what stands before it is checked by nobody but its parameter.
_BLANK = re.compile(rb"(?:^|&)[^&=]*=(?:&|$)")
# A body must come on at least every so many seconds.
_PATIENCE = 20
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "cross-origin",
    # What is no page of ours is data, and loads nothing.
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}


class TooLargeError(Exception):
    """More came in the body of a request than is allowed."""


class TooSlowError(Exception):
    """The body of a request does not come on."""


class BodyLimit:
    """Refuses bodies that are too large (413, by what the header says or by what comes), too slow, or compressed."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        encoding, stated = headers.get("content-encoding", "identity"), headers.get("content-length", "")
        if encoding.strip().lower() != "identity":
            refusal = problem(415, f"Content-Encoding {encoding[:50]}: send the body as it is, not compressed")
            await refusal(scope, receive, send)
            return
        if stated.isdigit() and int(stated) > self._most:
            await self._refusal()(scope, receive, send)
            return
        begun = False

        async def noted(message: Message) -> None:
            """Send on, noting that the answer has begun."""
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, self._counted(receive), noted)
        except TooLargeError:
            if begun:
                raise
            await self._refusal()(scope, receive, send)
        except TooSlowError:
            if begun:
                raise
            await problem(408, "the body does not come on: send it without pauses")(scope, receive, send)

    def _counted(self, receive: Receive) -> Receive:
        came, more = 0, True

        async def counted() -> Message:
            """Receive a part of the body, counting its bytes."""
            nonlocal came, more
            # When all has come, waiting is for the client to leave, and may take long.
            message = await _soon(receive) if more else await receive()
            more = bool(message.get("more_body"))
            came += len(message.get("body", b""))
            if came > self._most:
                raise TooLargeError
            return message

        return counted

    def _refusal(self) -> Response:
        return problem(413, f"the body is larger than {self._most} bytes: send it in parts")


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
        kept = b"&".join(part for part in query.split(b"&") if part and not part.endswith(b"="))
        place = scope.get("raw_path", b"").split(b"?")[0] + (b"?" + kept if kept else b"")
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


async def _soon(receive: Receive) -> Message:
    try:
        return await asyncio.wait_for(receive(), _PATIENCE)
    except TimeoutError as error:
        raise TooSlowError from error


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
