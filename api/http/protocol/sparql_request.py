"""A SPARQL 1.1 Protocol request: which query or update is put to which graphs, and how it came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request

from communique.api.http.protocol.negotiation import one_format
from communique.api.http.protocol.problems import ProblemError

_FORM = "application/x-www-form-urlencoded"
_QUERY, _UPDATE = "application/sparql-query", "application/sparql-update"
_DIRECT = {_QUERY: "query", _UPDATE: "update"}
Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """What a request asks: `query` or `update` (neither: the service description), with its graphs."""

    query: str | None
    update: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    using: tuple[str, ...]
    using_named: tuple[str, ...]
    format: str | None
    seconds: float | None


NOTHING_ELSE = SparqlRequest(None, None, (), (), (), (), None, None)


async def sparql_request(request: Request) -> SparqlRequest:
    """Give what a request asks. ProblemError (400, 415) where it is not as the protocol says."""
    given = _decoded(request.url.query.encode("ascii", "replace"))
    if request.method == "POST":
        if "query" in given or "update" in given:
            raise ProblemError(400, "a POST has its query or update in the body, not in the address")
        given = _with(given, await _posted(request))
    elif "update" in given:
        raise ProblemError(400, "an update is sent by POST, not by GET")
    query, update = _one(given, "query"), _one(given, "update")
    if query is not None and update is not None:
        raise ProblemError(400, "a request holds a query or an update, not both")
    if query is None and update is None and request.method == "POST":
        raise ProblemError(400, "there is no query: send it as 'query', an update as 'update'")
    return SparqlRequest(
        query,
        update,
        tuple(given.get("default-graph-uri", ())),
        tuple(given.get("named-graph-uri", ())),
        tuple(given.get("using-graph-uri", ())),
        tuple(given.get("using-named-graph-uri", ())),
        one_format(given.get("format", ())),
        seconds_of(_one(given, "timeout")),
    )


async def _posted(request: Request) -> Parameters:
    media_type, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charset = next((part[8:].strip('"') for part in parameters if part.startswith("charset=")), "utf-8")
    if media_type not in (_FORM, *_DIRECT):
        wanted = ", ".join((_FORM, *_DIRECT))
        raise ProblemError(415, f"Content-Type {media_type or 'is missing'}: send one of {wanted}")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise ProblemError(415, f"the charset is {charset}: SPARQL travels as UTF-8")
    body = await request.body()
    if media_type == _FORM:
        return _decoded(body)
    return {_DIRECT[media_type]: (_text(body),)}


def _decoded(form: bytes) -> Parameters:
    given: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(_text(form), keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError as error:
        raise ProblemError(400, f"the parameters cannot be read ({error}): send them as UTF-8") from error
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return given


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise ProblemError(400, f"byte {error.start} is not UTF-8: SPARQL travels as UTF-8") from error


def _with(first: Parameters, second: Parameters) -> Parameters:
    return {name: [*first.get(name, ()), *second.get(name, ())] for name in (*first, *second)}


def _one(given: Parameters, name: str) -> str | None:
    values = given.get(name, ())
    if len(values) > 1:
        raise ProblemError(400, f"{name} is given {len(values)} times: give it once")
    return values[0] if values else None


def seconds_of(text: str | None) -> float | None:
    """Give the seconds that a text asks for; ProblemError (400) where it is no number above 0."""
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise ProblemError(400, f"timeout: {text!r} is no number of seconds above 0")
    return seconds
