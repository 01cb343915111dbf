"""Queries by name: the examples that come with the endpoint, with parameters, run like any query."""

import asyncio
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.answering import as_json, varies
from communique.api.http.answers.examples import SPARQL_RESPONSES, example
from communique.api.http.answers.tabulated import Format, table_wanted, tabulated
from communique.api.http.protocol.parameters import known_parameters, refuse_doubled
from communique.api.http.protocol.problems import not_found
from communique.api.http.protocol.sparql_request import NOTHING_ELSE, seconds_of
from communique.api.http.routes.sparql import answered
from communique.api.http.service import service_of
from communique.graph import query_table
from communique.graph.sparql import NamedQuery, bound, named_queries

router = APIRouter(tags=["SPARQL"])
_RESERVED = ("format", "timeout")
_SHOWN = {
    "parameters": [
        {
            "name": "actor",
            "in": "query",
            "schema": {"type": "string"},
            "description": "As the query asks.",
            "example": "rus",
        },
        {"name": "format", "in": "query", "schema": {"type": "string"}, "description": "As for /sparql."},
        {"name": "timeout", "in": "query", "schema": {"type": "string"}, "description": "As for /sparql."},
    ]
}


@router.get(
    "/queries",
    summary="List the queries that have a name",
    response_model=s.QueriesOut,
    responses=example("queries", page=True, table=True),
    dependencies=[Depends(known_parameters)],
)
@varies
@as_json
def list_queries(request: Request, form: Format = None) -> s.QueriesOut | Response:
    """Give the queries that have a name, with their parameters and as SPARQL with example values. People get a page.

    As a table, a row for each query.
    """
    terms = service_of(request).graph.terms
    if (table := table_wanted(request, form)) is not None:
        return tabulated(table, "queries", lambda: query_table(named_queries().values(), terms))
    items = [
        s.QueryOut(
            name=query.name,
            title=query.title,
            parameters=[
                s.ParameterOut(name=p.name, kind=p.kind, example=p.example, optional=p.optional)
                for p in query.parameters
            ],
            sparql=bound(query, query.examples, terms),
        )
        for query in named_queries().values()
    ]
    return s.QueriesOut(items=items)


@router.get(
    "/queries/{name}",
    summary="Run a query that has a name",
    response_class=Response,
    responses=SPARQL_RESPONSES,
    openapi_extra=_SHOWN,
)
async def run_query(request: Request, name: Annotated[str, Path(max_length=100, examples=["partners"])]) -> Response:
    """Run a query that has a name; its parameters are those of the address. `format` and `timeout` as for /sparql."""
    query: NamedQuery | None = named_queries().get(name)
    if query is None:
        raise not_found(f"there is no query {name!r}: see /queries")
    refuse_doubled(request)
    given = {key: value for key, value in request.query_params.items() if key not in _RESERVED}
    service = service_of(request)
    given = await asyncio.to_thread(service.resolver.arguments, query, given)
    text = bound(query, given, service.graph.terms)
    await asyncio.to_thread(service.graph.check_arguments, query, given)
    asked = replace(NOTHING_ELSE, seconds=seconds_of(request.query_params.get("timeout")))
    return await answered(request, text, request.query_params.get("format"), asked)
