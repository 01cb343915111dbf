"""Look-ups in turns: each takes a thread as long as it lasts, and nobody gets all threads."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.api.http.protocol.problems import ProblemError, problem
from communique.api.http.protocol.rate import client_of_scope
from communique.api.http.workers.turns import Turns

# Starlette has forty threads; what is beside look-ups needs some.
_AT_ONCE, _OF_ONE, _WAITING = 32, 8, 64
# What is answered by processes, which have places of their own.
_BESIDE = ("/sparql", "/queries", "/export", "/gsp", "/healthz")


class SharedThreads:
    """Lets a client have so many look-ups at once; others wait, holding no thread, and too many are refused (503)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._turns = Turns(_AT_ONCE, _WAITING, "you are asking too much at once", _OF_ONE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(_BESIDE):
            await self._app(scope, receive, send)
            return
        turn = self._turns.turn(client_of_scope(scope))
        try:
            await turn.__aenter__()
        except ProblemError as error:
            await problem(error.status, error.detail, headers=error.headers)(scope, receive, send)
            return
        held = True

        async def begun(message: Message) -> None:
            """Send on; when the answer has begun its work is done, and however slowly it is read is no matter."""
            nonlocal held
            if held and message["type"] == "http.response.start":
                held = False
                await turn.__aexit__(None, None, None)
            await send(message)

        try:
            await self._app(scope, receive, begun)
        finally:
            if held:
                await turn.__aexit__(None, None, None)
