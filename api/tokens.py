"""Tokens: what clients send to show what they may do."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256


class Scope(IntEnum):
    """What a token lets its bearer do; each scope takes in those before it."""

    READ = 1
    WRITE = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A secret and its scope; the secret shows in no representation."""

    scope: Scope
    secret: str = field(repr=False)


def tokens_from(text: str, where: str) -> tuple[Token, ...]:
    """Give the tokens that lines such as ``write:SECRET`` name; ``#`` begins a comment line.

    Raises ValueError that names the place, never the secret, where a line is no such thing.
    """
    lines = enumerate((line.strip() for line in text.splitlines()), start=1)
    return tuple(_token(line, f"{where}:{number}") for number, line in lines if line and not line.startswith("#"))


def scope_of(tokens: Iterable[Token], sent: str) -> Scope | None:
    """Give the greatest scope of a secret, None for one that is unknown.

    It takes the same time whichever of the tokens it is, and whether it is one.
    """
    digest = sha256(sent.encode("utf-8", "surrogatepass")).digest()
    found = [token.scope for token in tokens if hmac.compare_digest(sha256(token.secret.encode()).digest(), digest)]
    return max(found, default=None)


def scope_of_header(tokens: Iterable[Token], authorization: str) -> Scope | None:
    """Give the scope that an Authorization header shows, None where it shows none."""
    kind, _, sent = authorization.partition(" ")
    return scope_of(tokens, sent.strip()) if kind.lower() == "bearer" else None


def _token(line: str, where: str) -> Token:
    name, _, secret = (part.strip() for part in line.partition(":"))
    scopes = {scope.name.lower(): scope for scope in Scope}
    if name.lower() not in scopes or not secret or not secret.isascii() or " " in secret:
        raise ValueError(f"{where}: this is no token: write read:SECRET, write:SECRET or admin:SECRET, without blanks")
    return Token(scopes[name.lower()], secret)
