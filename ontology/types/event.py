"""Events: the asserted content of reports, once, however many documents tell it."""

import datetime as dt
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """What at least one document asserts that an actor did; derived, never written by hand.

    `key` is what identifies it: side, action, side and date (the field's one-a-day filter).
    `actors` and `targets` are those named, the sides those for whom they acted on that date.
    """

    key: str
    action: str
    actors: tuple[str, ...]
    actor_side: str
    targets: tuple[str, ...] = ()
    target_side: str | None = None
    date: dt.date | None = None
    date_end: dt.date | None = None
    about: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    reports: int = 1


def event_key(actor_side: str, action: str, target_side: str | None, day: dt.date | None) -> str:
    """Give the key that two reports of one event share: 12 hexadecimal digits of a SHA-256."""
    parts = (actor_side, action, target_side or "", day.isoformat() if day else "")
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
