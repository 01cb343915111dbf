"""Articles in the body of a request: text, HTML, JSON, JSON lines, a table, a feed."""

from typing import Annotated

from fastapi import Query, Request

from communique.api.http.protocol.day import Day
from communique.api.http.protocol.problems import ProblemError

KINDS = {
    "text/plain": "plain",
    "text/markdown": "plain",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/json": "json",
    "application/jsonl": "json",
    "application/x-ndjson": "json",
    "application/x-jsonlines": "json",
    "text/csv": "table",
    "text/tab-separated-values": "table",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
}
# So many inputs that cannot be read are listed one by one; who sends more has mistaken the form.
MOST_PROBLEMS = 1000
_UTF_8 = ("", "utf-8", "utf8", "us-ascii")
# Others that texts come in, each decoded in a time that grows as its length; Python knows some that take the square.
_OTHERS = (
    *(f"iso-8859-{number}" for number in range(1, 17) if number != 12),
    *(f"windows-{number}" for number in range(1250, 1259)),
    *("utf-16", "utf-16le", "utf-16be", "koi8-r", "koi8-u", "macintosh"),
    *("gbk", "gb2312", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr"),
)

Published = Annotated[
    Day | None, Query(description="Day of publication, where an article names none.", examples=["2015-12-15"])
]
PublisherName = Annotated[str, Query(max_length=300, description="Publisher, where an article names none.")]


async def posted(request: Request, most: int | None = None) -> tuple[bytes, str]:
    """Give the body of a request, as UTF-8 where it states another charset, and of which kind it is.

    ProblemError (415) for a kind or a charset that is not read here, (413) for a body of more than `most` bytes.
    """
    media_type, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    kind = KINDS.get(media_type)
    if kind is None:
        stated = media_type or "is missing"
        raise ProblemError(415, f"Content-Type {stated}: send one of {', '.join(sorted(KINDS))}")
    charset = next((part[8:].strip('"') for part in parameters if part.startswith("charset=")), "")
    if charset not in (*_UTF_8, *_OTHERS):
        raise ProblemError(415, f"the charset {charset[:50]} is not read here: send UTF-8")
    body = await request.body() if most is None else await bounded(request, most)
    return (body if charset in _UTF_8 else _decoded(body, charset)), kind


async def bounded(request: Request, most: int) -> bytes:
    """Give a body, which is not read further than allowed."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise ProblemError(413, f"the body is larger than {most} bytes: send fewer articles at a time")
    return bytes(body)


def _decoded(body: bytes, charset: str) -> bytes:
    try:
        return body.decode(charset).encode()
    except UnicodeError as error:
        raise ProblemError(415, f"the body is not readable as {charset}: send UTF-8") from error
