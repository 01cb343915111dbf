"""Articles in the body of a request: text, HTML, JSON, JSON lines, a table, a feed."""

import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from typing import Annotated

from fastapi import Query, Request

from communique.api.http.protocol.day import Day
from communique.api.http.protocol.problems import ProblemError
from communique.extract.documents import Problem, read_stream
from communique.ontology.types import Document, Extraction

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
# So many inputs that cannot be read are told one by one; who sends more has mistaken the form.
MOST_PROBLEMS = 1000
_AS_ARTICLE = Problem("body", "these are reports that were exported, no article: give them to communique ingest")
_CHARSETS = ("", "utf-8", "utf8", "us-ascii")

Published = Annotated[
    Day | None, Query(description="Day of publication, where an article names none.", examples=["2015-12-15"])
]
Source = Annotated[str, Query(max_length=300, description="Publisher, where an article names none.")]


async def posted(request: Request) -> tuple[BytesIO, str]:
    """Give the body of a request and of which kind it is; ProblemError (415) for a kind that is not read here."""
    media_type, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    kind = KINDS.get(media_type)
    if kind is None:
        stated = media_type or "is missing"
        raise ProblemError(415, f"Content-Type {stated}: send one of {', '.join(sorted(KINDS))}")
    charset = next((part[8:].strip('"') for part in parameters if part.startswith("charset=")), "")
    body = await request.body()
    if charset not in _CHARSETS:
        body = _decoded(body, charset).encode()
    return BytesIO(body), kind


def items_of(data: BytesIO, kind: str, published: dt.date | None, source: str) -> Iterator[Document | Problem]:
    """Give the documents of a body, and what is wrong with items that are none."""
    for item in read_stream(data, "body", published=published, source=source, kind=kind):
        yield _AS_ARTICLE if isinstance(item, Extraction) else item


def _decoded(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset)
    except (LookupError, UnicodeDecodeError) as error:
        raise ProblemError(415, f"the body is not readable as {charset}: send UTF-8") from error
