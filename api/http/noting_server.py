"""The server of the service, which notes beside the store where it listens, for as long as it does."""

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from communique.api.running import forget_service, note_service


class NotingServer(uvicorn.Server):
    """A server that notes its address beside a store in a folder; there is none where the store is a server."""

    def __init__(
        self, config: uvicorn.Config, store: Path | None, listening: Callable[[str, int], None] | None = None
    ) -> None:
        """Take what is called with host and port as soon as the server listens there."""
        super().__init__(config)
        self._store, self._listening = store, listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and note where."""
        await super().startup(sockets)
        if not self.started:
            return
        host, port, *_ = self.servers[0].sockets[0].getsockname()
        if self._store is not None:
            note_service(self._store, host, port)
        if self._listening is not None:
            self._listening(host, port)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Remove the note, and listen no more. A signal ends the process right after it."""
        if self._store is not None:
            forget_service(self._store)
        await super().shutdown(sockets)
