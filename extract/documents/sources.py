"""Documents from wherever articles lie: files, folders, standard input; what cannot be read becomes a Problem."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from communique.extract.documents.article import Problem, UnreadableError, completed, too_long
from communique.extract.documents.encoding import as_utf8, byte_order_mark, decode, is_binary
from communique.extract.documents.html import MAX_PAGE, read_html
from communique.extract.documents.jsonlines import read_record, records
from communique.extract.documents.plain import read_text
from communique.ontology.types import Document

__all__ = ["Problem", "UnreadableError", "read_html", "read_paths", "read_record", "read_stream", "read_text"]

_KINDS = {
    **dict.fromkeys((".txt", ".md", ".text"), "plain"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), "json"),
}
_HEAD = 1 << 16
# A character takes four bytes at most.
_MAX_TEXT = 4_000_000

# So many articles back a repetition is noticed; it is harmless in any case, since a document is stored once.
_REMEMBERED = 100_000

Read = Document | Problem
# Where each document stood, by its id.
Seen = dict[str, str]


def read_paths(
    paths: Iterable[Path], *, published: date | None = None, source: str = "", seen: Seen | None = None
) -> Iterator[Read]:
    """Give the documents of files and folders, one at a time.

    Parameters
    ----------
    paths
        Files, and folders of which every file below is read, sorted by path; hidden ones are left out. What a file with
        an unknown ending holds is told by its content.
    published, source
        Count where an article names none itself.
    seen
        Where the articles of this run came from, by document id; it grows. With it, an article that came before is a
        problem.

    Yields
    ------
    Document or Problem
        The document, or what is wrong with an input.
    """
    for path in paths:
        files = _files_below(path) if path.is_dir() else [path]
        if not files:
            yield Problem(str(path), "the folder holds no files: name one that does")
        for file in files:
            yield from _read_file(file, published, source, seen)


def read_stream(
    stream: BinaryIO,
    name: str,
    *,
    published: date | None = None,
    source: str = "",
    kind: str = "",
    seen: Seen | None = None,
) -> Iterator[Read]:
    """Give the documents of a stream of bytes, which is left open.

    Parameters
    ----------
    stream
        Where the bytes come from.
    name
        Stands for the stream in problems.
    published, source, seen
        As in `read_paths`.
    kind
        ``plain``, ``html`` or ``json``. If it is empty, JSON starts with ``{`` or ``[``, HTML with ``<``, and all else
        is plain text.

    Yields
    ------
    Document or Problem
        The document, or what is wrong with an input.
    """
    head = stream.read(_HEAD)
    if not head.strip():
        yield Problem(name, "it is empty: nothing to read")
    elif is_binary(head):
        yield Problem(name, "it is binary, not text: save it as plain text, HTML or JSON lines")
    elif (kind or _sniffed(head)) == "json":
        yield from _read_records(head, stream, name, published, source, seen)
    else:
        yield _once(_read_one(head, stream, name, kind or _sniffed(head), published, source), name, seen)


def _once(read: Read, where: str, seen: Seen | None) -> Read:
    """Give a document that was not seen before, or the problem that it was."""
    if seen is None or isinstance(read, Problem):
        return read
    if read.id in seen:
        return Problem(where, f"it is the same article as {seen[read.id]}: kept once")
    seen[read.id] = where
    if len(seen) > _REMEMBERED:
        del seen[next(iter(seen))]
    return read


def _read_records(
    head: bytes, stream: BinaryIO, name: str, published: date | None, source: str, seen: Seen | None
) -> Iterator[Read]:
    empty = True
    for line, record in records(as_utf8(head, stream)):
        empty = False
        where = f"{name}:{line}"
        yield _once(_or_problem(where, partial(_of_record, record, published, source)), where, seen)
    if empty:
        yield Problem(name, "it holds no records: write one JSON object a line")


def _read_one(head: bytes, stream: BinaryIO, name: str, kind: str, published: date | None, source: str) -> Read:
    limit = MAX_PAGE if kind == "html" else _MAX_TEXT
    data = head + stream.read(limit)
    if len(data) > limit:
        return Problem(name, str(too_long()))
    read = read_html if kind == "html" else _read_plain
    return _or_problem(name, lambda: completed(read(data), published, source))


def _read_plain(data: bytes) -> Document:
    return read_text(decode(data))


def _of_record(record: Mapping[str, object] | UnreadableError, published: date | None, source: str) -> Document:
    if isinstance(record, UnreadableError):
        raise record
    return read_record(record, published=published, source=source)


def _or_problem(where: str, read: Callable[[], Document]) -> Read:
    """Give the document that is read, or what is wrong with it, whatever it is: an article must not end a run."""
    try:
        return read()
    except UnreadableError as error:
        return Problem(where, str(error))
    except Exception as error:  # noqa: BLE001  (libraries raise all sorts on damaged input)
        return Problem(where, f"the reader failed on it ({type(error).__name__}: {error}): report it, please")


def _read_file(path: Path, published: date | None, source: str, seen: Seen | None) -> Iterator[Read]:
    try:
        with path.open("rb") as stream:
            kind = _KINDS.get(path.suffix.lower(), "")
            yield from read_stream(stream, str(path), published=published, source=source, kind=kind, seen=seen)
    except FileNotFoundError:
        yield Problem(str(path), "there is no such file or folder: check the path")
    except OSError as error:
        yield Problem(str(path), f"it cannot be opened: {error.strerror}")


def _files_below(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def _sniffed(head: bytes) -> str:
    start = head.decode(byte_order_mark(head) or "latin-1", "ignore").lstrip("\ufeff \t\r\n")[:1]
    return {"{": "json", "[": "json", "<": "html"}.get(start, "plain")
