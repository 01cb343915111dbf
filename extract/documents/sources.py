"""Documents from wherever articles lie: files, folders, standard input; what cannot be read becomes a Problem."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from functools import partial
from io import BufferedReader
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, cast

import communique.extract.documents.archives as archives
import communique.extract.documents.columns as columns
import communique.extract.documents.feeds as feeds
import communique.extract.documents.jsonlines as jsonlines
import communique.extract.documents.reported as reported
import communique.extract.documents.tables as tables
from communique.extract.documents.article import Problem, UnreadableError, completed, too_long
from communique.extract.documents.encoding import as_buffered, as_utf8, byte_order_mark, decode, is_binary
from communique.extract.documents.html import MAX_PAGE, read_html
from communique.extract.documents.plain import read_text
from communique.extract.documents.records import Placed, RecordContent, SavedPage, read_record
from communique.ontology.types import Document, Extraction

__all__ = [
    "Problem",
    "UnreadableError",
    "kind_of",
    "read_html",
    "read_paths",
    "read_record",
    "read_stream",
    "read_text",
]

_KINDS = {
    **dict.fromkeys((".txt", ".md", ".text"), "plain"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), "json"),
    **dict.fromkeys((".csv", ".tsv", ".tab"), "table"),
    **dict.fromkeys((".rss", ".atom"), "feed"),
    ".warc": "warc",
    ".parquet": "parquet",
}
# Kinds of files that hold many articles, and how they are distinguished; those in the second table are no text.
_OF_TEXT: Mapping[str, Callable[[BufferedReader], Iterator[Placed]]] = MappingProxyType(
    {"json": jsonlines.records, "table": tables.rows}
)
_OF_BYTES: Mapping[str, Callable[[BufferedReader], Iterator[Placed]]] = MappingProxyType(
    {"feed": feeds.entries, "warc": archives.pages}
)
_PACKED: Mapping[bytes, Callable[[BinaryIO], BinaryIO]] = MappingProxyType(
    {
        b"\x1f\x8b": lambda stream: cast(BinaryIO, gzip.GzipFile(fileobj=stream)),
        b"BZh": lambda stream: cast(BinaryIO, bz2.BZ2File(stream)),
        b"\xfd7zXZ": lambda stream: cast(BinaryIO, lzma.LZMAFile(stream)),  # noqa: SIM115  (the caller closes it)
    }
)
_DAMAGED = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile)
_HEAD = 1 << 16
# A character takes four bytes at most.
_MAX_TEXT = 4_000_000

# So many articles back a repetition is noticed; it is harmless in any case, since a document is stored once.
_REMEMBERED = 100_000

# An extraction is what was read from an article before, and exported as JSON lines.
Read = Document | Extraction | Problem
# Where each document stood, by its id.
Seen = dict[str, str]


def kind_of(name: str) -> str:
    """Give the kind of a file, as `read_stream` knows it, by the ending of its name; none where that tells nothing."""
    return _KINDS.get(Path(name).suffix.lower(), "")


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
    Document, Extraction or Problem
        The document; what was read from it before, where a file holds that; or what is wrong with an input.
    """
    for path in paths:
        files = files_below(path) if path.is_dir() else [path]
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
        ``plain``, ``html``, ``json``, ``table`` (CSV and the like), ``feed`` (RSS, Atom), ``warc`` or
        ``parquet``. If it is empty, the first bytes tell.

    Yields
    ------
    Document, Extraction or Problem
        The document; what was read from it before, where the stream holds that; or what is wrong with an input.
    """
    head = stream.read(_HEAD)
    kind = kind or _sniffed(head)
    if not head.strip():
        yield Problem(name, "it is empty: nothing to read")
    elif kind == "parquet":
        if stream.seekable():
            stream.seek(0)
            yield from _read_many(columns.rows(stream), name, published, source, seen)
        else:
            yield Problem(name, "Parquet is read from files only: name one")
    elif kind in _OF_BYTES:
        yield from _read_many(_OF_BYTES[kind](as_buffered(head, stream)), name, published, source, seen)
    elif is_binary(head):
        yield Problem(name, "it is binary, not text: save it as plain text, HTML or JSON lines")
    elif kind in _OF_TEXT:
        yield from _read_many(_OF_TEXT[kind](as_utf8(head, stream)), name, published, source, seen)
    else:
        yield _once(_read_one(head, stream, name, kind, published, source), name, seen)


def read_found(found: RecordContent, where: str, *, published: date | None = None, source: str = "") -> Read:
    """Give the document of a record or a page, or what is wrong with it; `published` and `source` fill gaps."""
    return _or_problem(where, partial(_of_found, found, published, source))


def files_below(folder: Path) -> list[Path]:
    """Give the files in and below a folder by path, hidden ones left out."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def _once(read: Read, where: str, seen: Seen | None) -> Read:
    """Give a document that was not seen before, or the problem that it was."""
    if seen is None or isinstance(read, Problem):
        return read
    name = read.id if isinstance(read, Document) else read.document.id
    if name in seen:
        return Problem(where, f"it is the same article as {seen[name]}: kept once")
    seen[name] = where
    if len(seen) > _REMEMBERED:
        del seen[next(iter(seen))]
    return read


