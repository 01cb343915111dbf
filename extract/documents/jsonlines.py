"""JSON records: one a line, in one array, a single object, or within the answer of a service; in bounded memory."""

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from io import BufferedReader, StringIO, TextIOWrapper
from typing import TextIO

from communique.extract.documents.article import UnreadableError, too_long
from communique.extract.documents.encoding import decode
from communique.extract.documents.record_fields import is_text_of_article, kind_of
from communique.extract.documents.record_shapes import is_action, shapes
from communique.extract.documents.records import Placed, RecordContent

# JSON may write a character in six bytes, and an article has other fields beside its text.
MAX_RECORD = 8_000_000
_CHUNK = 1 << 16
_BLANK = re.compile(r"\s*")
# So near the end of what was read, an error may come from what was not read yet.
_NEAR = 64
_UNENDED = "Unterminated string"


class _BrokenError(Exception):
    """The JSON is broken here, and what follows cannot be distinguished."""


def records(stream: BufferedReader) -> Iterator[Placed]:
    """Give the records of JSON lines, of an array, of objects one after the other, or of answers and dumps of services.

    Parameters
    ----------
    stream
        JSON in UTF-8.

    Yields
    ------
    Placed
        Line number, counted from 1, and the record or what is wrong with it. Never more than one record is held; a line
        beyond the limit is skipped and reported. Where an array or an indented object is broken, what stands below
        cannot be distinguished and is not read; where the answer of a service is, the next answer is.
    """
    head = stream.peek(_CHUNK)
    first = head.lstrip(codecs.BOM_UTF8 + b" \t\r\n").split(b"\n", 1)[0].rstrip()
    if _is_answer(head):
        found = _of_answers(_Cursor(_as_text(stream)))
    elif first.startswith(b"[") or (first.startswith(b"{") and first.endswith((b"{", b"[", b","))):
        found = _elements(_Cursor(_as_text(stream)))
    else:
        found = _lines(stream)
    return (each for each in found if not (isinstance(each[1], Mapping) and is_action(each[1])))


def _lines(stream: BufferedReader) -> Iterator[Placed]:
    number = 0
    while line := stream.readline(MAX_RECORD):
        number += 1
        if len(line) == MAX_RECORD and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(_CHUNK)
            yield f":{number}", too_long()
        elif line.removeprefix(codecs.BOM_UTF8).strip():
            yield f":{number}", _parsed(line)


def _parsed(line: bytes) -> RecordContent:
    try:
        return _object(json.loads(decode(line)))
    except json.JSONDecodeError as error:
        return _broken(error.msg, error.colno)
    except UnreadableError as error:
        return error
    except (ValueError, RecursionError):
        return UnreadableError("not valid JSON: a number too long or lists nested too deep")


class _Cursor:
    """A place in JSON that is read piece by piece."""

    def __init__(self, text: TextIO) -> None:
        self._text, self._buffer, self._at = text, text.read(_CHUNK), 0
        self.line = 1

    def next(self) -> str:
        """Pass over blanks and give the character that follows; nothing at the end."""
        while True:
            found = _BLANK.match(self._buffer, self._at)
            self._pass(found.end() if found else self._at)
            if self._at < len(self._buffer) or not self._read(_CHUNK):
                return self._buffer[self._at : self._at + 1]

    def take(self, mark: str) -> bool:
        """Pass over a mark if it stands here."""
        if self.next() != mark:
            return False
        self._at += 1
        return True

    def value(self) -> object:
        """Give the value that stands here and pass over it; _BrokenError where there is none."""
        self.next()
        while True:
            try:
                value, end = json.JSONDecoder().raw_decode(self._buffer, self._at)
                # A number may go on in what was not read yet.
                if end < len(self._buffer) or not self._read(_CHUNK):
                    self._pass(end)
                    return value
            except (ValueError, RecursionError) as error:
                if len(self._buffer) - self._at >= MAX_RECORD:
                    raise _BrokenError(str(too_long())) from error
                # As much again: what is long is not parsed over and over.
                if not self._may_go_on(error) or not self._read(max(_CHUNK, len(self._buffer))):
                    raise _BrokenError(str(_broken(str(error).split(":")[0], 1))) from error

    def next_line(self) -> bool:
        """Pass over what stands before the next line that begins with an object; tell whether there is one."""
        while (found := self._buffer.find("\n{", self._at)) < 0:
            self._pass(max(self._at, len(self._buffer) - 1))
            if not self._read(_CHUNK):
                return False
        self._pass(found + 1)
        return True

    def _may_go_on(self, error: Exception) -> bool:
        if not isinstance(error, json.JSONDecodeError) or error.msg.startswith(_UNENDED):
            return not isinstance(error, RecursionError)
        return error.pos > len(self._buffer) - _NEAR

    def _pass(self, end: int) -> None:
        self.line += self._buffer.count("\n", self._at, end)
        self._at = end

    def _read(self, size: int) -> bool:
        more = self._text.read(size)
        self._buffer, self._at = self._buffer[self._at :] + more, 0
        return bool(more)


def _elements(cursor: _Cursor) -> Iterator[Placed]:
    """Give the records of an array, or of objects one after the other."""
    cursor.take("[")
    while cursor.next() not in ("", "]"):
        line = cursor.line
        try:
            yield f":{line}", _object(cursor.value())
        except _BrokenError as error:
            yield f":{line}", UnreadableError(str(error))
            return
        while cursor.take(","):
            pass


def _of_answers(cursor: _Cursor) -> Iterator[Placed]:
    """Give the records in the answers of a service, one after the other or in an array."""
    number = 0
    while cursor.take("[") or cursor.take(",") or cursor.take("]") or cursor.next():
        if cursor.next() in ",]":
            continue
        line, empty = cursor.line, True
        try:
            for _ in _lists(cursor):
                empty = False
                while not cursor.take("]"):
                    number, line = number + 1, cursor.line
                    yield f":{line}, record {number}", _object(cursor.value())
                    cursor.take(",")
        except _BrokenError as error:
            yield f":{line}", UnreadableError(str(error))
            if not cursor.next_line():
                return
        else:
            if empty:
                yield f":{line}", UnreadableError("there is no list of articles in it: give the answer as it came")


def _lists(cursor: _Cursor) -> Iterator[None]:
    """Go through an object and halt in each list of records that it holds."""
    if not cursor.take("{"):
        cursor.value()
        return
    while not cursor.take("}"):
        name = cursor.value()
        if not isinstance(name, str) or not cursor.take(":"):
            raise _BrokenError(str(_broken("a name and a colon must stand here", 1)))
        named = name in shapes().lists
        if named and cursor.take("["):
            yield
        elif named and cursor.next() == "{":
            yield from _lists(cursor)
        elif is_text_of_article(name, cursor.value()):
            raise _BrokenError("this is an article and no list of them")
        cursor.take(",")


def _is_answer(head: bytes) -> bool:
    """Tell whether JSON begins with an object that holds, some objects deep, a list of records."""
    cursor = _Cursor(StringIO(head.decode("utf-8-sig", "replace")))
    cursor.take("[")
    try:
        return any(cursor.next() in ("", "{", "]") for _ in _lists(cursor))
    except _BrokenError:
        return False


def _as_text(stream: BufferedReader) -> TextIOWrapper:
    return TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")


def _object(value: object) -> RecordContent:
    if isinstance(value, dict):
        return value
    return UnreadableError(f"a record must be an object with a field 'text', this is {kind_of(value)}")


def _broken(reason: str, column: int) -> UnreadableError:
    return UnreadableError(f"not valid JSON at character {column}: {reason}: write one object a line")
