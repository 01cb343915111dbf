"""The process that writes, as its replicas see it: the service at a socket of its own, which also makes copies."""

import asyncio
from urllib.parse import parse_qs

from fastapi import FastAPI, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from communique.api.http.outgoing.forwarding import COPY_PATH, CopyMade, copy_told
from communique.api.http.protocol.problems import problem
from communique.api.http.service import Service
from communique.api.http.workers.snapshots import Snapshots


def with_copies(application: FastAPI) -> ASGIApp:
    """Give an application that also makes copies of the store; it must be open to the replicas only."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http" or scope["path"] != COPY_PATH:
            await application(scope, receive, send)
            return
        name = parse_qs(scope["query_string"].decode())["name"][0]
        try:
            made = await asyncio.to_thread(_copied, application.state.service, name)
        except (OSError, RuntimeError) as error:
            await problem(503, str(error))(scope, receive, send)
            return
        await Response(copy_told(made), media_type="application/json")(scope, receive, send)

    return app


def _copied(service: Service, name: str) -> CopyMade:
    snapshots, published = service.snapshots, service.sharing.published
    assert isinstance(snapshots, Snapshots) and published is not None
    # Before anything is copied: what is written meanwhile may be missing.
    version = published.number
    service.graph.bring_in_step()
    folder = snapshots.copy(name) if service.graph.endpoint is None else None
    return CopyMade(version, folder, service.graph.table_file)
