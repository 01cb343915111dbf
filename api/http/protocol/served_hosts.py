"""By which names the service may be asked: no page may reach it by a name of its own that leads here."""

import ipaddress
from functools import lru_cache

import httpx
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from communique.api.hosts import Host, host_of
from communique.api.http.protocol.problems import problem

# Names of the machine itself, whatever resolves them (RFC 6761, section 6.3).
_LOOPBACK = (Host("localhost"), Host("localhost", below=True))


class ServedHosts:
    """Refuses requests whose Host is no name of the service (421), or no name at all (400).

    Its names are those of the machine itself, the address at which the request came, and what is given.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[Host, ...]) -> None:
        self._app, self._hosts = app, (*_LOOPBACK, *hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        stated = Headers(scope=scope).getlist("host") if scope["type"] == "http" else []
        # Without one, as in HTTP/1.0, the address at which it came counts.
        if not stated:
            await self._app(scope, receive, send)
            return
        url = _stated(stated[0])
        if url is None or len(stated) > 1:
            await problem(400, "the Host header is no host: send the one of the address")(scope, receive, send)
        elif self._is_known(url, scope):
            await self._app(scope, receive, send)
        else:
            detail = "this service has another name: whoever runs it may add this one to COMMUNIQUE_HOSTS"
            await problem(421, detail)(scope, receive, send)

    def _is_known(self, url: httpx.URL, scope: Scope) -> bool:
        name = host_of(url)
        address = str((scope.get("server") or ("",))[0])
        return name == address.lower() or _is_loopback(name) or any(each.is_name(url) for each in self._hosts)


@lru_cache(maxsize=1 << 8)
def _stated(header: str) -> httpx.URL | None:
    """Give the address that a Host header stands for, None where it is no host. Most requests state the same."""
    try:
        url = httpx.URL(f"http://{header}/")
    except httpx.InvalidURL:
        return None
    return url if url.host and not url.userinfo and url.path == "/" and not url.query else None


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
