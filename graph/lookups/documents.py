"""Stored documents in order: by date of publication and id."""

import datetime as dt
from collections.abc import Iterator

from communique.graph.stores.documents import NO_DATE, SortKey, document, extraction, sort_key
from communique.graph.table import listing
from communique.graph.table.layout import NO_DAY, ordinal
from communique.graph.table.listing import ListedDocument
from communique.graph.table.view import View
from communique.ontology.types import Extraction


def document_ids(
    view: View,
    *,
    source: str | None = None,
    after: str | SortKey | None = None,
    limit: int | None = None,
) -> Iterator[str]:
    """Give the ids of the stored documents by date of publication and id, undated ones last.

    `after` is the id of the last document of the page before, ValueError where it is not among them; or its `sort_key`,
    for it need not be there any more.
    """
    if isinstance(after, str):
        last = document(view.world, after)
        if last is None or source not in (None, last.source):
            raise ValueError(f"document {after!r} is not among those listed: give the last id of the page before")
        after = sort_key(last)
    return listing.document_ids(view, source, (0, "") if after is None else _place(after), limit)


def extractions(view: View) -> Iterator[Extraction]:
    """Give all that was stored, by date of publication and id."""
    found = (extraction(view.world, name) for name in document_ids(view))
    return (each for each in found if each is not None)


def listed(
    view: View,
    source: str | None = None,
    start: dt.date | None = None,
    end: dt.date | None = None,
    after: SortKey | None = None,
    limit: int | None = None,
) -> Iterator[ListedDocument]:
    """Give documents by date of publication and id, undated ones last; with a first or last day only dated ones.

    `after` is the `sort_key` of the last document of the page before.
    """
    first = (0 if start is None else start.toordinal(), "")
    last = end.toordinal() if end is not None else NO_DAY if start is None else NO_DAY - 1
    return listing.documents(view, source, first if after is None else max(first, _place(after)), last, limit)


def _place(after: SortKey) -> tuple[int, str]:
    date, name = after
    return (NO_DAY, name) if date >= NO_DATE else (ordinal(date), name)
