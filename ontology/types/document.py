"""Documents: the articles that events are read from."""

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """One article as stored: every character offset elsewhere refers to `text`.

    Attributes
    ----------
    id
        Made of text and source (`document_id`).
    text
        Starts with the title (where there is one) and has a blank line between paragraphs.
    title
        The headline.
    published
        The day of publication.
    source, url
        The publisher, and the web address.
    language
        An ISO 639-1 code.
    metadata
        What else the input said (``identifier``, ``author`` …), sorted by key.
    """

    id: str
    text: str
    title: str = ""
    published: date | None = None
    source: str = ""
    url: str = ""
    language: str = "en"
    metadata: tuple[tuple[str, str], ...] = ()


def document_id(text: str, source: str) -> str:
    """Give the id that content and source determine: 16 hexadecimal digits of a SHA-256."""
    return hashlib.sha256(f"{source}\0{text}".encode()).hexdigest()[:16]
