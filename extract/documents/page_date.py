"""The day of publication of a page: as it declares to programs, as the article says, as stands elsewhere on it."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import dateparser
import lxml.html
from lxml.etree import LxmlError

from communique.extract.documents.article import tidy
from communique.extract.documents.boilerplate import boilerplate
from communique.extract.documents.page_declared import day_in_address, day_of, declared, declared_change, page_dates

_LONGEST_BYLINE = 120
_ARTICLES = "//article[.//p] | //main[.//p] | //*[@role='main'][.//p] | //*[@itemprop='articleBody']"
_AROUND_HEADLINE = "//h1/ancestor::*[count(.//p) > 1][1]"
_AROUND = frozenset(("nav", "aside", "footer", "script", "style", "form"))
_PARTS = re.compile(r"[|·•]")
_LABEL = re.compile(r"(?:first )?(?:published|posted|publication date|date)(?: on| at)?\s*:?\s*", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d\d\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?,?\s+", re.IGNORECASE)
# A day written out in any language: "14. Mai 2020", "14 de mayo de 2020".
_WRITTEN = re.compile(r"\d{1,2}(?:\.|er|º)?\s(?:de\s)?[^\W\d_]{3,12}\.?\s(?:de\s)?(?:19|20)\d\d\b")
# The same in English, with which a line goes on after "Posted on".
_ENGLISH = re.compile(r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,?|\d{1,2} [A-Z][a-z]{2,8}\.?) (?:19|20)\d\d\b")
_DIGITS = re.compile(r"\D*(\d{1,2})[./-](\d{1,2})[./-](?:19|20)\d\d\b")
_COPYRIGHT = re.compile(r"\bcopyright\b|©", re.IGNORECASE)
_MONTHS = 12


def page_date(markup: str, url: str, found: date | None, byline: date | None) -> date | None:
    """Give the day on which the article of a page was published.

    Parameters
    ----------
    markup
        The page.
    url
        Its address, which may hold the day; empty where it is not known.
    found
        The day that was found anywhere on the page, perhaps that of a visit, of a change or of the newest comment.
    byline
        The day that the text of the article names.

    Returns
    -------
    date or None
        What the page declares to programs; else what the article says; else what its address holds; else `found`.
    """
    try:
        tree = lxml.html.fromstring(markup)
    except (LxmlError, ValueError):
        return byline or found
    own, changes = _in_article(tree)
    said = declared(tree) or (byline if byline not in changes else None) or own or byline
    said = said or min(changes, default=None) or day_in_address(url)
    return said or (None if _is_doubtful(tree, found) else found)


def _is_doubtful(tree: lxml.html.HtmlElement, found: date | None) -> bool:
    """Tell whether the day found is that of a copyright, or the article's own can be read in two ways ("4/5/2016")."""
    part = _article(tree)
    if found is None or part is None or found in declared_change(tree):
        return False
    notices = (_ENGLISH.search(text) for text in tree.itertext() if _COPYRIGHT.search(text))
    if any(notice is not None and day_of(notice[0]) == found for notice in notices):
        return True
    figures = (match for line in _lines(part) if (match := _DIGITS.match(line)) is not None)
    return any(match[1] != match[2] and max(int(match[1]), int(match[2])) <= _MONTHS for match in figures)


def _article(tree: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """Give the article's part of a page: of several the one with the headline, else that with the most paragraphs."""
    parts = tree.xpath(_ARTICLES)
    if not parts:
        return next(iter(tree.xpath(_AROUND_HEADLINE)), None)
    return max(parts, key=lambda part: (part.find(".//h1") is not None, len(part.findall(".//p"))))


def _in_article(tree: lxml.html.HtmlElement) -> tuple[date | None, frozenset[date]]:
    """Give the day of the first byline in the article's part of a page, and the days on which it was changed."""
    part = _article(tree)
    if part is None:
        return None, frozenset()
    lines = [piece.strip() for line in _lines(part) for piece in _PARTS.split(line)]
    changed = [line for line in lines if line.lower().startswith(page_dates().changed)]
    plain = [line for line in lines if line not in changed]
    days = (day for line in plain if (day := _of_byline(line)) is not None)
    foreign = (day for line in plain if (day := _in_other_language(line)) is not None)
    changes = {day for line in changed if (day := _of_byline(line.split(":", 1)[-1].strip())) is not None}
    return next(days, None) or next(foreign, None), frozenset(changes)


def _lines(part: lxml.html.HtmlElement) -> Iterator[str]:
    """Give the short texts of a part of a page, in order: those of whole elements before those of their pieces."""
    for element in part.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in _AROUND or any(above.tag in _AROUND for above in element.iterancestors()):
            continue
        yield from (value for name in page_dates().attributes if (value := element.get(name)))
        whole = tidy(element.text_content()) if len(element) < 4 else ""
        pieces = (element.text or "", *(child.tail or "" for child in element))
        yield from (line for line in map(tidy, (whole, *pieces)) if 0 < len(line) <= _LONGEST_BYLINE)


def _of_byline(line: str) -> date | None:
    said = boilerplate().byline(line)
    if said is not None:
        return day_of(said.date)
    if (day := day_of(line)) is not None:
        return day
    label = _LABEL.match(line)
    rest = _CLOCK.sub("", line[label.end() if label is not None else 0 :], count=1)
    begins = _ENGLISH.match(rest) if label is not None else None
    return day_of(rest) or (day_of(begins[0]) if begins is not None else None)


def _in_other_language(line: str) -> date | None:
    """Give the day that a line names in one of the languages of pages that are otherwise English."""
    written = _WRITTEN.search(line)
    return _foreign_day(written[0]) if written is not None else None


@cache
def _foreign_day(words: str) -> date | None:
    settings = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}
    found = dateparser.parse(words, languages=list(page_dates().languages), settings=settings)
    return found.date() if found is not None else None
