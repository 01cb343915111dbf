"""HTML pages: the article alone, with title, date, site and address as the page states them."""

import logging
import re
from collections.abc import Sequence
from datetime import date

import lxml.html
import trafilatura
from lxml.etree import LxmlError
from readability import Document as Readable  # type: ignore[import-untyped]
from readability.readability import Unparseable  # type: ignore[import-untyped]
from trafilatura.settings import Document as Extracted

from communique.extract.documents.article import UnreadableError, check_length, compose
from communique.extract.documents.boilerplate import Imprint
from communique.extract.documents.encoding import decode_page
from communique.extract.documents.markup import without_forbidden, words_of
from communique.extract.documents.page_date import page_date
from communique.extract.documents.plain import Page, read_page
from communique.extract.documents.publication import publication_date
from communique.ontology.types import Document

MAX_PAGE = 20_000_000
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_LAST_WORD = re.compile(r"[.!?][\"'\u201d\u2019)]*\Z")
# A paragraph of fewer words is a heading or a menu.
_FEWEST_WORDS = 5
_AUTHOR = re.compile(r"[^\d|@/:]{3,80}\Z")

# These libraries log what they could not read; here it becomes the error that the reader raises.
for _name in ("trafilatura", "readability", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def read_html(
    html: bytes | str, *, title: str = "", published: date | None = None, source: str = "", url: str = ""
) -> Document:
    """Give the document of an HTML page.

    Parameters
    ----------
    html
        The page; the encoding of bytes is found out.
    title, published, source, url
        What is known already; it counts before what the page says of itself.

    Returns
    -------
    Document
        The article without navigation, advertisements and the like.

    Raises
    ------
    UnreadableError
        Where the page holds no article.
    """
    text = decode_page(html) if isinstance(html, bytes) else html
    if len(text) > MAX_PAGE:
        raise UnreadableError(f"the page is longer than {MAX_PAGE:,} characters: save the article alone")
    markup = without_forbidden(_DECLARATION.sub("", text))
    found = _extracted(markup, url)
    page = _page(markup, found, title)
    return compose(
        page.title,
        page.paragraphs,
        published=published or page_date(markup, url, _stated(found), page.published()),
        source=source or (found.sitename if found else "") or page.imprint.source,
        url=url or (found.url if found else "") or "",
        metadata={**page.metadata(), **_author(found)},
    )


def _extracted(markup: str, url: str) -> Extracted | None:
    found = trafilatura.bare_extraction(
        markup,
        url=url or None,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        # A date guessed from anywhere in the page is worse than none: relative dates hang on it.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    return found if isinstance(found, Extracted) else None


def _page(markup: str, found: Extracted | None, title: str) -> Page:
    if found is not None and found.text:
        check_length(found.text)
        page = read_page(found.text.replace("\n", "\n\n"), title or found.title or "")
        if _has_article(page):
            return page
    page = _readable(markup, title or (found.title if found else "") or "")
    if not _has_article(page):
        raise UnreadableError("no article found in the page: give the article's page itself, or its text")
    return page


def _readable(markup: str, title: str) -> Page:
    try:
        readable = Readable(markup)
        title = title or str(readable.short_title())
        summary = lxml.html.fromstring(str(readable.summary()))
    except (Unparseable, LxmlError, ValueError, TypeError):
        return Page("", (), Imprint())
    return read_page(words_of(summary), title)


def _has_article(page: Page) -> bool:
    return any(_is_prose(paragraph.split()) for paragraph in page.paragraphs)


def _is_prose(words: Sequence[str]) -> bool:
    return len(words) >= _FEWEST_WORDS and _LAST_WORD.search(words[-1]) is not None


def _stated(found: Extracted | None) -> date | None:
    try:
        return publication_date(found.date) if found is not None and found.date else None
    except UnreadableError:
        return None


def _author(found: Extracted | None) -> dict[str, str]:
    author = (found.author if found is not None else "") or ""
    return {"author": author} if _AUTHOR.match(author) else {}
