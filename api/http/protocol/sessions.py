"""Sessions of people who write in a browser: signed cookies that end, and what each form shows against forgery.

The key of a session is made of the token that began it. So every process knows it, a token that is taken back ends its
sessions, and the token itself is in no cookie. Who has not signed in gets nothing that is made of a token.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import scrypt, sha256
from hmac import compare_digest
from urllib.parse import urlsplit

from fastapi import Request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from communique.api.http.protocol.problems import ProblemError

COOKIE = "communique-admin"
# In seconds.
LONGEST = 3600
_NAME = re.compile(r"[\w-]{22}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Visit:
    """Before one has signed in: a name that nobody can guess, which the cookie and the form must both have."""

    name: str

    @property
    def cookie(self) -> str:
        """Give what the browser keeps."""
        return self.name

    @property
    def form_token(self) -> str:
        """Give what the form sends along."""
        return self.name

    def has_sent(self, form_token: str) -> bool:
        """Tell whether a form is one of this visit."""
        return compare_digest(form_token.encode(), self.name.encode())


@dataclass(frozen=True, slots=True)
class Session:
    """After one has signed in: a name that nobody can guess, and the token by which it is signed."""

    name: str
    secret: str = field(repr=False)

    @property
    def cookie(self) -> str:
        """Give what the browser keeps."""
        return _signing(self.secret, "session").dumps(self.name)

    @property
    def form_token(self) -> str:
        """Give what each form sends along, which no other site can know."""
        return _signing(self.secret, "form").dumps(self.name)

    def has_sent(self, form_token: str) -> bool:
        """Tell whether a form is one of this session."""
        return _read(form_token, self.secret, "form") == self.name


def visit_of(request: Request) -> Visit | None:
    """Give the visit of a request, None where its cookie is none."""
    cookie = request.cookies.get(COOKIE, "")
    return Visit(cookie) if _NAME.fullmatch(cookie) else None


def new_visit() -> Visit:
    """Give a visit that begins."""
    return Visit(_new_name())


def session_of(request: Request, among: Iterable[str]) -> Session | None:
    """Give the session of a request that is signed by one of some tokens; None where none is, or it has ended."""
    cookie = request.cookies.get(COOKIE, "")
    if not cookie or _NAME.fullmatch(cookie):
        return None
    for secret in among:
        name = _read(cookie, secret, "session")
        if name is not None:
            return Session(name, secret)
    return None


def new_session(secret: str) -> Session:
    """Give a session that a token begins."""
    return Session(_new_name(), secret)


def refuse_other_sites(request: Request) -> None:
    """Let a form pass that a page of this service sends; ProblemError (403) otherwise."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = urlsplit(request.headers.get("origin", ""))
    if site != "same-origin" or not origin.netloc or origin.netloc != request.headers.get("host"):
        raise ProblemError(403, "this form is not from a page of this service: open /admin here, and send it there")


def _new_name() -> str:
    return secrets.token_urlsafe(16)


def _signing(secret: str, purpose: str) -> URLSafeTimedSerializer:
    # One salt for each purpose: what is signed for one is worth nothing for another.
    return URLSafeTimedSerializer(_key(secret), salt=f"communique {purpose}", signer_kwargs={"digest_method": sha256})


# Made slowly once, so that nobody who gets hold of a cookie can try out tokens with it.
@lru_cache(maxsize=64)
def _key(secret: str) -> bytes:
    return scrypt(secret.encode(), salt=b"communique admin", n=1 << 14, r=8, p=1)


def _read(text: str, secret: str, purpose: str) -> str | None:
    try:
        return str(_signing(secret, purpose).loads(text, max_age=LONGEST))
    except BadSignature:
        return None
