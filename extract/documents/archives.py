"""Web archives (WARC): the pages that a crawler saved."""

from collections.abc import Callable, Iterator
from io import BufferedReader
from typing import TYPE_CHECKING

from communique.extract.documents.article import UnreadableError
from communique.extract.documents.html import MAX_PAGE
from communique.extract.documents.records import Placed, SavedPage

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_MARK = b"WARC/"
_PAGES = ("text/html", "application/xhtml+xml")
_SAVED = ("response", "resource")
_MOST_HEAD = 1 << 18


def is_archive(head: bytes) -> bool:
    """Tell whether bytes begin as a web archive does."""
    return head.startswith(_MARK)


def pages(stream: BufferedReader) -> Iterator[Placed]:
    """Give the HTML pages of a web archive that a server gave in full.

    Yields
    ------
    Placed
        The number of the record among all of the archive, counted from 1, and the page, or what is wrong with it.
        Other records (requests, pictures, answers that are errors) are passed over.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        archive = ArchiveIterator(stream)
        lines = _HeadLines(archive.reader.readline)
        archive.reader.readline = lines.take
        for number, record in enumerate(archive, 1):
            if _is_page(record):
                yield f", record {number}", _page(record)
            lines.taken = 0
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError) as error:
        # The package takes for granted that a record says of which address it is.
        why = "a record names no address" if isinstance(error, AttributeError) else error
        yield f", record {number + 1}", UnreadableError(f"the archive is damaged from here on: {why}")


class _HeadLines:
    """The lines of the heads of records: the package would put together one of any length, piece by piece."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read, self.taken = read, 0

    def take(self, length: int | None = None) -> bytes:
        """Give a line; ValueError where the head of one record is too long."""
        left = _MOST_HEAD - self.taken
        line = self._read(min(length or left, left))
        self.taken += len(line)
        if self.taken >= _MOST_HEAD:
            raise ValueError(f"the head of a record is longer than {_MOST_HEAD:,} bytes")
        return line


def _is_page(record: "ArcWarcRecord") -> bool:
    if record.rec_type not in _SAVED:
        return False
    headers = record.http_headers
    if headers is None:
        kind = record.rec_headers.get_header("Content-Type") or ""
    elif headers.get_statuscode() != "200":
        return False
    else:
        kind = headers.get_header("Content-Type") or ""
    return kind.split(";")[0].strip().lower() in _PAGES


def _page(record: "ArcWarcRecord") -> SavedPage | UnreadableError:
    content = record.content_stream().read(MAX_PAGE + 1)
    if len(content) > MAX_PAGE:
        return UnreadableError(f"the page is longer than {MAX_PAGE:,} characters")
    return SavedPage(record.rec_headers.get_header("WARC-Target-URI") or "", content)
