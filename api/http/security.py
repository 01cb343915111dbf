"""Who may write: those who send the token."""

import hmac

from fastapi import Request

from api.http.problems import ProblemError
from api.settings import Settings


def require_token(request: Request, settings: Settings) -> None:
    """Let a request pass that may write; ProblemError (403) where writing is off, (401) without the right token."""
    if settings.token is None:
        raise ProblemError(403, "writing is off: start the service with COMMUNIQUE_TOKEN set, and send it")
    kind, _, sent = request.headers.get("authorization", "").partition(" ")
    right = hmac.compare_digest(sent.strip().encode(), settings.token.encode())
    if kind.lower() != "bearer" or not right:
        raise ProblemError(
            401,
            "this needs the token: send 'Authorization: Bearer …'",
            headers={"WWW-Authenticate": 'Bearer realm="communique"'},
        )
