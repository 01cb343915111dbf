"""The latest events of a dyad, kept by assembly beside its numbers, so that its page need not look for them."""

import datetime as dt
from collections.abc import Iterable

# So many are kept.
MOST = 10
_BETWEEN = ", "
# Minus the number of the day, and the event's key: in order, the latest come first.
Recent = tuple[int, str]


def recent(date: dt.date, key: str) -> Recent:
    """Give the place of a dated event among all of its dyad."""
    return -date.toordinal(), key


def day_of(place: Recent) -> dt.date:
    """Give the date of an event."""
    return dt.date.fromordinal(-place[0])


def newest_of(found: Iterable[Recent]) -> tuple[Recent, ...]:
    """Give the latest of some events, as many as are kept."""
    return tuple(sorted(set(found))[:MOST])


def newest_text(newest: Iterable[Recent]) -> str:
    """Give events in one string: dates and keys."""
    return _BETWEEN.join(f"{day_of(each).isoformat()} {each[1]}" for each in newest)


def newest_from(strings: Iterable[str]) -> tuple[Recent, ...]:
    """Give the events that strings hold."""
    each = (entry.split(" ") for string in strings for entry in string.split(_BETWEEN))
    return newest_of(recent(dt.date.fromisoformat(date), key) for date, key in each)
