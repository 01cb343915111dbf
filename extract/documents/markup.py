"""HTML within a text, as feeds and content systems put it into the fields of a record."""

import re

import lxml.html
from lxml.etree import LxmlError, tostring

# A closing tag, or one that needs none: a sentence with < and > in it has neither.
_MARKUP = re.compile(
    r"</(?:p|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|blockquote|section|article)\s*>|<(?:br|p)\s*/?>", re.I
)
_BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "div", "br", "td", "pre", "section"))


def without_markup(text: str) -> str:
    """Give the words of a text that is HTML, with blank lines between its paragraphs; any other text as it is."""
    if _MARKUP.search(text) is None:
        return text
    try:
        return words_of(lxml.html.fromstring(f"<div>{text}</div>"))
    except (LxmlError, ValueError):
        return text


def words_of(element: lxml.html.HtmlElement) -> str:
    """Give the words of an element, with blank lines between its paragraphs."""
    for each in element.iter():
        if each.tag in _BLOCKS:
            each.text, each.tail = f"\n\n{each.text or ''}", f"\n\n{each.tail or ''}"
    return str(tostring(element, method="text", encoding="unicode"))
