"""What people do who may write: they sign in with their token, store articles, forget documents.

Programs send their token to the API; a session is worth nothing there.
"""

import asyncio
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from communique.api.http.answers.filtering import ID
from communique.api.http.answers.ingesting import forget, ingested
from communique.api.http.explorer.admin import (
    Done,
    admin_page,
    articles_of,
    done_with,
    known_document,
    sign_in_page,
    with_session,
)
from communique.api.http.pages.pages import here
from communique.api.http.protocol.leaving import CLIENT_GONE, unless_gone
from communique.api.http.protocol.problems import ProblemError
from communique.api.http.protocol.rate import client_of
from communique.api.http.protocol.sessions import (
    Session,
    Visit,
    new_session,
    new_visit,
    refuse_other_sites,
    session_of,
    visit_of,
)
from communique.api.http.service import service_of
from communique.api.ingest import OutcomeKind
from communique.api.tokens import Scope, scope_of

router = APIRouter(include_in_schema=False, prefix="/admin")
Known = TypeVar("Known", Session, Visit)
_WRONG = "This token may not store and forget documents: give one of scope write or admin."
_NOTHING = "There is nothing to store: choose a file, or paste a text."
_ENDED = "this form has ended, or is not from a page of this session: open /admin and send it again"
_FIELDS = 10


@router.get("")
def get_admin(request: Request, document: Annotated[str | None, Query(pattern=ID)] = None) -> Response:
    """Give the page of what one may do, or before that the one that asks for a token."""
    session = session_of(request, _secrets(request))
    if session is None:
        return sign_in_page(request, visit_of(request) or new_visit())
    known = None if document is None else known_document(request, document)
    return admin_page(request, session, Done(known=known))


@router.post("/sign-in")
async def post_sign_in(request: Request) -> Response:
    """Begin a session for who sends a token that may write."""
    _secrets(request)
    visit = _known(visit_of(request))
    form = await _form(request, visit)
    sent = str(form.get("token") or "").strip()
    scope = scope_of(service_of(request).settings.all_tokens, sent)
    if scope is None or scope < Scope.WRITE:
        return sign_in_page(request, visit, _WRONG)
    return with_session(request, RedirectResponse(here(request, "admin"), 303), new_session(sent))


@router.post("/sign-out")
async def post_sign_out(request: Request) -> Response:
    """End a session."""
    await _form(request, _session(request))
    return with_session(request, RedirectResponse(here(request), 303), None)


@router.post("/documents")
async def post_articles(request: Request) -> Response:
    """Store the articles of a file, or one that was pasted."""
    session = _session(request)
    form = await _form(request, session)
    articles = await articles_of(form)
    if articles is None:
        return admin_page(request, session, Done(problem=_NOTHING), 422)
    found = await unless_gone(request, ingested(service_of(request), articles, client_of(request)))
    if found is None:
        return Response(status_code=CLIENT_GONE)
    was_read = found.number(OutcomeKind.STORED) + found.number(OutcomeKind.UNCHANGED)
    return admin_page(request, session, done_with(found), 200 if was_read else 422)


@router.post("/forget")
async def post_forget(request: Request) -> Response:
    """Forget a document, and the events that only it asserts."""
    session = _session(request)
    form = await _form(request, session)
    known = await asyncio.to_thread(known_document, request, str(form.get("document") or ""))
    await asyncio.to_thread(forget, service_of(request), known.id)
    return admin_page(request, session, Done(forgotten=known.title or known.id))


def _session(request: Request) -> Session:
    """Give the session of a request; ProblemError (403) where there is none."""
    return _known(session_of(request, _secrets(request)))


def _known(found: Known | None) -> Known:
    if found is None:
        raise ProblemError(403, "you are not signed in, or were for too long: open /admin and give your token")
    return found


async def _form(request: Request, session: Session | Visit) -> FormData:
    """Give the form of a request; ProblemError (403) where it is not one of a session, or of this service.

    Nothing of it is read before it is known from which site it is.
    """
    refuse_other_sites(request)
    most = service_of(request).settings.max_body
    form = await request.form(max_files=1, max_fields=_FIELDS, max_part_size=most)
    if not session.has_sent(str(form.get("form_token") or "")):
        raise ProblemError(403, _ENDED)
    return form


def _secrets(request: Request) -> list[str]:
    """Give the tokens that may write; ProblemError (403) where there are none."""
    found = [token.secret for token in service_of(request).settings.all_tokens if token.scope >= Scope.WRITE]
    if not found:
        raise ProblemError(403, "writing is off: start the service with COMMUNIQUE_TOKENS set")
    return found
