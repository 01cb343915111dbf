"""Extractions as JSON lines: the seam between reading texts and keeping a graph."""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import TypeVar

from communique.ontology.types.actor import Actor, ActorKind, Role
from communique.ontology.types.document import Document
from communique.ontology.types.period import Period
from communique.ontology.types.report import DateBasis, Extraction, Modality, Report

T = TypeVar("T")
Reader = Callable[[object, str], object]
# JSON leaves these raw, but they end a line for str.splitlines or cannot be written as UTF-8.
_UNSAFE = re.compile("[\x7f\x85\u2028\u2029\ud800-\udfff]")


def to_json(extraction: Extraction) -> str:
    """Give an extraction as one line of JSON, without line end; fields at their default are left out."""
    line = json.dumps(_plain(extraction), ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def from_json(line: str) -> Extraction:
    """Give the extraction that a line of JSON holds.

    Raises ValueError that names the field (``reports[2].span``) where it is missing, unknown or of the wrong kind.
    """
    try:
        value: object = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"extraction: not JSON at column {error.colno}: {error.msg}") from error
    return _extraction(value, "")


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        named = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _plain(part) for field, part in named if field.default is MISSING or part != field.default}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _wrong(path: str, wanted: str, value: object) -> ValueError:
    shown = json.dumps(value, default=str)
    return ValueError(f"{path or 'extraction'}: {wanted} expected, not {shown[:60]}")


def _text(value: object, path: str) -> str:
    if isinstance(value, str):
        return value
    raise _wrong(path, "text", value)


def _integer(value: object, path: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _wrong(path, "a whole number", value)


def _number(value: object, path: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf"):
        return float(value)
    raise _wrong(path, "a number", value)


def _truth(value: object, path: str) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong(path, "true or false", value)


def _date(value: object, path: str) -> dt.date:
    try:
        return dt.date.fromisoformat(_text(value, path))
    except ValueError as error:
        raise _wrong(path, "a date such as 2004-03-09", value) from error


def _choice(kind: Callable[[str], Enum]) -> Reader:
    def read(value: object, path: str) -> Enum:
        try:
            return kind(_text(value, path))
        except ValueError as error:
            raise _wrong(path, f"a {getattr(kind, '__name__', 'choice')}", value) from error

    return read


def _optional(reader: Reader) -> Reader:
    return lambda value, path: None if value is None else reader(value, path)


def _many(reader: Reader) -> Reader:
    def read(value: object, path: str) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise _wrong(path, "a list", value)
        return tuple(reader(part, f"{path}[{index}]") for index, part in enumerate(value))

    return read


def _pair(first: Reader, second: Reader) -> Reader:
    def read(value: object, path: str) -> tuple[object, object]:
        if not isinstance(value, list) or len(value) != 2:
            raise _wrong(path, "a list of two", value)
        return first(value[0], f"{path}[0]"), second(value[1], f"{path}[1]")

    return read


def _record(make: Callable[..., T], readers: Mapping[str, Reader]) -> Callable[[object, str], T]:
    def read(value: object, path: str) -> T:
        if not isinstance(value, dict):
            raise _wrong(path, "an object", value)
        prefix = f"{path}." if path else ""
        for name in value:
            if name not in readers:
                raise ValueError(f"{prefix}{name}: unknown field; known are {', '.join(sorted(readers))}")
        try:
            return make(**{name: readers[name](part, prefix + name) for name, part in value.items()})
        except TypeError as error:
            missing = re.findall(r"'(\w+)'", str(error))
            raise ValueError(f"{prefix}{missing[0] if missing else '?'}: field is missing") from error

    return read


_PERIOD = _record(Period, {"start": _optional(_text), "end": _optional(_text)})
_ROLE = _record(Role, {"body": _text, "title": _text, "period": _PERIOD})
_ACTOR_TEXTS: dict[str, Reader] = dict.fromkeys(("id", "label", "notation", "code", "sector"), _text)
_ACTOR = _record(
    Actor,
    _ACTOR_TEXTS
    | {
        "kind": _choice(ActorKind),
        "country": _optional(_text),
        "acts_for": _optional(_text),
        "aliases": _many(_text),
        "period": _PERIOD,
        "roles": _many(_ROLE),
        "members": _many(_pair(_text, _PERIOD)),
        "found": _truth,
    },
)
_DOCUMENT_TEXTS: dict[str, Reader] = dict.fromkeys(("id", "text", "title", "source", "url", "language"), _text)
_DOCUMENT = _record(Document, _DOCUMENT_TEXTS | {"published": _optional(_date), "metadata": _many(_pair(_text, _text))})
_SPAN = _pair(_integer, _integer)
_REPORT_TEXTS: dict[str, Reader] = dict.fromkeys(("document", "action", "actor", "trigger", "sentence", "rule"), _text)
_REPORT = _record(
    Report,
    _REPORT_TEXTS
    | dict.fromkeys(("target", "speaker", "quote", "place"), _optional(_text))
    | dict.fromkeys(("actor_span", "target_span", "speaker_span"), _optional(_SPAN))
    | dict.fromkeys(("date", "date_end"), _optional(_date))
    | {
        "span": _SPAN,
        "sentence_span": _SPAN,
        "confidence": _number,
        "modality": _choice(Modality),
        "negated": _truth,
        "date_basis": _choice(DateBasis),
        "about": _many(_text),
    },
)
_extraction = _record(Extraction, {"document": _DOCUMENT, "reports": _many(_REPORT), "actors": _many(_ACTOR)})
