"""JSON answers, written by the look-up itself."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from fastapi import Request, Response
from pydantic import BaseModel

from communique.api.http.protocol.negotiation import JSON, check_acceptable
from communique.api.http.service import service_of
from communique.api.http.workers.answer_cache import CachedAnswer

P = ParamSpec("P")


def as_json(look_up: Callable[P, BaseModel | Response]) -> Callable[P, Response]:
    """Give a look-up whose model is written as JSON in the thread where it was made, and cached until the next write.

    FastAPI would take the model to a second thread to see whether it is one, and write it where all requests wait.
    The look-up takes its `request` by name.
    """

    @wraps(look_up)
    def written(*given: P.args, **named: P.kwargs) -> Response:
        """Answer from memory, or make the model and keep it as JSON."""
        request = named["request"]
        assert isinstance(request, Request)
        service = service_of(request)
        # A write meanwhile makes the answer one of the past.
        version = service.snapshots.version
        key = request.url.path, request.url.query, request.headers.get("accept", "")
        cached = service.answers.get(key, version)
        if cached is None:
            if "format" not in request.query_params:
                check_acceptable(request.headers.get("accept") or "*/*", _forms(request))
            found = look_up(*given, **named)
            if isinstance(found, Response):
                return found
            cached = CachedAnswer(JSON, found.model_dump_json().encode())
            if not service.shares_store:
                service.answers.put(key, version, cached)
        if not service.shares_store:
            # For who gives whole answers again.
            request.state.version_of_answer = version
        return Response(cached.body, media_type=JSON)

    return written


async def same_until_written(request: Request) -> None:
    """Note of which version of the store the answer to a request tells: until the next write it is given again."""
    service = service_of(request)
    if not service.shares_store:
        request.state.version_of_answer = service.snapshots.version


def not_to_be_repeated(request: Request) -> None:
    """Note that the next answer to the same request may be another."""
    request.state.version_of_answer = None


def varies(look_up: Callable[P, Response]) -> Callable[P, Response]:
    """Give a look-up whose answer notes that others get it in another form."""

    @wraps(look_up)
    def varied(*given: P.args, **named: P.kwargs) -> Response:
        """Answer with ``Vary: Accept``."""
        found = look_up(*given, **named)
        found.headers["Vary"] = "Accept"
        return found

    return varied


def _forms(request: Request) -> tuple[str, ...]:
    """Give the media types in which the address of a request answers, as OpenAPI says them."""
    return tuple(request.scope["route"].responses.get(200, {}).get("content", {JSON: {}}))
