"""Look-ups within limits: what counts events may be as dear as any SPARQL query, so it runs in the query processes."""

import asyncio
import time

from fastapi import Request

from communique.api.http.protocol.rate import client_of
from communique.api.http.service import Service, service_of
from communique.api.http.workers.pool import Query, QueryError, Refusal
from communique.graph import GraphReader

_ROWS = "application/sparql-results+json"
# Of seconds: what is left must be more than nothing.
_LEAST = 1e-6


def limited(request: Request) -> GraphReader:
    """Give the graph for a look-up in a thread: its costly queries, all together, have the time and memory of one.

    They raise QueryError where there is no answer within these limits.
    """
    service, client, loop = service_of(request), client_of(request), request.app.state.loop
    seconds = service.pool.limits.seconds
    end = time.monotonic() + seconds

    def select(sparql: str) -> bytes:
        """Give the rows of a query that has what is left of the time."""
        query = Query(sparql, _ROWS, None, seconds=max(end - time.monotonic(), _LEAST), client=client)
        try:
            return asyncio.run_coroutine_threadsafe(_answer(service, query), loop).result()
        except QueryError as error:
            # The query had only what others of the look-up had left of the time.
            message = f"the query took longer than {seconds:g} seconds" if error.kind is Refusal.TIME else str(error)
            raise QueryError(error.kind, message) from error

    return service.graph.answering_with(select)


async def _answer(service: Service, query: Query) -> bytes:
    answer = await service.pool.answer(query)
    try:
        return b"".join([part async for part in answer.chunks()])
    finally:
        await answer.close()
