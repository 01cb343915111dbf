"""Sessions of people who write in a browser: signed cookies that end, and what each form shows against forgery.

The key of a session is made of the token that began it. So every process knows it, a token that is taken back ends its
sessions, and the token itself is in no cookie.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from fastapi import Request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from communique.api.http.protocol.problems import ProblemError

COOKIE = "communique-admin"
# In seconds.
LONGEST = 3600
# Before one has signed in, and after.
VISIT, SIGNED_IN = "visit", "signed in"


@dataclass(frozen=True, slots=True)
class Session:
    """A session of a kind, by a name that nobody can guess, and the secret by which it is signed."""

    kind: str
    name: str
    secret: str = field(repr=False)

    @property
    def cookie(self) -> str:
        """Give what the browser keeps."""
        return _signing(self.secret, self.kind).dumps(self.name)

    @property
    def form_token(self) -> str:
        """Give what each form sends along, which no other site can know."""
        return _signing(self.secret, f"form of {self.kind}").dumps(self.name)

    def has_sent(self, form_token: str) -> bool:
        """Tell whether a form is one of this session."""
        return _read(form_token, self.secret, f"form of {self.kind}") == self.name


def begun(kind: str, secret: str) -> Session:
    """Give a new session."""
    return Session(kind, secrets.token_urlsafe(16), secret)


def session_of(request: Request, kind: str, among: Iterable[str]) -> Session | None:
    """Give the session of a request that is signed by one of some secrets; None where none is, or it has ended."""
    cookie = request.cookies.get(COOKIE, "")
    for secret in among:
        name = _read(cookie, secret, kind)
        if name is not None:
            return Session(kind, name, secret)
    return None


def refuse_other_sites(request: Request) -> None:
    """Let a form pass that a page of this service sends; ProblemError (403) otherwise."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = urlsplit(request.headers.get("origin", ""))
    if site != "same-origin" or not origin.netloc or origin.netloc != request.headers.get("host"):
        raise ProblemError(403, "this form is not from a page of this service: open /admin here, and send it there")


def _signing(secret: str, purpose: str) -> URLSafeTimedSerializer:
    # One key for each purpose: what is signed for one is worth nothing for another.
    return URLSafeTimedSerializer(secret, salt=f"communique {purpose}", signer_kwargs={"digest_method": sha256})


def _read(text: str, secret: str, purpose: str) -> str | None:
    try:
        return str(_signing(secret, purpose).loads(text, max_age=LONGEST))
    except BadSignature:
        return None
