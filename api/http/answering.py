"""JSON answers, written by the look-up itself."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from fastapi import Response
from pydantic import BaseModel

P = ParamSpec("P")


def as_json(look_up: Callable[P, BaseModel | Response]) -> Callable[P, Response]:
    """Give a look-up whose model is written as JSON in the thread where it was made.

    FastAPI would take the model to a second thread to see whether it is one, and write it where all requests wait.
    """

    @wraps(look_up)
    def written(*given: P.args, **named: P.kwargs) -> Response:
        found = look_up(*given, **named)
        if isinstance(found, Response):
            return found
        return Response(found.model_dump_json(), media_type="application/json")

    return written


def varies(look_up: Callable[P, Response]) -> Callable[P, Response]:
    """Give a look-up whose answer notes that others get it in another form."""

    @wraps(look_up)
    def noted(*given: P.args, **named: P.kwargs) -> Response:
        found = look_up(*given, **named)
        found.headers["Vary"] = "Accept"
        return found

    return noted
