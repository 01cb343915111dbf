"""Connections: how many there may be, of one client and in all, and how long each may take to come on.

Connections on which nothing comes, or half a request, take nobody's place: of too many the client's oldest goes.
"""

import asyncio
import resource
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from communique.api.http.protocol.rate import client_of_address

# Seconds for the head of a request, and for a client to take the next part of an answer.
HEAD_TIME, READ_TIME = 10.0, 60.0
# Seconds in which answers may come to their end when the service ends; some have none.
GRACE = 5
# What a client must take of an answer in that time, in bytes.
_LEAST_READ = 1 << 16
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nRetry-After: 5\r\n"
    b"Connection: close\r\nContent-Length: 101\r\n\r\n"
    b'{"title":"Service Unavailable","status":503,"detail":"there are too many connections: close some."}\r\n'
)


class Gate:
    """Lets in so many connections, `most` in all and `of_one` of each client.

    Where there are too many, the oldest by which no whole request has come makes room: of the client himself, or of the
    one who has most of them.
    """

    def __init__(self, most: int, of_one: int) -> None:
        self.most, self.of_one = most, of_one
        self._connections: dict[str, OrderedDict[GuardedProtocol, None]] = defaultdict(OrderedDict)

    def __len__(self) -> int:
        return sum(map(len, self._connections.values()))

    def enter(self, connection: "GuardedProtocol", client: str) -> bool:
        """Let a connection in, False where there is no room for it."""
        if len(self._connections[client]) >= self.of_one:
            crowd = client
        elif len(self) >= self.most:
            crowd = max(self._connections, key=lambda name: len(self._connections[name]))
        else:
            crowd = ""
        if crowd and not self._makes_room(crowd):
            self._forget(client)
            return False
        self._connections[client][connection] = None
        return True

    def leave(self, connection: "GuardedProtocol", client: str) -> None:
        """Forget a connection."""
        self._connections[client].pop(connection, None)
        self._forget(client)

    def _makes_room(self, client: str) -> bool:
        for connection in self._waiting(client):
            self.leave(connection, client)
            connection.transport.abort()
            return True
        return False

    def _waiting(self, client: str) -> Iterator["GuardedProtocol"]:
        return (each for each in self._connections[client] if each.is_waiting)

    def _forget(self, client: str) -> None:
        if not self._connections[client]:
            del self._connections[client]


class GuardedConfig(uvicorn.Config):
    """What a server is made by, with the gate that its connections pass."""

    def __init__(self, app: object, gate: Gate, **more: Any) -> None:  # noqa: ANN401 - as uvicorn has them
        # httptools, which uvicorn prefers where it is installed, takes in headers without end.
        super().__init__(
            app,  # type: ignore[arg-type]
            http=GuardedProtocol,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
            **more,
        )
        self.gate = gate


class GuardedProtocol(H11Protocol):
    """A connection that passed the gate, and is closed where it does not come on."""

    def __init__(self, config: GuardedConfig, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as uvicorn has them
        super().__init__(config, *given, **named)
        self._gate = config.gate
        self._address = ""
        self._head: asyncio.TimerHandle | None = None
        self._reading: asyncio.TimerHandle | None = None

    @property
    def is_waiting(self) -> bool:
        """Tell whether no request has come, or not the whole of one."""
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let a client in, or refuse it at once."""
        super().connection_made(transport)
        self._address = client_of_address(self.client[0] if self.client else "")
        if not self._gate.enter(self, self._address):
            transport.write(_FULL)
            transport.close()
            return
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client."""
        self._gate.leave(self, self._address)
        self._expect_nothing()
        self._stop_reading()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what comes; a head that has begun must end in time."""
        if self.transport.is_closing():
            return
        if self._head is None and self.conn.their_state is h11.IDLE:
            self._expect_head()
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._expect_nothing()

    def pause_writing(self) -> None:
        """Wait until the client has taken what was sent, but not for ever."""
        super().pause_writing()
        self._watch_reading()

    def resume_writing(self) -> None:
        """Go on: the client has taken what was sent."""
        self._stop_reading()
        super().resume_writing()

    def _expect_head(self) -> None:
        self._expect_nothing()
        self._head = self.loop.call_later(HEAD_TIME, self._close)

    def _expect_nothing(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _close(self) -> None:
        if self.conn.their_state is h11.IDLE:
            self.transport.abort()

    def _watch_reading(self) -> None:
        self._stop_reading()
        unread = self.transport.get_write_buffer_size()
        self._reading = self.loop.call_later(READ_TIME, self._look, unread)

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _look(self, unread: int) -> None:
        if unread - self.transport.get_write_buffer_size() < _LEAST_READ:
            self.transport.abort()
        else:
            self._watch_reading()


def gate_for(most: int, of_one: int) -> Gate:
    """Give a gate for so many connections, but for half as many as the system has files for, since others need some."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    room = max(8, hard // 2) if hard != resource.RLIM_INFINITY else most
    return Gate(min(most, room), min(of_one, max(4, min(most, room) // 2)))
