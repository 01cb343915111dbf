"""The process that writes, as its replicas see it: the service at a socket of its own, which also makes copies."""

import asyncio
import threading
from contextlib import suppress
from urllib.parse import parse_qs

from fastapi import FastAPI, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from communique.api.http.outgoing.forwarding import COPY_PATH, CopyMade, copy_answer
from communique.api.http.protocol.problems import problem
from communique.api.http.service import Service
from communique.api.http.workers.published import Published
from communique.api.http.workers.snapshots import Snapshots
from communique.graph import IndexNotReadyError

# Seconds that a replica waits for the event table; else it answers without it.
_PATIENCE = 1.0


def with_copies(application: FastAPI) -> ASGIApp:
    """Give an application that also makes copies of the store; it must be open to the replicas only."""
    table = _Table()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http" or scope["path"] != COPY_PATH:
            await application(scope, receive, send)
            return
        name = parse_qs(scope["query_string"].decode())["name"][0]
        try:
            made = await asyncio.to_thread(_copied, application.state.service, name, table)
        except (OSError, RuntimeError) as error:
            await problem(503, str(error))(scope, receive, send)
            return
        await Response(copy_answer(made), media_type="application/json")(scope, receive, send)

    return app


def _copied(service: Service, name: str, table: "_Table") -> CopyMade:
    snapshots, published = service.snapshots, service.sharing.published
    assert isinstance(snapshots, Snapshots) and published is not None
    # Before anything is copied: what is written meanwhile may be missing.
    version = published.number
    in_step = table.is_soon_in_step(service, published)
    folder = snapshots.copy(name) if service.graph.endpoint is None else None
    return CopyMade(version, folder, service.graph.table_file if in_step else None)


class _Table:
    """The event table of a service: after a SPARQL update of a large store it is being made for minutes."""

    def __init__(self) -> None:
        self._awaiting = threading.Lock()

    def is_soon_in_step(self, service: Service, published: Published) -> bool:
        """Bring it in step; False where that takes long: it goes on, and is made known to the replicas at its end."""
        try:
            service.graph.within(_PATIENCE).bring_in_step()
        except IndexNotReadyError:
            threading.Thread(target=self._await, args=(service, published), daemon=True).start()
            return False
        return True

    def _await(self, service: Service, published: Published) -> None:
        if not self._awaiting.acquire(blocking=False):
            return
        try:
            while True:
                with suppress(IndexNotReadyError):
                    service.graph.within(_PATIENCE).bring_in_step()
                    service.wrote()
                    published.advance(service.snapshots.version)
                    return
        except ValueError:
            # The service was closed meanwhile.
            return
        finally:
            self._awaiting.release()
