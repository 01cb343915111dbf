"""The views of lists that have no numbers by period: who published the documents, and the strongest relations."""

from fastapi import Request, Response

from communique.api.http.answers.limited import limited
from communique.api.http.answers.relations import pair_out
from communique.api.http.explorer.showing import as_sparql, query_with, shown
from communique.api.http.service import service_of

MOST_LISTED = 500
_PUBLISHERS = """SELECT ?publisher (COUNT(DISTINCT ?document) AS ?documents) WHERE {
  GRAPH ?document { ?document dcterms:publisher ?publisher }
} GROUP BY ?publisher ORDER BY DESC(?documents) ?publisher"""


def publishers_page(request: Request, limit: int | None) -> Response:
    """Give the page of the publishers of each data set, those of most documents first."""
    every = service_of(request).publishers()
    return shown(
        request,
        "publishers.html",
        view="publishers",
        publishers=[(each, query_with({}, publisher=each.publisher)) for each in every[: limit or MOST_LISTED]],
        all_publishers=len(every),
        query=query_with({}, limit=limit),
        sparql=as_sparql(_PUBLISHERS),
    )


def relations_page(request: Request, limit: int | None) -> Response:
    """Give the page of the pairs of sides with most events."""
    graph, most = limited(request), limit or MOST_LISTED
    return shown(
        request,
        "relations.html",
        view="relations",
        pairs=[pair_out(graph, pair) for pair in graph.strongest(most)],
        query=query_with({}, limit=most),
    )
