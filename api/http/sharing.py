"""Who answers a request: a thread, of which nobody gets all, or the process that writes."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.api.http.protocol.problems import ProblemError, problem
from communique.api.http.protocol.rate import client_of_scope
from communique.api.http.service import Service
from communique.api.http.workers.copies import Copies
from communique.api.http.workers.turns import Turns

# Starlette has forty threads; what is beside look-ups needs some.
_AT_ONCE, _OF_ONE, _WAITING = 32, 4, 64
# All threads share one interpreter: of it a client has as much as any other that is there.
_OF_ONE_BESIDE_OTHERS = 1
# What is answered by processes, which have places of their own.
_BESIDE = ("/sparql", "/queries", "/export", "/gsp", "/healthz")
# What is read by others than those who write; what else is no GET is theirs, and what their journal tells.
_QUERIES, _OF_WRITER = ("/sparql", "/sparql/"), ("/changes",)


class SharedThreads:
    """Lets a client have so many look-ups at once; others wait, holding no thread, and too many are refused (503)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._turns = Turns(
            _AT_ONCE, _WAITING, "you are asking too much at once", _OF_ONE, beside=_OF_ONE_BESIDE_OTHERS
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(_BESIDE):
            await self._app(scope, receive, send)
            return
        client = client_of_scope(scope)
        try:
            turn = await self._turns.take(client)
        except ProblemError as error:
            await problem(error.status, error.detail, headers=error.headers)(scope, receive, send)
            return
        held = True

        async def begun(message: Message) -> None:
            """Send on; when the answer has begun its work is done, and however slowly it is read is no matter."""
            nonlocal held
            if held and message["type"] == "http.response.start":
                held = False
                self._turns.leave(turn)
            await send(message)

        try:
            await self._app(scope, receive, begun)
        finally:
            if held:
                self._turns.leave(turn)


class Forwarding:
    """In a replica: keeps up with what is written, and passes on what is for the process that writes.

    Texts are read there, too, so that there are no more processes for that than with one that does all.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        service = scope["app"].state.service if scope["type"] == "http" else None
        if not isinstance(service, Service) or not isinstance(service.snapshots, Copies):
            await self._app(scope, receive, send)
            return
        asks_anew = "no-cache" in Headers(scope=scope).get("cache-control", "")
        await service.snapshots.keep_up(at_once=asks_anew)
        reads = scope["method"] in ("GET", "OPTIONS")
        try:
            if service.sharing.writer is not None and _is_for_writer(scope):
                await service.sharing.writer.forward(scope, receive, send)
            else:
                await self._app(scope, receive, send)
        finally:
            if not reads:
                service.wrote()


def _is_for_writer(scope: Scope) -> bool:
    path = scope["path"]
    if scope["method"] in ("GET", "OPTIONS"):
        return path in _OF_WRITER
    return path not in _QUERIES
