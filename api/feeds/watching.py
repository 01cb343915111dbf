"""What is new in a feed or a folder, read; each article once, also after a restart."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from communique.api.feeds.fetching import FetchError, Web
from communique.api.feeds.state import FeedState, WatchState
from communique.extract.documents import (
    Feed,
    FeedEntry,
    Problem,
    Read,
    SavedPage,
    UnreadableError,
    files_below,
    read_feed,
    read_found,
    read_paths,
)

_LONGEST_WAIT = 24 * 3600.0
# A file that changed so many seconds ago may still be being written.
_WRITING = 2.0
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Watcher:
    """Looks at feeds and folders, and notes what it saw.

    `every` is the seconds between two looks at a feed; `articles` tells to fetch the article behind an entry;
    `published` and `source` count where an article names none itself.
    """

    web: Web
    state: WatchState
    every: float
    articles: bool = False
    published: date | None = None
    source: str = ""

    def due(self, place: str) -> float:
        """Give the time (of the epoch) before which a feed asked not to be looked at; 0 for folders."""
        return self.state.feed(place).not_before if is_feed_address(place) else 0.0

    def look(self, place: str, *, complete: bool = False) -> Iterator[Read]:
        """Give what is new in a feed or a folder; a thing is noted as read when the next is asked for.

        `complete` tells that no file is still being written.
        """
        return self._feed(place) if is_feed_address(place) else self._folder(Path(place), complete)

    def _feed(self, address: str) -> Iterator[Read]:
        known = self.state.feed(address)
        try:
            fetched = self.web.get(address, etag=known.etag, modified=known.modified)
            feed = Feed("", ()) if fetched.unchanged else read_feed(fetched.content)
        except (FetchError, UnreadableError) as error:
            yield Problem(address, str(error))
            self.state.note_feed(address, self._failed(known, error))
            return
        waiting = False
        for entry, keys in self._unseen(feed, address):
            items = list(self._read(entry, feed))
            yield from items
            if any(isinstance(item, _Later) for item in items):
                waiting = True
            else:
                self.state.note_entry(keys)
        rest = time.time() + 60 * feed.minutes if feed.minutes * 60 > self.every else 0.0
        if fetched.unchanged:
            self.state.note_feed(address, FeedState(known.etag, known.modified))
        elif waiting:
            # As if it had not been looked at: what waits must be listed once more.
            self.state.note_feed(address, FeedState(not_before=rest))
        else:
            self.state.note_feed(address, FeedState(fetched.etag, fetched.modified, rest))

    def _failed(self, known: FeedState, error: Exception) -> FeedState:
        """Give the state of a feed after one more failure: each makes the wait twice as long."""
        failures = known.failures + 1
        wait = min(self.every * 2 ** min(failures, 20), _LONGEST_WAIT)
        asked = error.after if isinstance(error, FetchError) else 0.0
        return FeedState(known.etag, known.modified, time.time() + max(wait, asked), failures)

    def _unseen(self, feed: Feed, address: str) -> Iterator[tuple[FeedEntry, Sequence[str]]]:
        links = Counter(entry.link for entry in feed.entries)
        for entry in feed.entries:
            keys = [entry.key if entry.key.startswith(_WEB) else f"{address} {entry.key}"]
            # The same article may be in several feeds; but some give all their entries one address.
            if entry.link and links[entry.link] == 1:
                keys.append(entry.link)
            if not self.state.has_seen(keys):
                yield entry, keys

    def _read(self, entry: FeedEntry, feed: Feed) -> Iterator[Read]:
        where = entry.link or f"{feed.title}, {entry.key}"
        if self.articles and entry.link:
            try:
                fetched = self.web.get(entry.link)
            except FetchError as error:
                if error.again:
                    yield _Later(where, f"{error}: tried again at the next look")
                    return
                read: Read = Problem(where, str(error))
            else:
                page = SavedPage(fetched.url, fetched.content, str(entry.record["title"]), str(entry.record["source"]))
                read = read_found(page, where, published=entry.published or self.published, source=self.source)
            if not isinstance(read, Problem):
                yield read
                return
            yield Problem(where, f"{read.what}: its words in the feed are read instead")
        yield read_found(entry.record, where, published=self.published, source=self.source)

    def _folder(self, folder: Path, complete: bool) -> Iterator[Read]:
        for path in files_below(folder) if folder.is_dir() else [folder]:
            try:
                found = path.stat()
            except OSError:
                continue
            if self.state.is_read(path.absolute(), found.st_size, found.st_mtime_ns):
                continue
            if complete or found.st_mtime < time.time() - _WRITING:
                yield from read_paths([path], published=self.published, source=self.source)
                self.state.note_file(path.absolute(), found.st_size, found.st_mtime_ns)


class _Later(Problem):
    """What could not be read now, and may be at the next look."""


def is_feed_address(place: str) -> bool:
    """Tell whether a place is the address of a feed, and not a folder."""
    return place.startswith(_WEB)
