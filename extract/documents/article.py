"""What every reader ends in: a clean Document, or the reason why there is none."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from communique.extract.documents.language import other_than_english
from communique.ontology.types import Document, document_id

MAX_CHARACTERS = 1_000_000
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = re.compile(r"\s+")
# No language puts more marks than so many on one letter (UAX #15, Stream-Safe Text Format), and to order those of one
# takes the square of their number.
_MOST_MARKS = 30
_FIRST_MARK, _BEHIND_MARKS = 0x300, 0x1F000
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+\Z")


class UnreadableError(ValueError):
    """An input that cannot become a document; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that was left out: where it stands (``file`` or ``file:line``) and what is wrong with it."""

    where: str
    what: str


def tidy(text: str) -> str:
    """Give a text on one line: blanks single, accents composed, invisible characters gone."""
    return _BLANK.sub(" ", _INVISIBLE.sub("", text if text.isascii() else _composed(text))).strip()


def _composed(text: str) -> str:
    whole = _SURROGATE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", _too_many_marks().sub(r"\1", whole))


@cache
def _too_many_marks() -> re.Pattern[str]:
    marks = "".join(chr(code) for code in range(_FIRST_MARK, _BEHIND_MARKS) if unicodedata.combining(chr(code)))
    return re.compile(f"([{marks}]{{{_MOST_MARKS}}})[{marks}]+")


def compose(
    title: str,
    paragraphs: Iterable[str],
    *,
    published: date | None = None,
    source: str = "",
    url: str = "",
    language: str = "",
    metadata: Mapping[str, str] | None = None,
) -> Document:
    """Give the document of a title and its paragraphs.

    Parameters
    ----------
    title
        The headline; where it is not empty, it becomes the first paragraph of the text.
    paragraphs
        The body in the order of reading, each tidied here.
    published
        The day of publication, None where it is unknown.
    source, url
        The publisher, and the web address; what is no address becomes the metadata ``link``.
    language
        An ISO 639-1 code; where it is empty, the language is told by the words, which also count against it where it
        says English.
    metadata
        What else the input says, by name.

    Returns
    -------
    Document
        Its id is made of text and source.

    Raises
    ------
    UnreadableError
        Where there is no text, more than `MAX_CHARACTERS` of it, or it is not English.
    """
    title, source, url = tidy(title), tidy(source), tidy(url)
    body = [paragraph for paragraph in map(tidy, paragraphs) if paragraph and paragraph != title]
    if not body and not title:
        raise UnreadableError("there is no text in it: give the article's own words")
    check_length(text := "\n\n".join([title, *body] if title else body))
    if other := other_than_english(text, language):
        raise UnreadableError(f"the text is not English but {other!r}: only English can be read")
    extra = {tidy(key): tidy(value) for key, value in (metadata or {}).items()}
    if url and not _ADDRESS.match(url):
        extra, url = {**extra, "link": url}, ""
    known = tuple(sorted((key, value) for key, value in extra.items() if key and value))
    return Document(document_id(text, source), text, title, published, source, url, "en", known)


def completed(document: Document, published: date | None, source: str) -> Document:
    """Give the document with date and source filled in where the article itself names none."""
    source = document.source or tidy(source)
    identity = document_id(document.text, source)
    return replace(document, id=identity, published=document.published or published, source=source)


def check_length(text: str) -> None:
    """Raise UnreadableError for a text longer than any article is."""
    if len(text) > MAX_CHARACTERS:
        raise too_long()


def too_long() -> UnreadableError:
    """Give the error for an article beyond the limit."""
    return UnreadableError(f"longer than {MAX_CHARACTERS:,} characters: give one article at a time")
