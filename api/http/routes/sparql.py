"""The SPARQL endpoint: queries for all, updates for those whose token allows them."""

import asyncio
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from communique.api.http.answers.examples import SPARQL_RESPONSES
from communique.api.http.answers.refusals import refused
from communique.api.http.answers.security import require
from communique.api.http.answers.streamed import StreamedResponse
from communique.api.http.pages.pages import here, links_of, sparql_page, table_page
from communique.api.http.pages.rendering import page_headers
from communique.api.http.protocol.leaving import CLIENT_GONE, unless_gone
from communique.api.http.protocol.negotiation import (
    DESCRIPTIONS,
    GRAPHS,
    ROWS,
    type_for_graph,
    types_for_query,
    wants_page,
    wish_of,
    with_charset,
)
from communique.api.http.protocol.problems import ProblemError
from communique.api.http.protocol.rate import client_of
from communique.api.http.protocol.service_description import service_description
from communique.api.http.protocol.sparql_request import NOTHING_ELSE, SparqlRequest, sparql_request
from communique.api.http.service import Service, service_of
from communique.api.http.workers.answer_cache import is_repeatable
from communique.api.http.workers.queries import Answer, Query, QueryError, Rehearsal
from communique.api.tokens import Scope
from communique.graph.rdf import converted, is_iri
from communique.graph.sparql import checked_update, matches_patterns, named_queries, notes_on

router = APIRouter(tags=["SPARQL"])
# What a page of rows, or of triples, is made from.
_FOR_PAGE = ("text/tab-separated-values", "application/n-triples")
# Tells of terms of a query that no triple has any more.
_NOTE = "Communique-Note"
_GET_PARAMETERS = [
    (
        "query",
        "The query; without it the answer is the service description.",
        "SELECT ?whom { actor:rus act:criticizes ?whom }",
    ),
    ("default-graph-uri", "A graph to be the default graph, or part of it.", None),
    ("named-graph-uri", "A graph that GRAPH may name.", None),
    (
        "format",
        "json, xml, csv, tsv, turtle, ntriples, jsonld, rdfxml, n3 or html; goes before the Accept header.",
        "csv",
    ),
    ("timeout", "Seconds that the query may take, up to the most that the service grants.", "5"),
]
_GET_EXTRA = {
    "parameters": [
        {
            "name": name,
            "in": "query",
            "description": text,
            "schema": {"type": "string"},
            **({"example": example} if example else {}),
        }
        for name, text, example in _GET_PARAMETERS
    ]
}
_POST_EXTRA = {
    "requestBody": {
        "required": True,
        "content": {
            "application/sparql-query": {
                "schema": {"type": "string"},
                "example": "SELECT ?whom { actor:rus act:criticizes ?whom }",
            },
            "application/sparql-update": {
                "schema": {"type": "string"},
                "example": 'INSERT DATA { GRAPH <https://example.org/notes> { actor:rus rdfs:comment "mine" } }',
            },
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "properties": {"query": {"type": "string"}, "update": {"type": "string"}}},
                "example": {"query": "ASK { actor:rus act:criticizes actor:usa }"},
            },
        },
    }
}


@router.get("/sparql", summary="Ask a SPARQL query", openapi_extra=_GET_EXTRA, responses=SPARQL_RESPONSES)
async def get_sparql(request: Request) -> Response:
    """Answer a query (SPARQL 1.1 Protocol, by GET); without one, describe the service, to people as a page."""
    return await _handled(request)


@router.post("/sparql", summary="Ask a SPARQL query, or update", openapi_extra=_POST_EXTRA, responses=SPARQL_RESPONSES)
async def post_sparql(request: Request) -> Response:
    """Answer a query (SPARQL 1.1 Protocol, as form or body), or do an update, which needs a token of scope admin."""
    return await _handled(request)


@router.get("/.well-known/void", include_in_schema=False)
async def get_void(request: Request) -> Response:
    """Lead whoever looks for a description of the data where all such look to the one that we give."""
    return RedirectResponse(here(request, "sparql"), 303)


router.add_api_route("/sparql/", get_sparql, methods=["GET"], include_in_schema=False)
router.add_api_route("/sparql/", post_sparql, methods=["POST"], include_in_schema=False)


async def _handled(request: Request) -> Response:
    service = service_of(request)
    asked = await sparql_request(request)
    if asked.update is not None:
        return await _updated(service, request, asked, asked.update)
    if asked.query is None:
        return await _described(service, request, asked.format)
    return await answered(request, asked.query, asked.format, asked)


