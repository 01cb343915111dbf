"""So many requests a minute for each client, and no more."""

import ipaddress
import math
import time
from functools import lru_cache

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from communique.api.http.protocol.problems import problem

# Whoever has one IPv6 address mostly has all that begin alike.
_PREFIX = 64


def client_of(request: Request) -> str:
    """Give what tells one client from another: the network address from which it asks."""
    return client_of_scope(request.scope)


class RateLimit:
    """Refuses (429) the requests of a client beyond a number in a minute."""

    def __init__(self, app: ASGIApp, each_minute: int) -> None:
        self._app, self._item = app, RateLimitItemPerMinute(each_minute)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http" or self._limiter.hit(self._item, client := client_of_scope(scope)):
            await self._app(scope, receive, send)
            return
        wait = max(1, math.ceil(self._limiter.get_window_stats(self._item, client).reset_time - time.time()))
        detail = f"more than {self._item.amount} requests in a minute: ask again in {wait} seconds"
        await problem(429, detail, headers={"Retry-After": str(wait)})(scope, receive, send)


def client_of_scope(scope: Scope) -> str:
    """Give what tells one client from another, of a request as the server passes it on."""
    return client_of_address(str((scope.get("client") or ("", 0))[0]))


@lru_cache(maxsize=1 << 10)
def client_of_address(host: str) -> str:
    """Give what tells one client from another: his address, or of IPv6 the first half of it."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, _PREFIX), strict=False))
