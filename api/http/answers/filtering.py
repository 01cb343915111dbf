"""Parameters that many look-ups share: conditions on events, and pages."""

import base64
import binascii
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Path, Query

from communique.api.http.protocol.day import Day
from communique.api.http.protocol.problems import ProblemError, not_found
from communique.api.http.service import Service
from communique.graph import EventFilter
from communique.ontology.types import Actor

ID = r"^[^\s/?#\\<>\"{}|^`\x00-\x1f]{1,200}$"
ActorId = Annotated[str, Path(description="Id of an actor.", examples=["rus"], pattern=ID)]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
Cursor = Annotated[str | None, Query(description="The `next` of the page before.", max_length=300)]
_Id = Annotated[str | None, Query(pattern=ID)]


class EventStatus(StrEnum):
    """What reports make of an event: all are asserted by one at least, some are denied by another."""

    ASSERTED = "asserted"
    DISPUTED = "disputed"
    UNDISPUTED = "undisputed"


async def conditions_on_events(
    action: Annotated[_Id, Query(description="Id of an action; narrower ones count too.", examples=["accuses"])] = None,
    root: Annotated[str | None, Query(pattern=r"^\d\d$", description="Two-digit CAMEO root code.")] = None,
    plover: Annotated[_Id, Query(description="PLOVER type.", examples=["ACCUSE"])] = None,
    quad: Annotated[int | None, Query(ge=1, le=4, description="Quad class, 1 to 4.")] = None,
    role: Annotated[_Id, Query(description="Sector of an actor named, such as GOV or MIL.")] = None,
    target_role: Annotated[_Id, Query(description="Sector of a target named.")] = None,
    start: Annotated[Day | None, Query(alias="from", description="First day.", examples=["2015-12-01"])] = None,
    end: Annotated[Day | None, Query(alias="to", description="Last day.", examples=["2015-12-31"])] = None,
    min_reports: Annotated[int, Query(ge=1, le=1_000_000, description="Told by as many reports at least.")] = 1,
    disputed: Annotated[bool | None, Query(description="The same as status, disputed or undisputed.")] = None,
    status: Annotated[
        EventStatus, Query(description="All events, only those that a report denies, or only those that none does.")
    ] = EventStatus.ASSERTED,
    place: Annotated[_Id, Query(description="Id of where it happened.", examples=["syr"])] = None,
    publisher: Annotated[str | None, Query(max_length=300, description="Told by a document of this publisher.")] = None,
) -> EventFilter:
    """Give the conditions that a request puts on events."""
    if start is not None and end is not None and end < start:
        raise ProblemError(400, f"to: {end} lies before from: {start}")
    return EventFilter(
        action=action,
        root=root,
        plover=plover,
        quad=quad,
        role=role,
        target_role=target_role,
        start=start,
        end=end,
        min_reports=min_reports,
        disputed=_disputed(status, disputed),
        place=place,
        publisher=publisher,
    )


def _disputed(status: EventStatus, disputed: bool | None) -> bool | None:
    if status is EventStatus.ASSERTED:
        return disputed
    if disputed not in (None, status is EventStatus.DISPUTED):
        raise ProblemError(422, f"status={status} and disputed={str(disputed).lower()} exclude each other: give one")
    return status is EventStatus.DISPUTED


Conditions = Annotated[EventFilter, Depends(conditions_on_events)]


def with_parties(
    wanted: EventFilter, actor: str | None, target: str | None, either: str | None, other: str | None
) -> EventFilter:
    """Give conditions that also say who acts and who is acted upon."""
    return replace(wanted, actor=actor, target=target, either=either, other=other)


def actor_of(service: Service, name: str) -> Actor:
    """Give the actor of an id; ProblemError (404) where there is none."""
    found = service.graph.actor(name)
    if found is None:
        raise not_found(f"there is no actor {name!r}: look for its id with /actors?q=…")
    return found


def cursor_of(rank: object, name: str) -> str:
    """Give the cursor of the page that follows whatever stands at a rank, and among its equals has this name."""
    return base64.urlsafe_b64encode(f"{rank}\n{name}".encode()).decode().rstrip("=")


def cursor_parts(cursor: str) -> tuple[str, str]:
    """Give the rank and the name after which a page begins; ProblemError (400) for what is no cursor."""
    try:
        rank, name = base64.urlsafe_b64decode(cursor.encode() + b"==").decode().split("\n")
    except (ValueError, binascii.Error, UnicodeError) as error:
        raise bad_cursor(cursor) from error
    return rank, name


def bad_cursor(cursor: str) -> ProblemError:
    """Give the problem of a cursor that is none."""
    return ProblemError(400, f"{cursor!r} is no cursor: give the `next` of the page before")
