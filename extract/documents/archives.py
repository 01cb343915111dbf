"""Web archives (WARC): the pages that a crawler saved."""

from collections.abc import Iterator
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
        for number, record in enumerate(ArchiveIterator(stream), 1):
            if _is_page(record):
                yield f", record {number}", _page(record)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        yield f", record {number + 1}", UnreadableError(f"the archive is damaged from here on: {error}")


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
