"""Documents: in, out, and forgotten."""

import asyncio
import pickle
from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.answering import as_json, varies
from communique.api.http.answers.examples import BODY, Responses, example
from communique.api.http.answers.filtering import ID, Cursor, Limit, cursor_of, cursor_parts
from communique.api.http.answers.limited import limited
from communique.api.http.answers.reading import MOST_ARTICLES, Articles, Coding, Parsed, Parsing, done
from communique.api.http.answers.security import require
from communique.api.http.answers.views import document_fields, document_out, report_out
from communique.api.http.protocol.posting import Published, Source, posted
from communique.api.http.protocol.problems import ProblemError, not_found
from communique.api.http.protocol.rate import client_of
from communique.api.http.routes.resources import as_rdf
from communique.api.http.service import Service, service_of
from communique.api.http.workers.readers import ReadingError, Unread
from communique.api.ingest import FLUSH_AFTER, Outcome, OutcomeKind, not_read, skipped, stored, unchanged
from communique.api.opening import coder_version, own_file
from communique.api.tokens import Scope
from communique.extract.documents import Problem
from communique.graph import sort_key
from communique.ontology.types import Document, Extraction

router = APIRouter(tags=["Documents"])
_NOTHING_READ: Responses = {
    422: {
        "description": "Nothing in the body could be read, or a parameter is not as it should be.",
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/IngestOut"}},
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}},
        },
    }
}
DocumentId = Annotated[str, Path(description="Id of a document.", examples=["9f86d081884c7d65"], pattern=ID)]


@router.post(
    "/documents",
    summary="Store documents",
    openapi_extra=BODY,
    responses=example("ingest") | _NOTHING_READ,
)
async def post_documents(
    request: Request, response: Response, published: Published = None, source: Source = ""
) -> s.IngestOut:
    """Read one or many articles (text, HTML, JSON, JSON lines), store what they report, and tell what became of each.

    Needs a token of scope write. 10,000 articles at most may come in one request. The answer is 422 where nothing could
    be read. Of what is skipped the first 1,000 are told.
    """
    service = service_of(request)
    require(request, Scope.WRITE)
    body, kind = await posted(request)
    task = Parsing(Articles(body, kind, published, source))
    parsed = await done(service.readers, task, client_of(request), service.settings.reading_time)
    assert isinstance(parsed, Parsed)
    if not parsed.is_whole:
        raise ProblemError(413, f"the body holds more than {MOST_ARTICLES} articles: send it in parts")
    outcomes = await _ingested(service, parsed.items, client_of(request))
    counts = Counter(outcome.kind for outcome in outcomes)
    told = sum(isinstance(item, Problem) for item in parsed.items)
    if counts[OutcomeKind.STORED] + counts[OutcomeKind.UNCHANGED] == 0:
        response.status_code = 422
    return s.IngestOut(
        stored=counts[OutcomeKind.STORED],
        unchanged=counts[OutcomeKind.UNCHANGED],
        skipped=counts[OutcomeKind.SKIPPED] + parsed.problems - told,
        items=[_outcome(outcome) for outcome in outcomes],
    )


@router.get("/documents", summary="List documents", responses=example("documents"))
@as_json
def list_documents(
    request: Request,
    source: Annotated[str | None, Query(max_length=300, description="Only those of this publisher.")] = None,
    limit: Limit = 50,
    after: Cursor = None,
) -> s.DocumentPage:
    """Give the stored documents by date of publication and id."""
    graph = service_of(request).graph
    start = None if after is None else cursor_parts(after)
    found = list(limited(request).documents(source=source, after=start, limit=limit + 1))
    following = cursor_of(*sort_key(found[limit - 1])) if len(found) > limit else None
    return s.DocumentPage(items=[document_out(graph, each) for each in found[:limit]], next=following)


@router.get(
    "/documents/{document}",
    summary="Get a document with its reports",
    response_model=s.DocumentWithReports,
    responses=example("document", rdf=True),
)
@varies
@as_json
def get_document(request: Request, document: DocumentId) -> s.DocumentWithReports | Response:
    """Give a document's text and what it reports; spans are offsets into the text (in characters of Unicode).

    For people there is a page at /doc/{document}.
    """
    graph = service_of(request).graph
    found = graph.extraction(document)
    if found is None:
        raise not_found(f"there is no document {document!r}")
    if (rdf := as_rdf(request, "doc", (document,))) is not None:
        return rdf
    return s.DocumentWithReports.model_validate(
        {
            **document_fields(graph, found.document),
            "text": found.document.text,
            "metadata": dict(found.document.metadata),
            "reports": [report_out(graph, name, report) for name, report in graph.named_reports(found)],
        }
    )


@router.delete("/documents/{document}", summary="Forget a document", status_code=204)
def delete_document(request: Request, document: DocumentId) -> None:
    """Forget a document, and the events that only it asserts. Needs a token of scope write."""
    service = service_of(request)
    require(request, Scope.WRITE)
    with service.writing:
        if service.graph.document(document) is None:
            raise not_found(f"there is no document {document!r}")
        try:
            service.graph.forget(document)
        finally:
            service.wrote()
        service.flush()


async def _ingested(service: Service, items: tuple[Document | Problem, ...], client: str) -> list[Outcome]:
    """Give the outcome of each item; between two of them others write and have their texts read."""
    own = own_file(service.settings)
    version = await asyncio.to_thread(coder_version, service.settings.model, service.settings.purpose, own)
    outcomes: list[Outcome] = []
    try:
        for item in items:
            outcomes.append(
                not_read(item) if isinstance(item, Problem) else await _coded(service, item, version, client)
            )
            if len(outcomes) % FLUSH_AFTER == 0:
                await asyncio.to_thread(service.flush)
    finally:
        await asyncio.to_thread(service.flush)
    return outcomes


async def _coded(service: Service, document: Document, version: str, client: str) -> Outcome:
    known = await asyncio.to_thread(unchanged, document, service.graph, version)
    if known is not None:
        return known
    try:
        extraction = await service.readers.patiently(Coding(document), client, service.settings.reading_time)
    except ReadingError as error:
        if error.kind is Unread.UNABLE:
            raise ProblemError(503, f"no text can be read here: {error}") from error
        # Whatever a document does to its reader is that document's problem.
        return skipped(document, f"{error}: report it with the text, please")
    return await asyncio.to_thread(_stored, service, extraction, version)


def _stored(service: Service, pickled: bytes, version: str) -> Outcome:
    extraction = pickle.loads(pickled)
    assert isinstance(extraction, Extraction)
    with service.writing:
        try:
            return stored(extraction, service.graph, version)
        finally:
            service.wrote()


def _outcome(outcome: Outcome) -> s.OutcomeOut:
    return s.OutcomeOut(
        kind=outcome.kind.value,
        document=outcome.document,
        title=outcome.title,
        published=outcome.published,
        reports=outcome.reports,
        where=outcome.where,
        what=outcome.what,
    )
