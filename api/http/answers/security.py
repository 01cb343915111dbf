"""Who may do what: by the scope of the token that a request sends."""

from fastapi import Request

from communique.api.http.protocol.problems import ProblemError
from communique.api.http.service import service_of
from communique.api.tokens import Scope, scope_of_header

_DEEDS = {
    Scope.READ: "read",
    Scope.WRITE: "store and forget documents",
    Scope.ADMIN: "update the store itself, or look at its metrics",
}


def require(request: Request, wanted: Scope, off: str = "writing is off") -> None:
    """Let a request pass whose token has a scope.

    ProblemError: 401 without a token that is known, 403 where the token allows less, or nobody may do this; `off` says
    what that is then.
    """
    settings = service_of(request).settings
    if not any(token.scope >= wanted for token in settings.all_tokens):
        raise ProblemError(403, f"{off}: start the service with COMMUNIQUE_TOKENS set, and send a token")
    scope = scope_of_header(settings.all_tokens, request.headers.get("authorization", ""))
    if scope is None:
        raise ProblemError(
            401,
            "this needs the token: send 'Authorization: Bearer …'",
            headers={"WWW-Authenticate": 'Bearer realm="communique"'},
        )
    if scope < wanted:
        needed = wanted.name.lower()
        raise ProblemError(403, f"this token has no right to {_DEEDS[wanted]}: send one of scope {needed}")


async def may_read(request: Request) -> None:
    """Let a request pass that may read: any, unless the settings ask for a token."""
    if not service_of(request).settings.open_reads:
        require(request, Scope.READ)
