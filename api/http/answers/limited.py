"""Look-ups within limits: all that one request asks of the event table has the time of one query."""

from fastapi import Request

from communique.api.http.service import service_of
from communique.graph import GraphReader


def limited(request: Request) -> GraphReader:
    """Give the graph for a look-up in a thread; where it takes too long, it is refused as a query is."""
    service = service_of(request)
    return service.graph.within(service.pool.limits.seconds)
