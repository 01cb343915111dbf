"""What went wrong, as a page for people: the same problem details that programs get."""

import json
from functools import wraps

from fastapi import Request, Response

from communique.api.http.pages.pages import here
from communique.api.http.pages.rendering import page
from communique.api.http.protocol.negotiation import wants_page
from communique.api.http.protocol.problems import Handler

_OTHERS = ("application/problem+json", "application/json")


def for_people(handler: Handler) -> Handler:
    """Give a handler of errors whose answer is a page where the request would rather have one."""

    @wraps(handler)
    async def handled(request: Request, error: Exception) -> Response:
        """Give the problem as a page, or as it is."""
        answer = await handler(request, error)
        if not wants_page(request.headers.get("accept") or "*/*", _OTHERS):
            return answer
        problem = json.loads(bytes(answer.body))
        shown = page(
            "problem.html",
            here=here(request),
            title=problem["title"],
            detail=problem["detail"],
            candidates=problem.get("candidates", ()),
        )
        shown.status_code = answer.status_code
        passed_on = {
            name: value for name, value in answer.headers.items() if name in ("retry-after", "www-authenticate")
        }
        shown.headers.update(passed_on)
        return shown

    return handled
