"""Documents from what people have: text, HTML, records, tables, feeds, archives; with title, day and source."""

from communique.extract.documents.article import UnreadableError
from communique.extract.documents.feeds import Feed, FeedEntry, read_feed
from communique.extract.documents.records import SavedPage
from communique.extract.documents.sources import (
    Problem,
    Read,
    files_below,
    kind_of,
    read_found,
    read_paths,
    read_stream,
    read_text,
)

__all__ = [
    "Feed",
    "FeedEntry",
    "Problem",
    "Read",
    "SavedPage",
    "UnreadableError",
    "files_below",
    "kind_of",
    "read_feed",
    "read_found",
    "read_paths",
    "read_stream",
    "read_text",
]
