"""The nodes and edges of networks, each with all that files say of it."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

# The first and the last day on which something was.
Spell = tuple[dt.date, dt.date]
AttributeValue = str | int | float | bool


class Example(NamedTuple):
    """A sentence that tells an event, with the publisher and the address of its document."""

    sentence: str = ""
    publisher: str = ""
    url: str = ""


NO_EXAMPLE = Example()


class NetworkEdge(NamedTuple):
    """An event, or several summed up, as an edge.

    Attributes
    ----------
    id
        The key of the event, or the ends (and the root) of a sum.
    source, target
        The ids of its ends.
    kind
        The id of an action: of the event, or of the root of the events; "" where all are summed up.
    label, cameo, root
        Its label and code, and the code of its root.
    quad
        The quad class: the event's, or that of most of the events (the most conflictive of equals).
    goldstein
        The Goldstein score, or the mean of them.
    weight
        The number of reports of an event, or the number of events.
    quads
        How many events are of each quad class from 1 to 4.
    reports
        How many reports assert it, or all of them.
    disputed
        How many of the events a report denies.
    first, last
        From when to when; None where no event is dated.
    spells
        The days on which events were, those that follow each other together.
    example
        A sentence: of sums, of the event that most reports tell.
    """

    id: str
    source: str
    target: str
    kind: str
    label: str
    cameo: str
    root: str
    quad: int
    goldstein: float
    weight: int
    quads: tuple[int, int, int, int]
    reports: int
    disputed: int
    first: dt.date | None
    last: dt.date | None
    spells: tuple[Spell, ...]
    example: Example = NO_EXAMPLE


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """An actor as a node.

    Attributes
    ----------
    id, label, kind, code, sector, country, region
        Who it is: its class of actors, its CAMEO code and sector, and where it is at home.
    sent, received
        The numbers of events in which it acts, and in which it is acted upon.
    goldstein_sent, goldstein_received
        The means of their Goldstein scores; None where there are none.
    degree
        With how many others it has events.
    pagerank
        Its share of attention, where every event passes some from actor to target.
    community
        The number of its community, the largest being 1.
    first, last
        From when to when; None where no event is dated.
    x, y, size
        Where a drawing shows it, and how large.
    """

    id: str
    label: str
    kind: str = ""
    code: str = ""
    sector: str = ""
    country: str = ""
    region: str = ""
    sent: int = 0
    received: int = 0
    goldstein_sent: float | None = None
    goldstein_received: float | None = None
    degree: int = 0
    pagerank: float = 0.0
    community: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    x: float = 0.0
    y: float = 0.0
    size: float = 1.0
