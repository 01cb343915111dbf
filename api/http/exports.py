"""Exports of the graph, written as a stream."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from api.http.filtering import ID, Conditions
from api.http.service import Service, service_of
from graph.exports import Writer, gexf_writer, write_jsonl, write_nquads, write_turtle
from graph.network import Level

router = APIRouter(tags=["Export"])
_CHUNK = 1 << 16
_IN_MEMORY = 1 << 22
_Name = Annotated[str | None, Query(pattern=ID)]


def _content(media_type: str, start: str) -> dict[int | str, dict[str, object]]:
    schema = {"type": "string"}
    return {200: {"description": "The file.", "content": {media_type: {"schema": schema, "example": start}}}}


@router.get(
    "/export/graph.gexf",
    summary="Export for Gephi",
    response_class=StreamingResponse,
    responses=_content("application/gexf+xml", '<?xml version="1.0" encoding="UTF-8"?><gexf version="1.2">…</gexf>'),
)
async def get_gexf(
    request: Request,
    conditions: Conditions,
    either: Annotated[_Name, Query(description="Only events in which he acts or is acted upon.")] = None,
    level: Annotated[Level, Query(description="What the nodes are: sides, or the actors named.")] = Level.SIDE,
) -> StreamingResponse:
    """Give the events that meet all conditions as a network: actors as nodes, each event as an edge."""
    return await _written(
        request, gexf_writer(replace(conditions, either=either), level), "application/gexf+xml", "graph.gexf"
    )


@router.get(
    "/export/graph.nq",
    summary="Export all as N-Quads",
    response_class=StreamingResponse,
    responses=_content("application/n-quads", "<https://w3id.org/communique/actor/rus> <https://…> …"),
)
async def get_nquads(request: Request) -> StreamingResponse:
    """Give the whole store: conclusions and documents."""
    return await _written(request, write_nquads, "application/n-quads", "graph.nq")


@router.get(
    "/export/graph.ttl",
    summary="Export conclusions as Turtle",
    response_class=StreamingResponse,
    responses=_content("text/turtle", "actor:rus act:criticizes actor:usa ."),
)
async def get_turtle(request: Request) -> StreamingResponse:
    """Give the default graph: events, edges, actors, actions."""
    return await _written(request, write_turtle, "text/turtle; charset=utf-8", "graph.ttl")


@router.get(
    "/export/reports.jsonl",
    summary="Export reports as JSON lines",
    response_class=StreamingResponse,
    responses=_content("application/x-ndjson", '{"document":{"id":"9f86d081884c7d65","text":"…"},"reports":[…]}'),
)
async def get_jsonl(request: Request) -> StreamingResponse:
    """Give a line for each document: its text and its reports, from which the graph can be rebuilt."""
    return await _written(request, write_jsonl, "application/x-ndjson", "reports.jsonl")


async def _written(request: Request, write: Writer, media_type: str, name: str) -> StreamingResponse:
    service = service_of(request)
    file = await service.exporting.run(_file, write, service)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_parts(file), media_type=media_type, headers=headers)


def _file(write: Writer, service: Service) -> IO[bytes]:
    # By way of a file: what goes wrong is known before the first byte, and a slow client holds up nothing.
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the stream closes it
    try:
        write(service.graph, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_CHUNK):
            yield part
