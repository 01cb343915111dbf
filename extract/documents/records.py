"""Documents of records: articles whose parts have names, from JSON, tables, feeds and databases."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from communique.extract.documents.article import UnreadableError, check_length, completed, compose
from communique.extract.documents.markup import without_markup
from communique.extract.documents.plain import read_page
from communique.extract.documents.publication import publication_date
from communique.extract.documents.record_fields import fields_of
from communique.ontology.types import Document

# How a news service ends what it does not give in full.
_CUT = re.compile(r"(?:(?<!\s)\s++)?(?:(?:\u2026|\.\.\.)\s*+)?\[\+\d+ char(?:acter)?s\]\s*\Z")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A web page as it came, with its address; headline and publisher where these are known already."""

    url: str
    content: bytes
    title: str = ""
    source: str = ""


# What stands in a file of several articles: where (behind the file's name), and a record, a page, or what is wrong.
RecordContent = Mapping[str, object] | SavedPage | UnreadableError
Placed = tuple[str, RecordContent]


def read_record(record: Mapping[str, object], *, published: date | None = None, source: str = "") -> Document:
    """Give the document of a record.

    Parameters
    ----------
    record
        Fields by name: ``text`` and, if known, ``title``, ``date``, ``source``, ``url``, ``id``, or other usual names
        of these (`record_fields.toml`), also within an object (`record_shapes.toml`). Other plain values become
        metadata.
    published, source
        Count where the record has none.

    Returns
    -------
    Document
        The article of the record.

    Raises
    ------
    UnreadableError
        Names the field that is missing or wrong.
    """
    fields, others = fields_of(record)
    if not fields["text"].strip():
        raise UnreadableError("the field 'text' is missing or empty: put the article's words there")
    check_length(fields["text"])
    day = fields["date"].strip()
    page = read_page(without_markup(_CUT.sub("", fields["text"])), without_markup(fields["title"]))
    said = {**page.metadata(), "identifier": fields["id"]}
    author = {"author": fields["author"]} if fields["author"] else {}
    document = compose(
        page.title,
        page.paragraphs,
        published=publication_date(day) if day else page.published(),
        source=fields["source"] or page.imprint.source,
        url=fields["url"],
        language=fields["language"],
        metadata={**said, **author, **others},
    )
    return completed(document, published, source)
