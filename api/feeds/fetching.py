"""Pages and feeds over HTTP: asked politely, bounded in time and size, never from a private address unless allowed."""

import email.utils
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from types import TracebackType
from urllib.parse import urljoin

import httpx
from protego import Protego

from communique.api.hosts import host_of, port_of
from communique.api.http.outgoing.requests import is_public, resolved
from communique.ontology.types import DEFAULT_BASE

ROBOT = "communique"
MOST = 20_000_000
_MOST_ROBOTS = 512_000
_SECONDS = 60.0
_CONNECT, _READ = 10.0, 20.0
_REDIRECTS = 5
_ROBOTS_DAY = 24 * 3600.0
_TEMPORARY = frozenset((408, 425, 429))


class FetchError(Exception):
    """Nothing came that can be read; `again` tells whether that may change, and `after` in how many seconds."""

    def __init__(self, what: str, *, again: bool = True, after: float = 0.0) -> None:
        """Take what is wrong."""
        super().__init__(what)
        self.again, self.after = again, after


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave: from where at last, its content, and how to ask whether that has changed."""

    url: str
    content: bytes
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


class Web:
    """The way to servers: one request at a time, with a pause between two to the same host, and by its robots.txt.

    `local` allows addresses that are not public, `heeding` tells whether robots.txt counts, `pause` is in seconds, and
    `wait` waits for so many.
    """

    def __init__(
        self,
        *,
        local: bool = False,
        heeding: bool = True,
        pause: float = 1.0,
        wait: Callable[[float], object] = time.sleep,
        resolve: Callable[[str, int], Sequence[str]] = resolved,
    ) -> None:
        self._local, self._heeding, self._pause, self._wait, self._resolve = local, heeding, pause, wait, resolve
        self._asked: dict[str, float] = {}
        self._robots: dict[str, tuple[float, Protego]] = {}
        # No connection is kept: one made for a host must not serve another at the same address.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.Client(
            transport=httpx.HTTPTransport(trust_env=False, limits=limits),
            trust_env=False,
            timeout=httpx.Timeout(_READ, connect=_CONNECT),
        )

    def get(self, address: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Give what an address leads to, or that it has not changed; FetchError where nothing can be read."""
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        url = _checked(address)
        for _ in range(_REDIRECTS):
            delay = self._permitted(url)
            answer = self._asked_politely(url, {name: text for name, text in asked.items() if text}, delay)
            if not answer.has_redirect_location:
                return _fetched(answer, url)
            url = _checked(urljoin(str(url), answer.headers.get("location", "")))
        raise FetchError(f"it leads elsewhere more than {_REDIRECTS} times", again=False)

    def _permitted(self, url: httpx.URL) -> float:
        """Give the pause that robots.txt asks for; FetchError where it forbids the address."""
        if not self._heeding:
            return 0.0
        robots = self._robots_of(url)
        if not robots.can_fetch(str(url), ROBOT):
            raise FetchError(
                "robots.txt of its server forbids it to programs (--ignore-robots passes over that)", again=False
            )
        return float(robots.crawl_delay(ROBOT) or 0.0)

    def _robots_of(self, url: httpx.URL) -> Protego:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        known = self._robots.get(origin)
        if known is None or known[0] < time.monotonic() - _ROBOTS_DAY:
            known = time.monotonic(), Protego.parse(self._robots_text(_checked(f"{origin}/robots.txt")))
            self._robots[origin] = known
        return known[1]

    def _robots_text(self, url: httpx.URL) -> str:
        """Give the text of a robots.txt, empty where there is none (RFC 9309)."""
        for _ in range(_REDIRECTS):
            answer = self._asked_politely(url, {}, 0.0, most=_MOST_ROBOTS)
            if not answer.has_redirect_location:
                break
            url = _checked(urljoin(str(url), answer.headers.get("location", "")))
        if answer.is_server_error or answer.status_code in _TEMPORARY:
            raise FetchError(f"robots.txt of its server answers {answer.status_code}", after=_retry_after(answer))
        return answer.text if answer.is_success else ""

    def _asked_politely(
        self, url: httpx.URL, headers: dict[str, str], delay: float, most: int = MOST
    ) -> httpx.Response:
        host = host_of(url)
        last = self._asked.get(host)
        if last is not None and (rest := last + max(self._pause, delay) - time.monotonic()) > 0:
            self._wait(rest)
        try:
            return self._answer(url, headers, most)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(f"it cannot be fetched: {_plain(error)}") from error
        finally:
            self._asked[host] = time.monotonic()

    def _answer(self, url: httpx.URL, headers: dict[str, str], most: int) -> httpx.Response:
        for address in self._addresses(url):
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return self._received(self._request(url, address, headers), most)
        raise FetchError("its server cannot be reached")

    def _addresses(self, url: httpx.URL) -> Sequence[str]:
        try:
            found = self._resolve(host_of(url), port_of(url))
        except (OSError, UnicodeError) as error:
            raise FetchError("its name leads to no address") from error
        if not self._local and not all(is_public(address) for address in found):
            raise FetchError("it is on a private address (--local allows that)", again=False)
        return found

    def _request(self, url: httpx.URL, address: str, headers: dict[str, str]) -> httpx.Request:
        """Give the request to the very address that was checked; the certificate must still be that of the name."""
        said = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": f"{ROBOT}/{metadata.version('communique')} (+{DEFAULT_BASE})",
            "Accept": "application/atom+xml, application/rss+xml, text/html;q=0.9, */*;q=0.5",
            "Accept-Encoding": "gzip",
        }
        name = {"sni_hostname": host_of(url)}
        return self._client.build_request("GET", url.copy_with(host=address), headers=said | headers, extensions=name)

    def _received(self, request: httpx.Request, most: int) -> httpx.Response:
        end = time.monotonic() + _SECONDS
        answer = self._client.send(request, stream=True, follow_redirects=False)
        try:
            content = bytearray()
            for part in answer.iter_bytes():
                content += part
                if len(content) > most:
                    raise FetchError(f"it is larger than {most:,} bytes", again=False)
                if time.monotonic() > end:
                    raise FetchError(f"it takes longer than {_SECONDS:.0f} seconds")
        finally:
            answer.close()
        passed_on = {name: text for name, text in answer.headers.items() if name != "content-encoding"}
        return httpx.Response(answer.status_code, headers=passed_on, content=bytes(content), request=request)

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def __enter__(self) -> "Web":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _checked(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise FetchError(f"{address!r} is no web address", again=False) from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise FetchError(f"{address!r} is no web address by http or https without a password", again=False)
    return url


def _fetched(answer: httpx.Response, url: httpx.URL) -> Fetched:
    if answer.status_code == httpx.codes.NOT_MODIFIED:
        return Fetched(str(url), b"", unchanged=True)
    if not answer.is_success:
        again = answer.is_server_error or answer.status_code in _TEMPORARY
        raise FetchError(f"its server answers {answer.status_code}", again=again, after=_retry_after(answer))
    etag, modified = (answer.headers.get(name, "") for name in ("etag", "last-modified"))
    return Fetched(str(url), answer.content, etag, modified)


def _retry_after(answer: httpx.Response) -> float:
    """Give the seconds for which a server asks to be left alone."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) < 9:
        return float(text)
    with suppress(ValueError, TypeError):
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    return 0.0


def _plain(error: Exception) -> str:
    return str(error) or type(error).__name__
