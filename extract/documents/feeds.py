"""Feeds (RSS, Atom, RDF): their entries as records."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BufferedReader, BytesIO
from typing import TYPE_CHECKING

from communique.extract.documents.article import UnreadableError
from communique.extract.documents.publication import publication_date
from communique.extract.documents.records import Placed

if TYPE_CHECKING:
    from feedparser import FeedParserDict

MAX_FEED = 20_000_000
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_BEFORE_ROOT = 4_096
_LONGEST_WAIT = 60 * 24


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed: what names it among the others, the address of its article, its day, and what it says."""

    key: str
    link: str
    published: date | None
    record: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, its entries in order, and the minutes for which it says that nothing will change."""

    title: str
    entries: tuple[FeedEntry, ...]
    minutes: int = 0


def is_feed(head: bytes) -> bool:
    """Tell whether markup begins as a feed does."""
    found = _ROOT.search(head[:_BEFORE_ROOT])
    return found is not None and b"<html" not in head[: found.start()].lower()


def read_feed(data: bytes) -> Feed:
    """Give the feed that bytes hold, however damaged, as long as entries can be distinguished.

    Raises
    ------
    UnreadableError
        Where it is no feed.
    """
    import feedparser

    if len(data) > MAX_FEED:
        raise UnreadableError(f"the feed is longer than {MAX_FEED:,} bytes")
    try:
        # As a stream: bytes would be taken for the name of a file where there is one.
        found = feedparser.parse(BytesIO(data))
        feed = Feed(
            str(found.feed.get("title", "")),
            tuple(_entry(entry, found.feed) for entry in found.entries),
            _minutes(str(found.feed.get("ttl", ""))),
        )
    # The library raises all sorts on damaged input.
    except Exception as error:
        raise UnreadableError(f"no feed that can be read ({type(error).__name__}: {error})") from error
    if not feed.entries and (found.bozo or not found.get("version")):
        raise UnreadableError(f"no feed that can be read: {found.get('bozo_exception', 'it is neither RSS nor Atom')}")
    return feed


def entries(stream: BufferedReader) -> Iterator[Placed]:
    """Give the entries of a feed as records, each with its number, counted from 1."""
    try:
        feed = read_feed(stream.read(MAX_FEED + 1))
    except UnreadableError as error:
        yield "", error
        return
    if not feed.entries:
        yield "", UnreadableError("the feed has no entries: nothing to read")
    for number, entry in enumerate(feed.entries, 1):
        yield f", entry {number}", entry.record


def _entry(entry: "FeedParserDict", feed: "FeedParserDict") -> FeedEntry:
    title, link = str(entry.get("title", "")), str(entry.get("link", ""))
    published = _day(entry)
    record = {
        "text": _words(entry) or title,
        "title": title,
        "date": published.isoformat() if published else "",
        "source": str(entry.get("source", {}).get("title", "") or feed.get("title", "")),
        "url": link,
        "language": str(feed.get("language", "")),
        "id": str(entry.get("id", "")),
        "author": str(entry.get("author", "")),
    }
    return FeedEntry(str(entry.get("id", "")) or link or title, link, published, record)


def _words(entry: "FeedParserDict") -> str:
    """Give the longest text of an entry: its whole content, or its summary."""
    texts = [str(part.get("value", "")) for part in entry.get("content", ())] + [str(entry.get("summary", ""))]
    return max(texts, key=len)


def _day(entry: "FeedParserDict") -> date | None:
    """Give the day of publication in the zone in which it is written; where that cannot be read, in UTC."""
    for name in ("published", "updated", "created"):
        try:
            return publication_date(str(entry[name]))
        except (KeyError, UnreadableError):
            parsed = entry.get(f"{name}_parsed")
        if parsed:
            return date(parsed.tm_year, parsed.tm_mon, parsed.tm_mday)
    return None


def _minutes(text: str) -> int:
    return min(int(text), _LONGEST_WAIT) if text.isascii() and text.isdigit() and len(text) < 9 else 0
