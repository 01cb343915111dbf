"""The day of publication of a page: as it declares to programs, as the article says, as stands elsewhere on it."""

import re
from collections.abc import Iterator
from datetime import date

import lxml.html
from htmldate import find_date
from lxml.etree import LxmlError

from communique.extract.documents.article import UnreadableError, tidy
from communique.extract.documents.boilerplate import boilerplate
from communique.extract.documents.publication import publication_date

# What stands right before a day that a page declares to programs.
_DECLARING = re.compile(r"""(?:content\s*=\s*["']?|"datePublished"\s*:\s*")\Z""", re.IGNORECASE)
_BEFORE = 40
_LONGEST_BYLINE = 120
_ARTICLES = "//article[.//p] | //main[.//p] | //*[@role='main'][.//p] | //*[@itemprop='articleBody']"
_AROUND_HEADLINE = "//h1/ancestor::*[count(.//p) > 1][1]"
_AROUND = frozenset(("nav", "aside", "footer", "script", "style", "form"))


def page_date(markup: str, url: str, found: date | None, byline: date | None) -> date | None:
    """Give the day on which the article of a page was published.

    Parameters
    ----------
    markup
        The page.
    url
        Its address, which may hold the day; empty where it is not known.
    found
        The day that was found anywhere on the page, perhaps that of a visit or of the newest comment.
    byline
        The day that the text of the article names.

    Returns
    -------
    date or None
        What the page declares to programs; else what the article says; else `found`.
    """
    if found is None or found == byline or _is_declared(found.isoformat(), markup):
        return found or byline
    try:
        tree = lxml.html.fromstring(markup)
    except (LxmlError, ValueError):
        return byline or found
    own = byline or _in_article(tree)
    if own is None or own == found:
        return found
    return _declared(tree, url) or own


def _is_declared(day: str, markup: str) -> bool:
    places = (place.start() for place in re.finditer(day, markup))
    return any(_DECLARING.search(markup[max(0, place - _BEFORE) : place]) for place in places)


def _declared(tree: lxml.html.HtmlElement, url: str) -> date | None:
    """Give the day that the head of a page, its data for programs or its address names."""
    head = lxml.html.Element("html")
    for element in tree.xpath("//head | //body//meta | //body//script[@type='application/ld+json']"):
        head.append(element)
    found = find_date(head, original_date=True, extensive_search=False, url=url or None)
    return publication_date(found) if found else None


def _in_article(tree: lxml.html.HtmlElement) -> date | None:
    """Give the day of the first byline in the article's part of a page."""
    part = next(iter(tree.xpath(_ARTICLES)), None)
    if part is None:
        part = next(iter(tree.xpath(_AROUND_HEADLINE)), None)
    if part is None:
        return None
    return next((day for line in _lines(part) if (day := _of_byline(line)) is not None), None)


def _lines(part: lxml.html.HtmlElement) -> Iterator[str]:
    """Give the short texts of a part of a page, in order: those of whole elements before those of their pieces."""
    for element in part.iter():
        if not isinstance(element.tag, str) or any(above.tag in _AROUND for above in element.iterancestors()):
            continue
        if element.tag == "time" and element.get("datetime"):
            yield element.get("datetime", "")
        whole = tidy(element.text_content()) if len(element) < 4 else ""
        pieces = (element.text or "", *(child.tail or "" for child in element))
        yield from (line for line in map(tidy, (whole, *pieces)) if 0 < len(line) <= _LONGEST_BYLINE)


def _of_byline(line: str) -> date | None:
    said = boilerplate().byline(line)
    try:
        return publication_date(said.date if said else line) if said is None or said.date else None
    except UnreadableError:
        return None
