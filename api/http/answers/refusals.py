"""Why a query has no answer, as problem details."""

from collections.abc import Callable, Mapping

from fastapi import FastAPI, Request, Response

from communique.api.http.protocol.negotiation import GRAPHS, ROWS, not_acceptable
from communique.api.http.protocol.problems import Handler, ProblemError, problem
from communique.api.http.service import service_of
from communique.api.http.workers.queries import QueryError, Refusal
from communique.graph import IndexNotReadyError, SearchTimeError, UnknownActorError

# Not 503 for what is too much in itself: clients would send it again and again.
_STATUS = {
    Refusal.SYNTAX: (400, "the query is not SPARQL 1.1: {}"),
    Refusal.MISSING: (404, "{}"),
    Refusal.DEPTH: (422, "{}: write fewer brackets, braces or operators within each other"),
    Refusal.TIME: (422, "{}: ask for less, or add LIMIT"),
    Refusal.MEMORY: (422, "{}: ask for less, or sort and group less"),
    Refusal.TOO_LARGE: (422, "{}: ask for less, or page through it with LIMIT and OFFSET"),
    Refusal.BUSY: (503, "{}: ask again in a moment"),
    Refusal.KILLED: (503, "{}: ask again in a moment"),
    Refusal.NO_ROOM: (507, "{}: it can be read, and written again when there is room"),
    Refusal.DAMAGED: (500, "{}: whoever runs the service has to restore a backup of it"),
    Refusal.FAILED: (400, "the query cannot be answered: {}"),
}


def refused(error: QueryError, what: str = "query", wish: str = "") -> ProblemError:
    """Give the problem of a query (or of `what` else) that has no answer; `wish` tells in which form it was wanted."""
    if error.kind is Refusal.NOT_ACCEPTABLE:
        return not_acceptable(wish, GRAPHS if str(error) == "triples" else ROWS)
    status, text = _STATUS[error.kind]
    headers = {"Retry-After": "5"} if status == 503 else None
    detail = text.format(error).replace("query", what)
    return ProblemError(status, detail, title=f"{what.capitalize()} refused: {error.kind.value}", headers=headers)


def install(application: FastAPI, wrapped: Callable[[Handler], Handler]) -> None:
    """Make an application answer with problem details where a look-up has no answer, or an actor is not found.

    `wrapped` gives the handler in the place of each.
    """
    for kind, handler in _HANDLERS.items():
        application.add_exception_handler(kind, wrapped(handler))


async def _too_long(request: Request, _: Exception) -> Response:
    seconds = service_of(request).pool.limits.seconds
    return await _refused_look_up(request, QueryError(Refusal.TIME, f"the query took longer than {seconds:g} seconds"))


async def _not_ready(_: Request, error: Exception) -> Response:
    return problem(503, f"{error}: ask again in a moment", headers={"Retry-After": "5"})


async def _refused_look_up(_: Request, error: Exception) -> Response:
    assert isinstance(error, QueryError)
    found = refused(error, "look-up")
    return problem(found.status, found.detail, title=found.title, headers=found.headers)


async def _unknown(_: Request, error: Exception) -> Response:
    assert isinstance(error, UnknownActorError)
    return problem(400, str(error), candidates=error.candidates)


_HANDLERS: Mapping[type[Exception], Handler] = {
    QueryError: _refused_look_up,
    UnknownActorError: _unknown,
    SearchTimeError: _too_long,
    IndexNotReadyError: _not_ready,
}
