"""What is answered at the address of a service whose store is being upgraded: that it lives, and when to ask again.

Opening a store that an earlier version wrote takes minutes. Until then a thread answers here, so that who watches over
the service does not take it for dead.
"""

import asyncio
import json
import threading
from contextlib import suppress

_REASON = "the store is being upgraded: its events are assembled anew, which takes minutes for a large one"
_AGAIN = 10
# Nothing that comes here is worth waiting for.
_PATIENCE, _MOST_HEAD, _MOST_CONNECTIONS = 5.0, 1 << 16, 100


class UpgradeNotice:
    """Answers at an address from `begin` until the block ends; where others listen there, nobody is answered."""

    def __init__(self, host: str, port: int) -> None:
        """Take the address of the service; port 0 is one that nobody knows yet."""
        self._address = host, port
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended, self._listens = asyncio.Event(), threading.Event()
        self._connections = 0

    def begin(self) -> None:
        """Begin to answer."""
        if self._thread is None and self._address[1]:
            self._thread = threading.Thread(target=self._run, daemon=True, name="upgrade notice")
            self._thread.start()
            self._listens.wait()

    def __enter__(self) -> "UpgradeNotice":
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread is not None:
            # There is none, or one that is over, where others listen.
            with suppress(RuntimeError):
                if self._loop is not None:
                    self._loop.call_soon_threadsafe(self._ended.set)
            self._thread.join()

    def _run(self) -> None:
        # Where others listen, the service will say so when it begins itself.
        try:
            with suppress(OSError):
                # At its end it leaves whoever is still being answered.
                asyncio.run(self._answering())
        finally:
            self._listens.set()

    async def _answering(self) -> None:
        server = await asyncio.start_server(self._answer, *self._address, limit=_MOST_HEAD)
        self._loop = asyncio.get_running_loop()
        self._listens.set()
        await self._ended.wait()
        server.close()
        await server.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections += 1
        try:
            if self._connections <= _MOST_CONNECTIONS:
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _PATIENCE)
                writer.write(_answer_to(head))
                await asyncio.wait_for(writer.drain(), _PATIENCE)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            # Whoever it was has left, or sends no request.
            pass
        finally:
            self._connections -= 1
            writer.close()


def _answer_to(head: bytes) -> bytes:
    """Give the answer to a request: that of `/healthz`, and problem details at all other addresses."""
    method, _, rest = head.partition(b" ")
    if rest.partition(b" ")[0].partition(b"?")[0] == b"/healthz":
        kind, content = "application/json", {"status": "upgrading", "writing": False, "reason": _REASON}
    else:
        kind = "application/problem+json"
        content = {"title": "Service Unavailable", "status": 503, "detail": _REASON}
    body = json.dumps(content).encode()
    lines = (
        "HTTP/1.1 503 Service Unavailable",
        f"Retry-After: {_AGAIN}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Connection: close",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if method == b"HEAD" else body)
