"""Each request counted, and logged in one line: by the template of its path, which names nobody."""

import asyncio
import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.api.http.metrics.measures import Measures
from communique.api.http.protocol.addresses import Addresses
from communique.api.http.protocol.leaving import CLIENT_GONE
from communique.api.http.protocol.problems import problem
from communique.api.http.protocol.rate import client_of_scope

LOG = logging.getLogger("communique.requests")
_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}
# What is asked for and not there is one thing, however many names strangers think of.
_NOWHERE, _OTHER = "none", "other"
_ENDS = "the service is being stopped: ask again when it is back"


class Measured:
    """Counts requests and their time, and logs each when its answer has ended, with the error where there was one."""

    def __init__(self, app: ASGIApp, measures: Measures, addresses: Addresses) -> None:
        self._app, self._measures, self._addresses = app, measures, addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), CLIENT_GONE

        async def noted(message: Message) -> None:
            """Send on, noting the status."""
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        error: Exception | None = None
        try:
            await self._app(scope, receive, noted)
        except Exception as raised:
            status, error = 500, raised
            raise
        except asyncio.CancelledError:
            # The service ends, and has waited for this as long as it may.
            if status is not CLIENT_GONE:
                raise
            await problem(503, _ENDS, headers={"Retry-After": "5"})(scope, receive, noted)
        finally:
            self._tell(scope, status, time.perf_counter() - begun, error)

    def _tell(self, scope: Scope, status: int, seconds: float, error: Exception | None) -> None:
        method = scope["method"] if scope["method"] in _METHODS else _OTHER
        path = self._addresses.template_of(scope["path"]) or _NOWHERE
        self._measures.requests.labels(method, path, str(status)).inc()
        self._measures.seconds.labels(method, path).observe(seconds)
        fields = {
            "method": method,
            "path": path,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "client": client_of_scope(scope),
        }
        level = logging.ERROR if error is not None else logging.INFO
        LOG.log(level, "%(method)s %(path)s %(status)s %(ms)s ms %(client)s", fields, exc_info=error, extra=fields)
