"""A process that answers from copies of the store, beside others that do the same and one that writes.

It is started by `api.http.replicas.supervisor`, which hands it what it needs through its standard input, pickled. It
ends when that is closed, so that none is left behind a supervisor that was killed.
"""

import asyncio
import contextlib
import pickle
import socket
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.api.http.application import create_app
from communique.api.http.connections import GuardedConfig, gate_for
from communique.api.http.noting_server import NotingServer
from communique.api.http.outgoing.forwarding import WriterClient
from communique.api.http.service import Sharing
from communique.api.http.workers.copies import Copies, Copy
from communique.api.http.workers.published import Published
from communique.api.opening import known_actors
from communique.api.settings import Settings
from communique.graph import open_copy
from communique.ontology.actors import Gazetteer
from communique.ontology.lexicon import actions
from communique.ontology.types import Namespace

READY = b"ready\n"
PUBLISHED, SOCKET = "published", "socket"


@dataclass(frozen=True, slots=True)
class ReplicaTask:
    """What a replica is to do: where it listens, what it answers from, and beside how many others."""

    name: str
    settings: Settings
    folder: Path
    host: str
    port: int
    among: int
    log_config: dict[str, Any]


def listening_socket(host: str, port: int) -> socket.socket:
    """Give a socket at an address that several processes share: the system gives each connection to one of them."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named asyncio sets TCP_NODELAY; else each answer waits 40 ms for the client's acknowledgement.
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    found.bind((host, port))
    return found


def main() -> None:
    """Serve until told to end."""
    task = pickle.load(sys.stdin.buffer)
    assert isinstance(task, ReplicaTask)
    settings, writer = task.settings, WriterClient(task.folder / SOCKET)
    published = Published(task.folder / PUBLISHED)
    sharing = Sharing(task.among, writer=writer)
    known = known_actors(settings)

    async def copies() -> Copies:
        """Give the first copy, and what makes another."""

        async def make() -> Copy:
            """Take the store anew."""
            return await _copy(writer, task, known)

        return Copies(published, make, await make())

    application = create_app(settings, alone=True, sharing=sharing, copies=copies)
    gate = gate_for(settings.connections, settings.connections_of_one)
    config = GuardedConfig(application, gate, log_config=task.log_config)
    server = NotingServer(config, None, _ready)
    threading.Thread(target=_end_with_supervisor, args=(server,), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening_socket(task.host, task.port)])


async def _copy(writer: WriterClient, task: ReplicaTask, known: Gazetteer) -> Copy:
    made = await writer.copy(task.name)

    def opened() -> Copy:
        """Open it."""
        location = made.folder or task.settings.remote
        assert location is not None
        base = Namespace(task.settings.base)
        graph = open_copy(location, made.table, actors=known.actors, actions=actions(), namespace=base)
        return Copy(made.version, graph, made.folder)

    return await asyncio.to_thread(opened)


def _ready(_host: str, _port: int) -> None:
    sys.stdout.buffer.write(READY)
    sys.stdout.flush()


def _end_with_supervisor(server: NotingServer) -> None:
    sys.stdin.buffer.read()
    server.should_exit = True
