"""Events by conditions, in a stable order and page by page, and the latest of them."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from communique.graph.filters import EVERY, EventFilter
from communique.graph.lookups.known_values import check_known
from communique.graph.stores.documents import NO_DATE
from communique.graph.table import listing
from communique.graph.table.view import View
from communique.ontology.types import Event

_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d|~)\.([0-9a-f]{12})\Z")
_KEY = re.compile(r"[0-9a-f]{12}\Z")


def cursor(event: Event) -> str:
    """Give the cursor after which the page that follows an event begins."""
    return f"{event.date.isoformat() if event.date else NO_DATE}.{event.key}"


def events(
    view: View, wanted: EventFilter = EVERY, *, after: str | None = None, limit: int | None = None
) -> Iterator[Event]:
    """Give the events that meet a filter by date and key, undated ones last.

    `after` is the `cursor` of the last event of the page before; ValueError where it is none.
    """
    check_known(wanted, view.world)
    return listing.events(view, wanted, place_of(after), limit)


def event(view: View, key: str) -> Event | None:
    """Give the event of a key, None where no document asserts it."""
    return listing.event(view, key) if _KEY.match(key) else None


def latest(view: View, ways: Iterable[EventFilter], limit: int) -> list[Event]:
    """Give the latest dated events that meet one of some filters, latest first."""
    asked = list(ways)
    for wanted in asked:
        check_known(wanted, view.world)
    return listing.latest(view, asked, limit)


def place_of(after: str | None) -> tuple[dt.date | None, str] | None:
    """Give the date and key after which a page begins; ValueError for what is no cursor."""
    if after is None:
        return None
    found = _CURSOR.match(after)
    try:
        if found is not None:
            return (None if found[1] == NO_DATE else dt.date.fromisoformat(found[1])), found[2]
    except ValueError:
        # It looks like a date, and is none.
        pass
    raise ValueError(f"{after!r} is no cursor: give the one that came with the page before")
