"""A server of feeds and articles for tests: real HTTP, answers that a test sets, requests that it can look at."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FeedAnswer:
    """What is answered at a path."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """A web site on a port of this machine: `answers` by path, and the `requests` that came, with their headers."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.address = f"http://127.0.0.1:{server.server_address[1]}"
        self.answers: dict[str, FeedAnswer] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []

    def asked(self, path: str) -> list[dict[str, str]]:
        """Give the headers of the requests for a path."""
        return [headers for each, headers in self.requests if each == path]


@contextmanager
def site() -> Iterator[Site]:
    """Give a site that serves as long as the block runs; it answers 304 to whoever knows its ETag."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    found = Site(server)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.requests.append((self.path, {name.lower(): text for name, text in self.headers.items()}))
            answer = found.answers.get(self.path, FeedAnswer(status=404))
            known = answer.headers.get("ETag")
            same = known is not None and self.headers.get("If-None-Match") == known
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(304 if same else answer.status)
            for name, text in answer.headers.items():
                self.send_header(name, text)
            self.send_header("Content-Length", "0" if same else str(len(body)))
            self.end_headers()
            if not same:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server.RequestHandlerClass = Handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def rss(items: list[tuple[str, str, str]], title: str = "Fjord Post", more: str = "") -> str:
    """Give a feed of entries: path or address of the article, headline, words."""
    entries = "".join(
        f"<item><title>{head}</title><link>{link}</link><guid>{link}</guid><description>{words}</description>"
        "<pubDate>Wed, 06 Mar 2019 08:00:00 GMT</pubDate></item>"
        for link, head, words in items
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{more}{entries}</channel></rss>'


def page(head: str, text: str) -> str:
    """Give the page of an article."""
    return (
        f"<html><head><title>{head}</title></head><body><article><h1>{head}</h1><p>{text}</p></article></body></html>"
    )
