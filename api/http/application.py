"""The application: every router, what happens around every request, opening and closing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi_offline import FastAPIOffline
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute

from communique.api.http import openapi
from communique.api.http.answered_before import AnsweredBefore
from communique.api.http.answers import refusals
from communique.api.http.answers.security import may_read
from communique.api.http.explorer.problem import for_people
from communique.api.http.metrics.measures import new_measures
from communique.api.http.metrics.requests import Measured
from communique.api.http.outgoing.requests import Outgoing
from communique.api.http.pages.pages import docs_page
from communique.api.http.protocol import problems
from communique.api.http.protocol.addresses import addresses_of
from communique.api.http.protocol.middleware import BlankFields, BodyLimit, EntityTags, HeadAsGet, SafeHeaders
from communique.api.http.protocol.parameters import known_parameters
from communique.api.http.protocol.rate import RateLimit
from communique.api.http.protocol.served_hosts import ServedHosts
from communique.api.http.protocol.sessions import session_of
from communique.api.http.routes import (
    actions,
    actors,
    admin,
    documents,
    events,
    explorer,
    exports,
    extraction,
    graph_store,
    lookup_pages,
    named_queries,
    places,
    relations,
    resources,
    sparql,
    status,
)
from communique.api.http.service import ALONE, Service, Sharing
from communique.api.http.sharing import Forwarding, SharedThreads
from communique.api.http.workers.copies import Copies
from communique.api.http.workers.snapshots import Snapshots
from communique.api.opening import open_graph
from communique.api.settings import Settings
from communique.api.tokens import Scope, scope_of_header
from communique.graph import EventGraph

_TITLE = "Communiqué"
_ABOUT = (
    "A diplomatic event knowledge graph: who did what to whom, when, according to whom. "
    "Ask it in SPARQL, or look up actors, relations, events and documents."
)
# A long look-up's answer becomes a third larger than at level 9, in a tenth of the time.
_COMPRESSION = 3
_THREADS = 32
# These read their parameters themselves: by the protocols of SPARQL, and as each query asks.
_OF_QUERIES: tuple[APIRouter, ...] = (sparql.router, graph_store.router, named_queries.router)
# They go before the look-ups at whose addresses they are.
_OF_PEOPLE: tuple[APIRouter, ...] = (explorer.router, lookup_pages.router)
_OF_LOOKUPS: tuple[APIRouter, ...] = (
    documents.router,
    events.router,
    places.router,
    actors.router,
    actions.router,
    relations.router,
    extraction.router,
    exports.router,
    status.router,
    resources.router,
)


def create_app(
    settings: Settings,
    graph: EventGraph | None = None,
    outgoing: Outgoing | None = None,
    *,
    alone: bool = False,
    sharing: Sharing = ALONE,
    copies: Callable[[], Awaitable[Copies]] | None = None,
) -> FastAPI:
    """Give the application; it opens the store of the settings, or takes a graph opened there, and closes it.

    `outgoing` asks other servers in the place of one made by the settings. Where the process does nothing else, it
    is `alone`, and faster. A replica answers from `copies` of the store, and `sharing` tells with whom.
    Raises StoreInUseError at its start where another process writes to the store.
    """

    async def opened(application: FastAPI) -> Service:
        """Open what the service answers from."""
        shown = await copies() if copies is not None else Snapshots(graph or open_graph(settings), settings.store)
        return Service(settings, shown, outgoing, sharing, application.state.measures)

    application = FastAPIOffline(
        docs_url=None,
        redoc_url=None,
        title=_TITLE,
        description=_ABOUT,
        version="0.1.0",
        lifespan=partial(_serving, opened=opened, alone=alone),
        # Generated clients name their functions by it.
        generate_unique_id_function=lambda route: route.name,
    )
    problems.install(application, for_people)
    refusals.install(application, for_people)
    openapi.install(application, open_reads=settings.open_reads)
    _route(application)
    measures = new_measures()
    application.state.measures = measures
    application.state.addresses = addresses_of([*application.routes, *_declared()])
    _surround(application, settings, sharing)
    if sharing.published is None:
        # What a replica passes on it has counted itself.
        application.add_middleware(Measured, measures=measures, addresses=application.state.addresses)
    return application


@asynccontextmanager
async def _serving(
    application: FastAPI, opened: Callable[[FastAPI], Awaitable[Service]], *, alone: bool
) -> AsyncIterator[None]:
    """Open the service before the first request, and close it after the last."""
    service = await opened(application)
    application.state.service = service
    application.state.loop = asyncio.get_running_loop()
    # By itself a loop has a handful of threads, and who waits there to write would hold up who reads.
    application.state.loop.set_default_executor(ThreadPoolExecutor(_THREADS))
    try:
        service.prepare(alone=alone)
        await service.pool.warm()
        yield
    finally:
        await service.close()


def _declared() -> Iterator[BaseRoute]:
    for router in (explorer.open_router, *_OF_PEOPLE, *_OF_QUERIES, *_OF_LOOKUPS, status.open_router):
        yield from router.routes


def _route(application: FastAPI) -> None:
    """Add what answers at which address."""
    application.add_route("/docs", lambda request: docs_page(request, _TITLE), include_in_schema=False)
    application.include_router(explorer.open_router)
    application.include_router(admin.router, dependencies=[Depends(known_parameters)])
    checked = [Depends(may_read), Depends(known_parameters)]
    for router in _OF_PEOPLE:
        application.include_router(router, dependencies=checked)
    for router in _OF_QUERIES:
        application.include_router(router, dependencies=[Depends(may_read)])
    for router in _OF_LOOKUPS:
        application.include_router(router, dependencies=checked)
    application.include_router(status.open_router)


def _surround(application: FastAPI, settings: Settings, sharing: Sharing) -> None:
    """Add what happens to every request and answer; the last one added is the first to see a request."""
    application.add_middleware(BlankFields)
    application.add_middleware(EntityTags)
    application.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=_COMPRESSION)
    application.add_middleware(SharedThreads)
    application.add_middleware(AnsweredBefore)
    application.add_middleware(Forwarding)
    application.add_middleware(BodyLimit, most_of=partial(_body_of, settings))
    if settings.rate:
        application.add_middleware(RateLimit, each_minute=settings.rate)
    if settings.cors:
        application.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors),
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=["Accept", "Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Location"],
        )
    if settings.hosts is not None and sharing.published is None:
        application.add_middleware(ServedHosts, hosts=settings.hosts)
    application.add_middleware(HeadAsGet)
    application.add_middleware(SafeHeaders)


def _body_of(settings: Settings, request: Request) -> int:
    """Give how large a body may be: larger for clients with the right to write."""
    scope = scope_of_header(settings.all_tokens, request.headers.get("authorization", ""))
    secrets = (token.secret for token in settings.all_tokens if token.scope >= Scope.WRITE)
    if (scope is not None and scope >= Scope.WRITE) or session_of(request, secrets) is not None:
        return settings.max_body
    return min(settings.max_body, settings.max_open_body)
