"""SPARQL 1.1 Graph Store HTTP Protocol: whole graphs, read by all and written by those whose token allows it."""

import email
import email.policy
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from communique.api.http.answers.refusals import refused
from communique.api.http.answers.security import require
from communique.api.http.answers.streamed import StreamedResponse
from communique.api.http.protocol.leaving import CLIENT_GONE, unless_gone
from communique.api.http.protocol.negotiation import DESCRIPTIONS, type_for_graph, with_charset
from communique.api.http.protocol.problems import ProblemError, not_found
from communique.api.http.protocol.rate import client_of
from communique.api.http.service import Service, service_of
from communique.api.http.workers.pool import QueryPool
from communique.api.http.workers.queries import Dump, QueryError, RdfReading, Refusal
from communique.api.tokens import Scope
from communique.graph.rdf import is_iri
from communique.graph.sparql import is_form, parsed

router = APIRouter(tags=["Graph store"])
_N_TRIPLES = "application/n-triples"
_RDF = {name: {"schema": {"type": "string"}} for name in DESCRIPTIONS}
_EXAMPLE = '<https://example.org/notes/1> rdfs:comment "to be checked" .'
_READ: dict[int | str, dict[str, object]] = {
    200: {
        "description": "The graph.",
        "content": _RDF | {"text/turtle": {"schema": {"type": "string"}, "example": _EXAMPLE}},
    },
    404: {"description": "There is no such graph."},
}
_WRITTEN: dict[int | str, dict[str, object]] = {
    201: {"description": "The graph was made; Location names it."},
    204: {"description": "The graph was changed."},
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {**_RDF, "text/turtle": {"schema": {"type": "string"}, "example": _EXAMPLE}},
    }
}
GraphName = Annotated[
    str | None, Query(max_length=2000, description="IRI of a graph.", examples=["https://example.org/notes"])
]
Default = Annotated[str | None, Query(description="Given (without a value) for the default graph.", examples=[""])]


@dataclass(frozen=True, slots=True)
class _Target:
    """A graph by its IRI; None is the default graph."""

    iri: str | None


@router.get("/gsp", summary="Get a graph", response_class=Response, responses=_READ)
async def get_graph(request: Request, graph: GraphName = None, default: Default = None) -> Response:
    """Give a named graph, or the default graph, in the form that the Accept header prefers."""
    return await _read(request, _target(graph, default))


@router.put(
    "/gsp", summary="Replace a graph", status_code=204, response_class=Response, responses=_WRITTEN, openapi_extra=_BODY
)
async def put_graph(request: Request, graph: GraphName = None, default: Default = None) -> Response:
    """Put what is sent in the place of a graph. Needs a token of scope admin."""
    return await _write(request, _target(graph, default), replace=True)


@router.post(
    "/gsp", summary="Add to a graph", status_code=204, response_class=Response, responses=_WRITTEN, openapi_extra=_BODY
)
async def post_graph(request: Request, graph: GraphName = None, default: Default = None) -> Response:
    """Add what is sent to a graph; without a name, to a new one whose name its content determines.

    Needs a token of scope admin.
    """
    named = graph is not None or default is not None
    return await _write(request, _target(graph, default) if named else None, replace=False)


@router.delete("/gsp", summary="Drop a graph", status_code=204, response_class=Response)
def delete_graph(request: Request, graph: GraphName = None, default: Default = None) -> Response:
    """Drop a graph. Needs a token of scope admin."""
    return _dropped(request, _target(graph, default))


@router.get("/gsp/{path:path}", include_in_schema=False)
async def get_at(request: Request, path: str) -> Response:
    """Give the graph whose IRI is this address below the base."""
    return await _read(request, _at(request, path))


@router.put("/gsp/{path:path}", include_in_schema=False)
async def put_at(request: Request, path: str) -> Response:
    """Put what is sent in the place of the graph whose IRI is this address below the base."""
    return await _write(request, _at(request, path), replace=True)


@router.post("/gsp/{path:path}", include_in_schema=False)
async def post_at(request: Request, path: str) -> Response:
    """Add what is sent to the graph whose IRI is this address below the base."""
    return await _write(request, _at(request, path), replace=False)


