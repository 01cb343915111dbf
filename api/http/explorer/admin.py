"""The pages on which people store articles and forget documents, with a token that may write."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from fastapi import Request, Response
from starlette.datastructures import FormData, UploadFile

from communique.api.http.answers.ingesting import Ingested
from communique.api.http.answers.reading import Articles
from communique.api.http.explorer.showing import shown
from communique.api.http.pages.pages import here
from communique.api.http.protocol.day import day_typed
from communique.api.http.protocol.problems import not_found
from communique.api.http.protocol.sessions import COOKIE, LONGEST, Session, Visit
from communique.api.http.service import service_of
from communique.api.ingest import Outcome
from communique.extract.documents import kind_of

# So many outcomes are shown; who stores more at once does it by the API.
_MOST = 200
_LONGEST_SOURCE = 300


@dataclass(frozen=True, slots=True)
class Known:
    """A document that may be forgotten."""

    id: str
    title: str
    source: str
    published: dt.date | None
    reports: int


@dataclass(frozen=True, slots=True)
class Done:
    """What became of what was done last."""

    outcomes: Sequence[Outcome] = ()
    skipped: int = 0
    problem: str = ""
    forgotten: str = ""
    known: Known | None = field(default=None)


def sign_in_page(request: Request, visit: Visit, problem: str = "") -> Response:
    """Give the page that asks for a token, and tells what was wrong with the one before."""
    page = shown(request, "sign_in.html", view="admin", form_token=visit.form_token, problem=problem)
    return with_session(request, _not_cached(page, 403 if problem else 200), visit)


def admin_page(request: Request, session: Session, done: Done | None = None, status: int = 200) -> Response:
    """Give the page of what one may do, and what became of what was done last."""
    page = shown(
        request,
        "admin.html",
        view="admin",
        form_token=session.form_token,
        done=done or Done(),
        most=service_of(request).settings.max_body,
    )
    return _not_cached(page, status)


def known_document(request: Request, name: str) -> Known:
    """Give what is shown of a document before it is forgotten; ProblemError (404) where there is none."""
    found = service_of(request).graph.extraction(name)
    if found is None:
        raise not_found(f"there is no document {name!r}")
    document = found.document
    return Known(document.id, document.title, document.source, document.published, len(found.reports))


def done_with(found: Ingested) -> Done:
    """Give what became of articles, as far as the page shows it."""
    return Done(found.outcomes[:_MOST], found.skipped)


async def articles_of(form: FormData) -> Articles | None:
    """Give the articles of a form: those of its file, or the text that was pasted; None where there is neither."""
    file, text = form.get("file"), form.get("text")
    published, source = day_typed("published", _text(form, "published")), _text(form, "source")[:_LONGEST_SOURCE]
    if isinstance(file, UploadFile) and (body := await file.read()):
        return Articles(body, kind_of(file.filename or ""), published, source)
    if isinstance(text, str) and text.strip():
        return Articles(text.replace("\r\n", "\n").encode(), "plain", published, source)
    return None


def with_session(request: Request, answer: Response, session: Session | Visit | None) -> Response:
    """Give an answer after which the browser has a session, or none any more."""
    path, is_safe = here(request, "admin"), request.url.scheme == "https"
    if session is None:
        answer.delete_cookie(COOKIE, path=path, secure=is_safe, httponly=True, samesite="strict")
    else:
        age = None if isinstance(session, Visit) else LONGEST
        answer.set_cookie(
            COOKIE, session.cookie, path=path, secure=is_safe, httponly=True, samesite="strict", max_age=age
        )
    return answer


def _not_cached(page: Response, status: int) -> Response:
    page.status_code = status
    # Browsers say which site a form is from only where the policy lets them.
    page.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "same-origin"})
    return page


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""
