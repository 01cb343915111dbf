"""Problem details (RFC 9457): what went wrong, in one form for every address."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from communique.graph import StoreFullError, is_damaged, is_full

MEDIA_TYPE = "application/problem+json"
Handler = Callable[[Request, Exception], Awaitable[Response]]
_LOG = logging.getLogger(__name__)


class ProblemError(Exception):
    """A request cannot be answered; `detail` says what is wrong and what to do."""

    def __init__(
        self, status: int, detail: str, *, title: str = "", headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.title = status, detail, title
        self.headers, self.more = headers, more


def not_found(what: str) -> ProblemError:
    """Give the problem of something that is not there."""
    return ProblemError(404, what)


def problem(
    status: int, detail: str, *, title: str = "", headers: Mapping[str, str] | None = None, **more: object
) -> JSONResponse:
    """Give a response with problem details."""
    body = {"title": title or HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JSONResponse(body, status, dict(headers or {}), MEDIA_TYPE)


# The server closes the connection after an error that nobody has expected: who is not told would ask by it again.
_LAST = {"Connection": "close"}


def install(application: FastAPI, shown: Callable[[Handler], Handler] = lambda handler: handler) -> None:
    """Make an application answer every error with problem details; `shown` makes of them what people read."""
    for kind, handler in _HANDLERS.items():
        application.add_exception_handler(kind, shown(handler))


async def _as_problem(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)
    return problem(error.status, error.detail, title=error.title, headers=error.headers, **error.more)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    detail = {
        404: f"there is nothing at {request.url.path}: see /docs for what there is",
        405: f"{request.method} is not for {request.url.path}: see the Allow header",
    }.get(error.status_code, error.detail)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        # A router knows of its own routes only.
        headers["Allow"] = ", ".join(request.app.state.addresses.methods_of(request.url.path))
    return problem(error.status_code, detail, headers=headers)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [{"where": ".".join(map(str, item["loc"])), "what": str(item["msg"])} for item in error.errors()]
    detail = "; ".join(f"{item['where']}: {item['what']}" for item in errors)
    return problem(422, detail, errors=errors)


async def _bad_value(_: Request, error: Exception) -> JSONResponse:
    # ValueErrors of the graph are about what was asked for, and say so in words meant for who asked.
    return problem(400, str(error))


async def _full(_: Request, error: Exception) -> JSONResponse:
    return problem(507, str(error))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    if is_damaged(error):
        _LOG.error("the store is damaged", exc_info=error)
        return problem(
            500, "the store is damaged: whoever runs the service has to restore a backup of it", headers=_LAST
        )
    if is_full(error):
        return problem(507, "there is no room left on a disk of the service: ask again when there is", headers=_LAST)
    # A ValueError too, but ours: an answer that does not fit its own model.
    if isinstance(error, ValidationError):
        _LOG.error("the answer to %s fits no model", request.url.path, exc_info=error)
    return problem(500, "something went wrong here, and was logged; asking again may help", headers=_LAST)


_HANDLERS: Mapping[type[Exception], Handler] = {
    ProblemError: _as_problem,
    StoreFullError: _full,
    HTTPException: _http,
    RequestValidationError: _invalid,
    ValueError: _bad_value,
    ValidationError: _unexpected,
    Exception: _unexpected,
}
