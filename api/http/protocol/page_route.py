"""Pages at the addresses of look-ups: who would rather have a page gets it, and programs get what they got before."""

from fastapi.routing import APIRoute
from starlette.datastructures import Headers, QueryParams
from starlette.routing import Match
from starlette.types import Scope

from communique.api.http.protocol.negotiation import JSON, TABLES, wants_page

_OTHERS = (JSON, *TABLES.values())


class PageRoute(APIRoute):
    """A route that is there only for requests that would rather have a page; it goes before the look-up's own."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether a request is for this route."""
        match, child = super().matches(scope)
        return (match, child) if match is Match.FULL and _is_for_people(scope) else (Match.NONE, {})


def _is_for_people(scope: Scope) -> bool:
    if "format" in QueryParams(scope.get("query_string", b"")):
        return False
    return wants_page(Headers(scope=scope).get("accept") or "*/*", _OTHERS)
