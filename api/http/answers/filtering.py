"""Parameters that many look-ups share: conditions on events, and pages."""

import asyncio
import base64
import binascii
import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from communique.api.event_status import EventStatus
from communique.api.http.protocol.day import Day
from communique.api.http.protocol.problems import ProblemError, not_found
from communique.api.http.service import Service, service_of
from communique.graph import LONGEST, AmbiguousActorError, EventFilter, UnknownActorError
from communique.ontology.actors import region_called
from communique.ontology.types import Actor

ID = r"^[^\s/?#\\<>\"{}|^`\x00-\x1f]{1,200}$"
# What people type for an actor may hold blanks within.
TYPED = r"^[^\s/?#\\<>\"{}|^`\x00-\x1f][^/?#\\<>\"{}|^`\x00-\x1f]{0,199}$"
ActorId = Annotated[
    str,
    Path(description="Id of an actor, or a name or an ISO code of it alone.", examples=["rus"], pattern=TYPED),
]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
Longest = Annotated[int, Query(ge=1, le=LONGEST, description="Steps at most.")]
MostChains = Annotated[int, Query(ge=1, le=20, description="How many chains at most.")]
PageOrAll = Annotated[
    int | None, Query(ge=1, le=500, description="How many at most: 50 by default, and of a table all.")
]
Cursor = Annotated[str | None, Query(description="The `next` of the page before.", max_length=300)]
ActorName = Annotated[str | None, Query(pattern=TYPED)]
_Id = Annotated[str | None, Query(pattern=ID)]
# The id of a place in a country, which no name looks like.
_PLACE = re.compile(r"[a-z]{3,}\.[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Days:
    """A first and a last day, each perhaps open."""

    start: dt.date | None
    end: dt.date | None


async def conditions_on_events(
    request: Request,
    action: Annotated[_Id, Query(description="Id of an action; narrower ones count too.", examples=["accuses"])] = None,
    root: Annotated[str | None, Query(pattern=r"^\d\d$", description="Two-digit CAMEO root code.")] = None,
    plover: Annotated[_Id, Query(description="PLOVER type.", examples=["ACCUSE"])] = None,
    quad: Annotated[int | None, Query(ge=1, le=4, description="Quad class, 1 to 4.")] = None,
    role: Annotated[_Id, Query(description="Sector of an actor named, such as GOV or MIL.")] = None,
    target_role: Annotated[_Id, Query(description="Sector of a target named.")] = None,
    start: Annotated[Day | None, Query(alias="from", description="First day.", examples=["2015-12-01"])] = None,
    end: Annotated[Day | None, Query(alias="to", description="Last day.", examples=["2015-12-31"])] = None,
    min_reports: Annotated[int, Query(ge=1, le=1_000_000, description="With at least so many reports.")] = 1,
    disputed: Annotated[bool | None, Query(description="The same as status, disputed or undisputed.")] = None,
    status: Annotated[
        EventStatus, Query(description="All events, only those that a report denies, or only those that none does.")
    ] = EventStatus.ASSERTED,
    place: Annotated[
        ActorName,
        Query(
            description="Where it happened: a country by id or name, with all in it, or a place there (`syr.aleppo`).",
            examples=["syr"],
        ),
    ] = None,
    region: Annotated[
        str | None,
        Query(
            max_length=100,
            description="Region of the UN's M49 standard in which a side is at home: `Western Asia`, `Africa`.",
            examples=["Western Asia"],
        ),
    ] = None,
    publisher: Annotated[str | None, Query(max_length=300, description="From documents of this publisher.")] = None,
    dataset: Annotated[
        str | None,
        Query(max_length=100, description="From this data set; `communique` is our reading.", examples=["gdelt"]),
    ] = None,
) -> EventFilter:
    """Give the conditions that a request puts on events."""
    _check_order(start, end)
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
        place=await _place_named(request, place),
        region=None if region is None else region_called(region) or region,
        publisher=publisher,
        dataset=dataset,
    )


def days_of_publication(
    start: Annotated[Day | None, Query(alias="from", description="Published on this day or later.")] = None,
    end: Annotated[Day | None, Query(alias="to", description="Published on this day or earlier.")] = None,
) -> Days:
    """Give the days between which documents that are asked for were published."""
    _check_order(start, end)
    return Days(start, end)


def _check_order(start: dt.date | None, end: dt.date | None) -> None:
    if start is not None and end is not None and end < start:
        raise ProblemError(400, f"to: {end} lies before from: {start}")


def _disputed(status: EventStatus, disputed: bool | None) -> bool | None:
    if status.disputed is None:
        return disputed
    if disputed not in (None, status.disputed):
        raise ProblemError(422, f"status={status} and disputed={str(disputed).lower()} exclude each other: give one")
    return status.disputed


PublishedIn = Annotated[Days, Depends(days_of_publication)]
Conditions = Annotated[EventFilter, Depends(conditions_on_events)]


def with_parties(
    service: Service,
    wanted: EventFilter,
    *,
    actor: str | None,
    target: str | None,
    either: str | None,
    other: str | None,
) -> EventFilter:
    """Give conditions that also say who acts and who is acted upon, by what was typed for them."""

    def named(parameter: str, typed: str | None) -> str | None:
        """Give the id of what was typed for a parameter."""
        return None if typed is None else service.resolver.named(parameter, typed)

    return replace(
        wanted,
        actor=named("actor", actor),
        target=named("target", target),
        either=named("either", either),
        other=named("other", other),
    )


async def events_wanted(
    request: Request,
    conditions: Conditions,
    actor: Annotated[ActorName, Query(description="Only events in which it acts.")] = None,
    target: Annotated[ActorName, Query(description="Only events in which it is acted upon.")] = None,
    either: Annotated[ActorName, Query(description="Only events in which it acts or is acted upon.")] = None,
    other: Annotated[ActorName, Query(description="Who stands opposite to `either`.")] = None,
) -> EventFilter:
    """Give the conditions that a request puts on events, and on who acts and is acted upon."""
    if (actor, target, either, other) == (None, None, None, None):
        return conditions
    named = {"actor": actor, "target": target, "either": either, "other": other}
    return await asyncio.to_thread(with_parties, service_of(request), conditions, **named)


Wanted = Annotated[EventFilter, Depends(events_wanted)]


async def actor_named(request: Request, parameter: str, typed: str | None) -> str | None:
    """Give the id of the actor that a parameter names, if it is given; UnknownActorError (400) where there is none."""
    service = service_of(request)
    if typed is None or typed in service.graph.actors:
        return typed
    return await asyncio.to_thread(service.resolver.named, parameter, typed)


async def _place_named(request: Request, typed: str | None) -> str | None:
    return typed if typed and _PLACE.fullmatch(typed) else await actor_named(request, "place", typed)


def actor_id_of(service: Service, typed: str) -> str:
    """Give the id of the actor that is meant by an id or a name in an address.

    ProblemError that suggests ids: 404 where there is none, 400 where there are several.
    """
    try:
        return service.resolver.actor(typed)
    except UnknownActorError as error:
        status = 400 if isinstance(error, AmbiguousActorError) else 404
        raise ProblemError(status, str(error), candidates=error.candidates) from error


def actor_of(service: Service, typed: str) -> Actor:
    """Give the actor that is meant by an id or a name in an address; ProblemError as for `actor_id_of`."""
    found = service.graph.actor(actor_id_of(service, typed))
    if found is None:
        raise not_found(f"there is no actor {typed!r}: look for its id with /actors?q=…")
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
