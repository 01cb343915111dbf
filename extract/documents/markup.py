"""HTML within a text, as feeds and content systems put it into the fields of a record."""

import re

import lxml.html
from lxml.etree import LxmlError, tostring

# A closing tag, or one that needs none: a sentence with < and > in it has neither.
_MARKUP = re.compile(
    r"</(?:p|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|blockquote|section|article)\s*>|<(?:br|p)\s*/?>", re.I
)
# Characters that no XML may hold, as they are and as references.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_LAST_CHARACTER = 0x10FFFF
_BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "div", "br", "td", "pre", "section"))


def without_markup(text: str) -> str:
    """Give the words of a text that is HTML, with blank lines between its paragraphs; any other text as it is."""
    if _MARKUP.search(text) is None:
        return text
    try:
        return words_of(lxml.html.fromstring(f"<div>{without_forbidden(text)}</div>"))
    except (LxmlError, ValueError):
        return text


def without_forbidden(markup: str) -> str:
    """Give markup without the characters, and references to characters, on which a parser of XML would give up."""
    return _FORBIDDEN.sub("", _REFERENCE.sub(_allowed, markup))


def _allowed(reference: re.Match[str]) -> str:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    number = int(digits, base) if len(digits) < 10 else _LAST_CHARACTER + 1
    return "" if number > _LAST_CHARACTER or _FORBIDDEN.match(chr(number)) else reference[0]


def words_of(element: lxml.html.HtmlElement) -> str:
    """Give the words of an element, with blank lines between its paragraphs."""
    for each in element.iter():
        if each.tag in _BLOCKS:
            each.text, each.tail = f"\n\n{each.text or ''}", f"\n\n{each.tail or ''}"
    return str(tostring(element, method="text", encoding="unicode"))
