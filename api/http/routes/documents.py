"""Documents: in, out, and forgotten."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.answering import as_json, varies
from communique.api.http.answers.examples import BODY, Responses, example
from communique.api.http.answers.filtering import ID, Cursor, Limit, PublishedIn
from communique.api.http.answers.ingesting import forget, ingested
from communique.api.http.answers.limited import limited
from communique.api.http.answers.listing import listed_documents
from communique.api.http.answers.reading import Articles
from communique.api.http.answers.security import require
from communique.api.http.answers.tabulated import Format, next_page, table_wanted, tabulated
from communique.api.http.answers.views import document_fields, document_out, report_out
from communique.api.http.protocol.leaving import CLIENT_GONE, unless_gone
from communique.api.http.protocol.posting import Published, PublisherName, posted
from communique.api.http.protocol.problems import not_found
from communique.api.http.protocol.rate import client_of
from communique.api.http.routes.resources import as_rdf
from communique.api.http.service import service_of
from communique.api.ingest import Outcome, OutcomeKind
from communique.api.tokens import Scope
from communique.graph import document_table

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
    response_model=s.IngestOut,
    responses=example("ingest") | _NOTHING_READ,
)
async def post_documents(
    request: Request, response: Response, published: Published = None, source: PublisherName = ""
) -> s.IngestOut | Response:
    """Read one or many articles (text, HTML, JSON, JSON lines), store what they report, and tell what became of each.

    Needs a token of scope write. 10,000 articles at most may come in one request. The answer is 422 where nothing could
    be read. Of what is skipped the first 1,000 are listed. Of who leaves before the answer, the articles that were
    read by then are stored; sent again they are unchanged, and the others are read.
    """
    service = service_of(request)
    require(request, Scope.WRITE)
    body, kind = await posted(request)
    found = await unless_gone(request, ingested(service, Articles(body, kind, published, source), client_of(request)))
    if found is None:
        return Response(status_code=CLIENT_GONE)
    stored, unchanged = found.number(OutcomeKind.STORED), found.number(OutcomeKind.UNCHANGED)
    if stored + unchanged == 0:
        response.status_code = 422
    return s.IngestOut(
        stored=stored,
        unchanged=unchanged,
        skipped=found.skipped,
        items=[_outcome(outcome) for outcome in found.outcomes],
    )


@router.get(
    "/documents",
    summary="List documents",
    response_model=s.DocumentPage,
    responses=example("documents", page=True, table=True),
)
@varies
@as_json
def list_documents(
    request: Request,
    days: PublishedIn,
    source: Annotated[str | None, Query(max_length=300, description="Only those of this publisher.")] = None,
    limit: Limit = 50,
    after: Cursor = None,
    form: Format = None,
) -> s.DocumentPage | Response:
    """Give the stored documents by date of publication and id. People get a page."""
    graph = limited(request)
    found, following = listed_documents(graph, source, days, limit, after)
    if (table := table_wanted(request, form)) is not None:
        headers = {} if following is None else {"Link": next_page(request, following)}
        return tabulated(table, "documents", lambda: document_table(found), headers)
    return s.DocumentPage(items=[document_out(graph, each) for each in found], next=following)


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
    require(request, Scope.WRITE)
    forget(service_of(request), document)


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
