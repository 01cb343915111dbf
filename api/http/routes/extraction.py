"""Extraction without storing: what a text reports, and whom it mentions."""

from fastapi import APIRouter, Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.examples import BODY, example
from communique.api.http.answers.reading import Articles, Resolving, Showing, done
from communique.api.http.protocol.leaving import CLIENT_GONE, unless_gone
from communique.api.http.protocol.posting import Published, PublisherName, posted
from communique.api.http.protocol.rate import client_of
from communique.api.http.service import service_of
from communique.api.http.workers.reading_worker import ReadingTask

router = APIRouter(tags=["Extraction"])
# Reading takes a second for some thousand words, and is open to all.
MOST = 200_000
_MOST_SECONDS = 30.0


@router.post(
    "/extract",
    summary="Read articles without storing",
    openapi_extra=BODY,
    response_model=s.ExtractionsOut,
    responses=example("extract"),
)
async def post_extract(request: Request, published: Published = None, source: PublisherName = "") -> Response:
    """Give what articles report (text, HTML, JSON, JSON lines; 200 kB together), and store nothing.

    Of the inputs that could not be read, `unread` counts all, and `problems` tells the first 1,000.
    """
    body, kind = await posted(request, MOST)
    return await _answered(request, Showing(Articles(body, kind, published, source)))


@router.post(
    "/actors/resolve",
    summary="Find whom a text mentions",
    response_model=s.MentionsOut,
    responses=example("resolve"),
)
async def post_resolve(request: Request, asked: s.ResolveIn) -> Response:
    """Give whom a text mentions, and for whom each acts on the day."""
    return await _answered(request, Resolving(asked.text, asked.date))


async def _answered(request: Request, task: ReadingTask) -> Response:
    """Give the JSON that a task writes; where the client leaves, its place is another's."""
    service = service_of(request)
    seconds = min(service.settings.reading_time, _MOST_SECONDS)
    found = await unless_gone(request, done(service.readers, task, client_of(request), seconds))
    if found is None:
        return Response(status_code=CLIENT_GONE)
    assert isinstance(found, bytes)
    return Response(found, media_type="application/json")
