"""Extraction without storing: what a text reports, and whom it mentions."""

import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request

from communique.api.http import schemas as s
from communique.api.http.answers.examples import BODY, example
from communique.api.http.answers.views import document_out, report_out
from communique.api.http.protocol.posting import MOST_PROBLEMS, Published, Source, items_of, posted
from communique.api.http.protocol.problems import ProblemError
from communique.api.http.service import Service, service_of
from communique.api.ingest import coder_failed
from communique.extract.documents import Problem
from communique.graph import canonical
from communique.ontology.types import Document, Extraction, document_id

if TYPE_CHECKING:
    from communique.extract.frames import Scene
    from communique.extract.syntax import Sentence

router = APIRouter(tags=["Extraction"])
# Reading takes a second for some thousand words, and is open to all.
MOST = 200_000


@router.post("/extract", summary="Read articles without storing", openapi_extra=BODY, responses=example("extract"))
async def post_extract(request: Request, published: Published = None, source: Source = "") -> s.ExtractionsOut:
    """Give what articles report (text, HTML, JSON, JSON lines; 200 kB together), and store nothing.

    Of the inputs that could not be read, `unread` counts all, and `problems` tells the first 1,000.
    """
    data, kind = await posted(request)
    if data.getbuffer().nbytes > MOST:
        raise ProblemError(413, f"the body is larger than {MOST} bytes: send fewer articles at a time")
    service = service_of(request)
    return await service.coding.run(_extracted, service, data, kind, published, source)


@router.post("/actors/resolve", summary="Find whom a text mentions", responses=example("resolve"))
async def post_resolve(request: Request, asked: s.ResolveIn) -> s.MentionsOut:
    """Give whom a text mentions, and for whom each acts on the day."""
    service = service_of(request)
    return s.MentionsOut(items=await service.coding.run(_resolved, service, asked))


def _resolved(service: Service, asked: s.ResolveIn) -> list[s.MentionOut]:
    document = Document(document_id(asked.text, ""), asked.text, published=asked.date)
    return [item for sentence, scene in service.coder.scenes(document) for item in _mentions(sentence, scene)]


def _extracted(service: Service, data: BytesIO, kind: str, published: dt.date | None, source: str) -> s.ExtractionsOut:
    items: list[s.ExtractionOut] = []
    unread: list[Problem] = []
    for item in items_of(data, kind, published, source):
        if isinstance(item, Problem):
            unread.append(item)
            continue
        try:
            items.append(_extraction(service, canonical(service.coder.extract(item))))
        except Exception as error:  # noqa: BLE001  (whatever a document raises is that document's problem)
            unread.append(Problem(item.url or item.id, coder_failed(error)))
    problems = [s.ProblemOut(where=item.where, what=item.what) for item in unread[:MOST_PROBLEMS]]
    return s.ExtractionsOut(items=items, unread=len(unread), problems=problems)


def _extraction(service: Service, extraction: Extraction) -> s.ExtractionOut:
    graph = service.graph
    return s.ExtractionOut(
        document=document_out(graph, extraction.document),
        text=extraction.document.text,
        reports=[report_out(graph, name, report) for name, report in graph.named_reports(extraction)],
        found=[s.ActorName(id=actor.id, label=actor.label) for actor in extraction.actors],
    )


def _mentions(sentence: "Sentence", scene: "Scene") -> Iterator[s.MentionOut]:
    said = [(item.start, item.end, item.actor, item.kind.value, item.why) for item in scene.mentions.all]
    for index, stood_for in scene.anaphora.items():
        said += [(index, index + 1, actor, "pronoun", "stands for what was named before") for actor in stood_for]
    known = scene.names.gazetteer.actors.with_actors((*scene.mentions.found, *scene.found.values()))
    for start, end, name, kind, why in sorted(said):
        words, actor = scene.doc[start:end], known.get(name)
        side = known.side(name, scene.discourse.published)
        sector, code = known.coded(name, scene.discourse.published)
        yield s.MentionOut(
            start=sentence.start + words.start_char,
            end=sentence.start + words.end_char,
            text=words.text,
            actor=s.ActorName(id=name, label=actor.label if actor else name),
            kind=kind,
            side=s.ActorName(id=side, label=known[side].label if side in known else side),
            sector=sector,
            code=code,
            why=why,
        )