async def answered(request: Request, text: str, short: str | None, asked: SparqlRequest = NOTHING_ELSE) -> Response:
    """Answer a query in the form that ``format`` or the Accept header asks for."""
    accept = _accept(request)
    page = short == "html" or (short is None and wants_page(accept, (*ROWS, *GRAPHS)))
    rows_type, graph_type = _FOR_PAGE if page else types_for_query(accept, short)
    default, named = _dataset(asked)
    service = service_of(request)
    try:
        query = Query(text, rows_type, graph_type, default, named, asked.seconds, client_of(request))
        answer = await unless_gone(request, _answer(service, query))
        service.measures.queries.labels("left" if answer is None else "answered").inc()
    except QueryError as error:
        service.measures.queries.labels(error.kind.value).inc()
        raise refused(error, wish=wish_of(accept, short)) from error
    if answer is None:
        return Response(status_code=CLIENT_GONE)
    notes = notes_on(text, service.graph.terms)
    if page:
        has_rows, shown = answer.media_type == _FOR_PAGE[0], text if default is None else ""
        parts = table_page(answer.chunks(), links_of(request), head=has_rows, query=shown, notes=notes)
        return StreamedResponse(parts, "text/html", dict(page_headers()), answer.close)
    headers = {"Vary": "Accept", **({_NOTE: "; ".join(notes)} if notes else {})}
    if answer.rest is None:
        return Response(answer.first, media_type=with_charset(answer.media_type), headers=headers)
    return StreamedResponse(answer.chunks(), with_charset(answer.media_type), headers, answer.close)


async def _answer(service: Service, query: Query) -> Answer:
    """Give the answer to a query; a small one that was given since the last write comes from memory."""
    version, key = service.snapshots.version, replace(query, seconds=None, client="")
    if (cached := service.answers.get((key,), version)) is not None:
        return Answer(cached.media_type, cached.body)
    answer = await service.pool.answer(await service.federation.query(query))
    if service.shares_store or not is_repeatable(query.text):
        return answer
    return service.answers.caching((key,), version, answer)


def _accept(request: Request) -> str:
    return request.headers.get("accept") or "*/*"


def _dataset(asked: SparqlRequest) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Give default and named graphs: a request that names either kind has none of the other but those it names."""
    if not asked.default_graphs and not asked.named_graphs:
        return None, None
    for iri in (*asked.default_graphs, *asked.named_graphs):
        if not is_iri(iri):
            raise ProblemError(400, f"the graph {iri!r} is no absolute IRI")
    return asked.default_graphs, asked.named_graphs


async def _updated(service: Service, request: Request, asked: SparqlRequest, text: str) -> Response:
    if service.sharing.writer is not None:
        return await service.sharing.writer.answer(request)
    require(request, Scope.ADMIN)
    if asked.default_graphs or asked.named_graphs:
        raise ProblemError(400, "an update names its graphs by using-graph-uri and using-named-graph-uri")

    try:
        text, seconds = await service.federation.update(text, asked.seconds)
    except QueryError as error:
        raise refused(error, "update") from error
    text = await asyncio.to_thread(checked_update, text, using=asked.using, using_named=asked.using_named)
    await _rehearsed(service, request, text, seconds)

    def run() -> None:
        """Do the update on the store itself."""
        with service.writing:
            try:
                service.graph.update(text)
            except SyntaxError as error:
                raise ProblemError(400, f"the update is not SPARQL 1.1: {error}") from error
            except RuntimeError as error:
                # What an operation forbids, such as creating a graph that is there.
                raise ProblemError(400, f"the update cannot be done: {error}") from error
            finally:
                service.wrote()
            service.flush()

    await asyncio.to_thread(run)
    return Response(status_code=204)


async def _rehearsed(service: Service, request: Request, text: str, seconds: float | None) -> None:
    """See that an update keeps within the limits: once begun on the store itself, the engine cannot end it."""
    try:
        await service.pool.rehearse(Rehearsal(text, client_of(request), seconds, matches_patterns(text)))
    except QueryError as error:
        raise refused(error, "update") from error


async def _described(service: Service, request: Request, short: str | None) -> Response:
    if short == "html" or (short is None and wants_page(_accept(request), DESCRIPTIONS)):
        most = service.pool.limits.granted(float("inf"))
        known = service.graph
        return sparql_page(named_queries().values(), known.terms, known.actions.values(), most, links_of(request))
    media_type = type_for_graph(_accept(request), short)
    numbers = await asyncio.to_thread(service.graph.statistics)
    endpoint = str(request.url.replace(query="")).rstrip("/")
    writing, asking = service.settings.writing, service.federation.asks
    text = service_description(endpoint, service.graph.namespace.base, numbers, writing=writing, asking=asking)
    body = converted(text, media_type)
    return Response(body, media_type=with_charset(media_type), headers={"Vary": "Accept"})
