"""A service of several processes: one that writes, and replicas that answer."""

import shutil
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from prometheus_client.multiprocess import mark_process_dead
from starlette.types import ASGIApp

from communique.api.http.application import create_app
from communique.api.http.connections import GRACE
from communique.api.http.replicas.replica import PUBLISHED, SOCKET, ReplicaTask, listening_socket
from communique.api.http.replicas.supervisor import Listening, SupervisingServer
from communique.api.http.replicas.writer import with_copies
from communique.api.http.service import Sharing
from communique.api.http.workers.published import Published
from communique.api.http.workers.snapshots import Snapshots
from communique.api.settings import Settings
from communique.graph import EventGraph

# A replica keeps its connections for its next request.
_KEEP_ALIVE = 3600


def serve_with_replicas(
    settings: Settings,
    graph: EventGraph,
    number: int,
    address: tuple[str, int],
    on_listening: Callable[[str, int], None],
    log_config: dict[str, Any],
    folder: Path,
) -> bool:
    """Serve a graph at an address with so many processes that answer, until told to end; False if it did not start.

    `on_listening` is called with host and port when all listen there. In the folder the processes meet; it is deleted
    at the end. Raises OSError where others listen there.
    """
    held = None
    try:
        held = _held(*address)
        host, port = held.getsockname()[:2]
        published = Published(folder / PUBLISHED, make=True)
        application = create_app(settings, graph, alone=True, sharing=Sharing(published=published))

        def died(name: str, process: int) -> None:
            """Delete the copies of the store that a replica has had, and what it had under way."""
            mark_process_dead(process, str(folder))  # type: ignore[no-untyped-call]
            snapshots = application.state.service.snapshots
            assert isinstance(snapshots, Snapshots)
            snapshots.forget(name)

        config = _config(with_copies(application), folder, log_config)
        task = ReplicaTask("", settings, folder, host, port, number, log_config)
        store = settings.store if settings.remote is None else None
        listening = Listening(on_listening, died, partial(shutil.rmtree, folder, ignore_errors=True))
        server = SupervisingServer(config, task, store, listening)
        server.run()
        return server.started
    finally:
        if held is not None:
            held.close()
        shutil.rmtree(folder, ignore_errors=True)


def _config(application: ASGIApp, folder: Path, log_config: dict[str, Any]) -> uvicorn.Config:
    """Give how the process that writes listens: at a socket in the folder, to replicas alone."""
    return uvicorn.Config(
        application,
        uds=str(folder / SOCKET),
        http="h11",
        lifespan="on",
        access_log=False,
        log_config=log_config,
        # Nobody else reaches the socket, and replicas tell whose requests they are.
        forwarded_allow_ips="*",
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
    )


def _held(host: str, port: int) -> socket.socket:
    """Give a socket that keeps the address for the replicas, and does not listen.

    Who shares an address says so, and so would another service: whether one is there shows when we do not say it.
    """
    if port:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    return listening_socket(host, port)
