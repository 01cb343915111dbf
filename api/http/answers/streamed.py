"""Answers that are sent part by part."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from fastapi.responses import StreamingResponse
from starlette import types as asgi

from communique.api.http.protocol.problems import ProblemError
from communique.api.http.workers.queries import QueryError

_LOG = logging.getLogger(__name__)


class StreamedResponse(StreamingResponse):
    """An answer part by part; where the client goes away, `stop` ends the work on it."""

    def __init__(
        self,
        parts: AsyncIterator[bytes],
        media_type: str,
        headers: Mapping[str, str],
        stop: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(parts, media_type=media_type, headers=headers)
        self._stop = stop

    async def __call__(self, scope: asgi.Scope, receive: asgi.Receive, send: asgi.Send) -> None:
        """Send the answer."""
        try:
            await super().__call__(scope, receive, send)
        except (ProblemError, QueryError) as error:
            # The head is sent: that the connection closes without a last part tells the client.
            _LOG.warning("an answer broke off: %s", error)
        finally:
            await asyncio.shield(asyncio.ensure_future(self._stop()))
