"""Requests to other servers: only to hosts that are allowed, never to a private address, bounded in time and size."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

import httpx

from communique.api.hosts import Host, host_of, port_of

# Addresses that carry one of the older kind: what they lead to is what counts.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_UNICAST = ipaddress.ip_network("2000::/3")
_TEREDO = ipaddress.ip_network("2001::/32")
_CONNECT = 5.0
_RESOLVERS = 4
MOST = 8 << 20


class NotAllowedError(ValueError):
    """A server is asked for that may not be asked."""


class OutgoingError(Exception):
    """A server that may be asked gave no answer that can be used; the message holds nothing that it sent."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of another server: an address, the media types understood, and fields, which are then posted."""

    url: str
    accept: tuple[str, ...]
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Received:
    """What another server sent, with its media type."""

    media_type: str
    content: bytes


def resolved(host: str, port: int) -> Sequence[str]:
    """Give the addresses to which a name leads; OSError where there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Tell whether an address, and whatever address it carries within, belongs to the public internet."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global and not found.is_multicast and not found.is_reserved
    carried = found.ipv4_mapped or found.sixtofour
    if found in _NAT64:
        carried = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    if carried is not None:
        return is_public(str(carried))
    return found in _UNICAST and found not in _TEREDO and found.is_global


class Outgoing:
    """The one way out. `resolve` gives the addresses of a name, `permits` judges each of them."""

    def __init__(
        self,
        hosts: Sequence[Host] = (),
        *,
        resolve: Callable[[str, int], Sequence[str]] = resolved,
        permits: Callable[[str], bool] = is_public,
        most: int = MOST,
    ) -> None:
        self.hosts, self.most = tuple(hosts), most
        self._resolve, self._permits = resolve, permits

    def check(self, address: str) -> httpx.URL:
        """Give an address that may be asked; NotAllowedError where it may not."""
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL as error:
            raise NotAllowedError(f"{address!r} is no address of a server") from error
        if url.scheme not in ("http", "https") or not url.host:
            raise NotAllowedError(f"{address!r} is refused: other servers are asked by http or https only")
        if url.userinfo:
            raise NotAllowedError("an address with a user or a password in it is refused")
        if not any(host.takes_in(url) for host in self.hosts):
            raise NotAllowedError(
                f"{host_of(url)}:{port_of(url)} is refused: it is not among the hosts that this service may ask"
                " (communique serve --outgoing HOST)"
            )
        return url

    async def ask(self, wanted: Wanted, seconds: float) -> Received:
        """Give what a server answers within so many seconds; OutgoingError where that is nothing that can be used."""
        url = self.check(wanted.url)
        try:
            async with asyncio.timeout(seconds):
                return await self._asked(url, await self._addresses(url), wanted)
        except TimeoutError as error:
            raise OutgoingError(f"it took longer than {seconds:.3g} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OutgoingError("the connection broke off, or what came was not HTTP") from error

    async def _addresses(self, url: httpx.URL) -> Sequence[str]:
        try:
            loop = asyncio.get_running_loop()
            found = await loop.run_in_executor(self._resolvers, self._resolve, host_of(url), port_of(url))
        except (OSError, UnicodeError) as error:
            raise OutgoingError("its name leads to no address") from error
        if not found or not all(self._permits(address) for address in found):
            raise OutgoingError("its name leads to an address that is not public")
        return found

    async def _asked(self, url: httpx.URL, addresses: Sequence[str], wanted: Wanted) -> Received:
        # No connection is kept: one made for a host must not serve another at the same address.
        limits = httpx.Limits(max_keepalive_connections=0)
        transport = httpx.AsyncHTTPTransport(verify=self._context, trust_env=False, limits=limits)
        timeout = httpx.Timeout(None, connect=_CONNECT)
        async with httpx.AsyncClient(transport=transport, trust_env=False, timeout=timeout) as client:
            for address in addresses:
                try:
                    return await self._read(client, _request(client, url, address, wanted), wanted)
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    continue
        raise OutgoingError("it cannot be reached")

    async def _read(self, client: httpx.AsyncClient, request: httpx.Request, wanted: Wanted) -> Received:
        response = await client.send(request, stream=True, follow_redirects=False)
        try:
            media_type = _media_type(response, wanted)
            content = bytearray()
            async for part in response.aiter_raw():
                content += part
                if len(content) > self.most:
                    raise OutgoingError(f"its answer is larger than {self.most} bytes")
            return Received(media_type, bytes(content))
        finally:
            await response.aclose()

    @cached_property
    def _resolvers(self) -> ThreadPoolExecutor:
        # A name service that does not answer holds a thread until it does: not one of those that serve all.
        return ThreadPoolExecutor(_RESOLVERS, "resolving")

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return httpx.create_ssl_context(trust_env=False)


def _request(client: httpx.AsyncClient, url: httpx.URL, address: str, wanted: Wanted) -> httpx.Request:
    """Give the request to the very address that was checked; the certificate must still be that of the name."""
    headers = {
        "Host": url.netloc.decode("ascii"),
        "Accept": ", ".join(wanted.accept),
        # What is compressed may be a thousand times as large when read.
        "Accept-Encoding": "identity",
        "User-Agent": "communique",
    }
    there = url.copy_with(host=address)
    name = {"sni_hostname": host_of(url)}
    if wanted.fields:
        return client.build_request("POST", there, data=wanted.fields, headers=headers, extensions=name)
    return client.build_request("GET", there, headers=headers, extensions=name)


def _media_type(response: httpx.Response, wanted: Wanted) -> str:
    if response.is_redirect or 300 <= response.status_code < 400:
        raise OutgoingError(f"it answered {response.status_code}, leading elsewhere, which is not followed")
    if response.status_code != httpx.codes.OK:
        raise OutgoingError(f"it answered {response.status_code}")
    if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise OutgoingError("its answer is compressed, though it was asked for a plain one")
    found = str(response.headers.get("content-type", "")).split(";")[0].strip().lower()
    if found not in wanted.accept:
        raise OutgoingError(f"its answer is none of {', '.join(wanted.accept)}")
    return found
