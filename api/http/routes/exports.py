"""Exports of the graph, written as a stream."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from communique.api.http.answers.exporting import exported
from communique.api.http.answers.filtering import ActorName, Conditions, actor_named
from communique.api.http.workers.export_worker import ExportRequest
from communique.graph import Level

router = APIRouter(tags=["Export"])


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
    either: Annotated[ActorName, Query(description="Only events in which it acts or is acted upon.")] = None,
    level: Annotated[Level, Query(description="What the nodes are: sides, or the actors named.")] = Level.SIDE,
) -> Response:
    """Give the events that meet all conditions as a network: actors as nodes, each event as an edge."""
    wanted = ExportRequest("gexf", replace(conditions, either=await actor_named(request, "either", either)), level)
    return await exported(request, wanted, "application/gexf+xml", "graph.gexf")


@router.get(
    "/export/graph.nq",
    summary="Export all as N-Quads",
    response_class=StreamingResponse,
    responses=_content("application/n-quads", "<https://w3id.org/communique/actor/rus> <https://…> …"),
)
async def get_nquads(request: Request) -> Response:
    """Give the whole store: conclusions and documents."""
    return await exported(request, ExportRequest("nquads"), "application/n-quads", "graph.nq")


@router.get(
    "/export/graph.ttl",
    summary="Export conclusions as Turtle",
    response_class=StreamingResponse,
    responses=_content("text/turtle", "actor:rus act:criticizes actor:usa ."),
)
async def get_turtle(request: Request) -> Response:
    """Give the default graph: events, edges, actors, actions."""
    return await exported(request, ExportRequest("turtle"), "text/turtle; charset=utf-8", "graph.ttl")


@router.get(
    "/export/reports.jsonl",
    summary="Export reports as JSON lines",
    response_class=StreamingResponse,
    responses=_content("application/x-ndjson", '{"document":{"id":"9f86d081884c7d65","text":"…"},"reports":[…]}'),
)
async def get_jsonl(request: Request) -> Response:
    """Give a line for each document: its text and its reports, from which the graph can be rebuilt."""
    return await exported(request, ExportRequest("jsonl"), "application/x-ndjson", "reports.jsonl")
