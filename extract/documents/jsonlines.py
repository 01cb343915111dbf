"""JSON records: one a line, in one array, or a single object; read one at a time, in bounded memory."""

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from io import BufferedReader, TextIOWrapper

from communique.extract.documents.article import UnreadableError, check_length, completed, compose, too_long
from communique.extract.documents.encoding import decode
from communique.extract.documents.markup import without_markup
from communique.extract.documents.plain import read_page
from communique.extract.documents.publication import publication_date
from communique.extract.documents.record_fields import fields_of, kind_of
from communique.ontology.types import Document

# JSON may write a character in six bytes, and an article has other fields beside its text.
MAX_RECORD = 8_000_000
_CHUNK = 1 << 16
_OPENING = re.compile(r"\s*\[?\s*")
_BETWEEN = re.compile(r"[\s,]*")

Numbered = tuple[int, Mapping[str, object] | UnreadableError]


def read_record(record: Mapping[str, object], *, published: date | None = None, source: str = "") -> Document:
    """Give the document of a record.

    Parameters
    ----------
    record
        Fields by name: ``text`` and, if known, ``title``, ``date``, ``source``, ``url``, ``id``, or other usual names
        of these (`record_fields.toml`). Other plain values become metadata.
    published, source
        Count where the record has none.

    Returns
    -------
    Document
        The article of the record.

    Raises
    ------
    UnreadableError
        Names the field that is missing or wrong.
    """
    fields, others = fields_of(record)
    if not fields["text"].strip():
        raise UnreadableError("the field 'text' is missing or empty: put the article's words there")
    check_length(fields["text"])
    day = fields["date"].strip()
    page = read_page(without_markup(fields["text"]), without_markup(fields["title"]))
    document = compose(
        page.title,
        page.paragraphs,
        published=publication_date(day) if day else page.published(),
        source=fields["source"] or page.imprint.source,
        url=fields["url"],
        language=fields["language"],
        metadata={**page.metadata(), "identifier": fields["id"], **others},
    )
    return completed(document, published, source)


def records(stream: BufferedReader) -> Iterator[Numbered]:
    """Give the records of JSON lines, of an array or of objects one after the other.

    Parameters
    ----------
    stream
        JSON in UTF-8.

    Yields
    ------
    Numbered
        Line number, counted from 1, and the record or what is wrong with it. Never more than one record is held; a line
        beyond the limit is skipped and reported. Where an array or an indented object is broken, what stands below
        cannot be told apart and is not read.
    """
    first = stream.peek(_CHUNK).lstrip(codecs.BOM_UTF8 + b" \t\r\n").split(b"\n", 1)[0].rstrip()
    indented = first.endswith((b"{", b"[", b",")) and first.startswith(b"{")
    return _elements(stream) if indented or first.startswith(b"[") else _lines(stream)


def _lines(stream: BufferedReader) -> Iterator[Numbered]:
    number = 0
    while line := stream.readline(MAX_RECORD):
        number += 1
        if len(line) == MAX_RECORD and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(_CHUNK)
            yield number, too_long()
        elif line.removeprefix(codecs.BOM_UTF8).strip():
            yield number, _parsed(line)


def _parsed(line: bytes) -> Mapping[str, object] | UnreadableError:
    try:
        return _object(json.loads(decode(line)))
    except json.JSONDecodeError as error:
        return _broken(error.msg, error.colno)
    except UnreadableError as error:
        return error
    except (ValueError, RecursionError):
        return UnreadableError("not valid JSON: a number too long or lists nested too deep")


def _elements(stream: BufferedReader) -> Iterator[Numbered]:
    text = TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    buffer, line, between = text.read(_CHUNK), 1, _OPENING
    while True:
        start = found.end() if (found := between.match(buffer)) else 0
        line, buffer = line + buffer.count("\n", 0, start), buffer[start:]
        if not buffer:
            buffer = text.read(_CHUNK)
            if not buffer:
                return
            continue
        if buffer.startswith("]"):
            return
        value, buffer, end = _element(buffer, text)
        yield line, value
        if not end:
            return
        line, buffer, between = line + buffer.count("\n", 0, end), buffer[end:], _BETWEEN


def _element(buffer: str, text: TextIOWrapper) -> tuple[Mapping[str, object] | UnreadableError, str, int]:
    while True:
        try:
            value, end = json.JSONDecoder().raw_decode(buffer)
            return _object(value), buffer, end
        except (ValueError, RecursionError) as error:
            if len(buffer) >= MAX_RECORD:
                return too_long(), buffer, 0
            # Only the end of what was read so far may be missing: read as much again, then retry.
            more = text.read(max(_CHUNK, len(buffer)))
            if not more:
                return _broken(str(error).split(":")[0], 1), buffer, 0
            buffer += more


def _object(value: object) -> Mapping[str, object] | UnreadableError:
    if isinstance(value, dict):
        return value
    return UnreadableError(f"a record must be an object with a field 'text', this is {kind_of(value)}")


def _broken(reason: str, column: int) -> UnreadableError:
    return UnreadableError(f"not valid JSON at character {column}: {reason}: write one object a line")