@router.delete("/gsp/{path:path}", include_in_schema=False)
def delete_at(request: Request, path: str) -> Response:
    """Drop the graph whose IRI is this address below the base."""
    return _dropped(request, _at(request, path))


def _target(graph: str | None, default: str | None) -> _Target:
    if (graph is None) == (default is None):
        raise ProblemError(400, "name one graph: ?graph=IRI, or ?default")
    return _checked(graph)


def _at(request: Request, path: str) -> _Target:
    return _checked(f"{service_of(request).graph.namespace.base}gsp/{path}")


def _checked(iri: str | None) -> _Target:
    if iri is not None and not is_iri(iri):
        raise ProblemError(400, f"graph: {iri!r} is no absolute IRI")
    return _Target(iri)


async def _read(request: Request, target: _Target) -> Response:
    media_type = type_for_graph(request.headers.get("accept") or "*/*")
    service, headers = service_of(request), {"Vary": "Accept"}
    if not isinstance(service.pool, QueryPool):
        found = await run_in_threadpool(service.graph.graph, target.iri, media_type)
        if found is None:
            raise not_found(f"there is no graph {target.iri}")
        return Response(found, media_type=with_charset(media_type), headers=headers)
    most = service.pool.limits.granted(float("inf"))
    try:
        work = service.pool.answer(Dump(target.iri, media_type, client_of(request), most))
        answer = await unless_gone(request, work)
    except QueryError as error:
        if error.kind is Refusal.MISSING:
            raise not_found(f"there is no graph {target.iri}") from error
        raise refused(error, "graph") from error
    if answer is None:
        return Response(status_code=CLIENT_GONE)
    return StreamedResponse(answer.chunks(), with_charset(media_type), headers, answer.close)


async def _write(request: Request, target: _Target | None, *, replace: bool) -> Response:
    service = service_of(request)
    require(request, Scope.ADMIN)
    body, content_type = await request.body(), request.headers.get("content-type", "")
    base = (target.iri if target else None) or service.graph.namespace.base
    parts = await run_in_threadpool(_parts, body, content_type)
    written = [await _parsed(service, request, part, kind, base) for part, kind in parts]
    return await run_in_threadpool(_written, service, target, written, replace)


def _written(service: Service, target: _Target | None, written: list[bytes], replace: bool) -> Response:
    base = service.graph.namespace.base
    triples = [triple for part in written for triple in parsed(part, _N_TRIPLES, base) or ()]
    name = target.iri if target else service.graph.name_for(triples)
    with service.writing:
        try:
            new = service.graph.put_graph(name, triples, replace=replace)
        finally:
            service.wrote()
        service.flush()
    return Response(status_code=201, headers={"Location": name or ""}) if new and name else Response(status_code=204)


def _dropped(request: Request, target: _Target) -> Response:
    service = service_of(request)
    require(request, Scope.ADMIN)
    with service.writing:
        try:
            there = service.graph.drop_graph(target.iri)
        finally:
            service.wrote()
        service.flush()
    if not there and target.iri is not None:
        raise not_found(f"there is no graph {target.iri}")
    return Response(status_code=204)


async def _parsed(service: Service, request: Request, body: bytes, content_type: str, base: str) -> bytes:
    """Give what a text says as N-Triples; it is read in the process of a query, within its limits."""
    media_type = content_type.split(";")[0].strip().lower()
    if not is_form(media_type):
        stated = media_type or "is missing"
        raise ProblemError(415, f"Content-Type {stated}: send one of {', '.join(DESCRIPTIONS)}")
    try:
        return await service.parsers.parse(RdfReading(body, media_type, base, client_of(request)))
    except QueryError as error:
        if error.kind is Refusal.SYNTAX:
            raise ProblemError(400, f"the body is not {media_type}: {error}") from error
        raise refused(error, "body") from error


def _parts(body: bytes, content_type: str) -> list[tuple[bytes, str]]:
    """Give the files of a form, or the body itself, each with its kind."""
    if not content_type.lower().startswith("multipart/form-data"):
        return [(body, content_type)]
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    form = email.message_from_bytes(head + body, policy=email.policy.HTTP)
    files = [part for part in form.walk() if not part.is_multipart()]
    contents = [(part.get_payload(decode=True), part.get("Content-Type", "")) for part in files]
    return [(content, str(kind)) for content, kind in contents if isinstance(content, bytes)]