def _read_many(
    found: Iterator[Placed], name: str, published: date | None, source: str, seen: Seen | None
) -> Iterator[Read]:
    empty = True
    for place, each in _unbroken(found):
        empty = False
        where = f"{name}{place}"
        yield _once(read_found(each, where, published=published, source=source), where, seen)
    if empty:
        yield Problem(name, "it holds no records: write one JSON object a line, or rows below the names of columns")


def _unbroken(found: Iterator[Placed]) -> Iterator[Placed]:
    """Give what is found until the reader fails, and then that it did."""
    try:
        yield from found
    except _DAMAGED:
        # What is packed is damaged, which whoever unpacks it tells.
        raise
    except Exception as error:  # noqa: BLE001  (libraries raise all sorts on damaged input)
        yield "", UnreadableError(f"the reader failed on it ({type(error).__name__}: {error}): report it, please")


def _read_one(head: bytes, stream: BinaryIO, name: str, kind: str, published: date | None, source: str) -> Read:
    limit = MAX_PAGE if kind == "html" else _MAX_TEXT
    data = head + stream.read(limit)
    if len(data) > limit:
        return Problem(name, str(too_long()))
    read = read_html if kind == "html" else _read_plain
    return _or_problem(name, lambda: completed(read(data), published, source))


def _read_plain(data: bytes) -> Document:
    return read_text(decode(data))


def _of_found(found: RecordContent, published: date | None, source: str) -> Document | Extraction:
    if isinstance(found, UnreadableError):
        raise found
    if isinstance(found, SavedPage):
        document = read_html(found.content, title=found.title, source=found.source, url=found.url)
        return completed(document, published, source)
    if reported.is_extraction(found):
        return reported.read_extraction(found)
    return read_record(found, published=published, source=source)


def _or_problem(where: str, read: Callable[[], Document | Extraction]) -> Read:
    """Give the document that is read, or what is wrong with it, whatever it is: an article must not end a run."""
    try:
        return read()
    except UnreadableError as error:
        return Problem(where, str(error))
    except Exception as error:  # noqa: BLE001  (libraries raise all sorts on damaged input)
        return Problem(where, f"the reader failed on it ({type(error).__name__}: {error}): report it, please")


def _read_file(path: Path, published: date | None, source: str, seen: Seen | None) -> Iterator[Read]:
    try:
        with ExitStack() as opened:
            stream: BinaryIO = opened.enter_context(path.open("rb"))
            name = path.name
            if unpacking := _unpacking(stream):
                stream = opened.enter_context(unpacking(stream))
                name = path.stem
            yield from read_stream(stream, str(path), published=published, source=source, kind=kind_of(name), seen=seen)
    except FileNotFoundError:
        yield Problem(str(path), "there is no such file or folder: check the path")
    except _DAMAGED:
        yield Problem(str(path), "it is packed and damaged: what could be unpacked was read")
    except OSError as error:
        yield Problem(str(path), f"it cannot be opened: {error.strerror}")


def _unpacking(stream: BinaryIO) -> Callable[[BinaryIO], BinaryIO] | None:
    """Give what unpacks a file whose first bytes say that it is packed, which stays at its beginning."""
    start = stream.read(max(map(len, _PACKED)))
    stream.seek(0)
    return next((unpack for mark, unpack in _PACKED.items() if start.startswith(mark)), None)


def _sniffed(head: bytes) -> str:
    if archives.is_archive(head) or columns.is_parquet(head):
        return "warc" if archives.is_archive(head) else "parquet"
    start = head.decode(byte_order_mark(head) or "latin-1", "ignore").lstrip("\ufeff \t\r\n")[:1]
    if start == "<":
        return "feed" if feeds.is_feed(head) else "html"
    return "json" if start in ("{", "[") else "table" if tables.is_table(head) else "plain"
