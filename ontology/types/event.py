"""Events: the asserted content of reports, once, however many documents tell it."""

import datetime as dt
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """What at least one document asserts that an actor did; derived, never written by hand.

    Attributes
    ----------
    key
        What identifies it: side, action, side and date (`event_key`).
    action
        The id of its action.
    actors, targets
        The ids of those that reports name.
    actor_side, target_side
        The ids of the sides for which they acted on that date.
    date
        The day, or the first of several; None where it is unknown.
    date_end
        The last day, None where it is the same or unknown.
    about, places
        Ids of what its reports are about, and of where it was.
    reports
        How many reports assert it.
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
    """Give the key that two reports of one event share.

    Parameters
    ----------
    actor_side, target_side
        The ids of the sides; None where there is no target.
    action
        The id of the action.
    day
        The first day, None where it is unknown.

    Returns
    -------
    str
        12 hexadecimal digits of a SHA-256.

    Notes
    -----
    Reports with the same source, target, action and day count once: the one-a-day filter of event data.
    """
    parts = (actor_side, action, target_side or "", day.isoformat() if day else "")
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
