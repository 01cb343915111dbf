"""Answers of look-ups that were given already, compressed and with their headers: given again by the loop itself.

A look-up that is asked again before anything is written needs no thread, no reading of parameters and no compression.
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.api.http.service import Service
from communique.api.http.workers.answer_cache import AnswerKey, CachedAnswer

# What of the head of a request tells one answer from another; who names an entity tag may be spared the answer.
_TELLING, _SPARED = ("accept", "accept-encoding"), "if-none-match"
# Where a look-up says of which version of the store its answer tells.
_VERSION = "version_of_answer"


class AnsweredBefore:
    """Gives what was answered before to who asks the same of the same version of the store.

    Where reading needs a token, each request goes its usual way.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        service = scope["app"].state.service if scope["type"] == "http" and scope["method"] == "GET" else None
        if not isinstance(service, Service) or not service.settings.open_reads:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if _SPARED in headers:
            await self._app(scope, receive, send)
            return
        key = scope["path"], scope.get("query_string", b"").decode("latin-1"), *map(headers.get, _TELLING)
        found = service.whole_answers.get(key, service.snapshots.version)
        if found is None:
            await self._app(scope, receive, _RecordingSend(service, key, scope, send))
            return
        await send({"type": "http.response.start", "status": 200, "headers": list(found.headers)})
        await send({"type": "http.response.body", "body": found.body})


class _RecordingSend:
    """Sends an answer on, and caches it where a look-up has said of what it tells, and all of it comes at once."""

    def __init__(self, service: Service, key: AnswerKey, scope: Scope, send: Send) -> None:
        self._service, self._key, self._scope, self._send = service, key, scope, send
        self._headers: tuple[tuple[bytes, bytes], ...] | None = None

    async def __call__(self, message: Message) -> None:
        """Send a message on."""
        if message["type"] == "http.response.start":
            # As they are now: whoever sends them on adds to them.
            self._headers = tuple(message["headers"]) if message["status"] == 200 else None
        elif self._headers is not None:
            headers, self._headers = self._headers, None
            version = self._scope.get("state", {}).get(_VERSION)
            if version is not None and not message.get("more_body"):
                whole = CachedAnswer("", message.get("body", b""), headers=headers)
                self._service.whole_answers.put(self._key, version, whole)
        await self._send(message)
