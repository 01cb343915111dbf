"""The view of the queries that have a name: what each asks, with fields for what can be given to it."""

from dataclasses import dataclass

from fastapi import Request, Response

from communique.api.http.explorer.showing import as_sparql, query_with, shown
from communique.api.http.service import service_of
from communique.graph.rdf import Terms
from communique.graph.sparql import NamedQuery, bound, named_queries


@dataclass(frozen=True, slots=True)
class ShownQuery:
    """A query, its text with example values, the query of the address that runs it so, and the path of its answer."""

    query: NamedQuery
    text: str
    examples: str
    sparql: str


def queries_page(request: Request) -> Response:
    """Give the page of the queries that have a name."""
    terms = service_of(request).graph.terms
    return shown(
        request,
        "queries.html",
        view="queries",
        queries=[_shown(each, terms) for each in named_queries().values()],
    )


def _shown(query: NamedQuery, terms: Terms) -> ShownQuery:
    text = bound(query, query.examples, terms)
    return ShownQuery(query, text, query_with({}, **query.examples), as_sparql(text))
