"""The options of ``communique export`` that say what of the graph is exported."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.options import FromOption, ToOption
from communique.api.event_status import EventStatus

if TYPE_CHECKING:
    from communique.graph import EventFilter, Selection


class NodeLevel(StrEnum):
    """What the nodes of a network are."""

    SIDES = "sides"
    ACTORS = "actors"


class EdgeKind(StrEnum):
    """What the edges of a network are."""

    EVENTS = "events"
    ROOTS = "roots"
    SUMS = "sums"


class RowKind(StrEnum):
    """What the rows of a table are."""

    EVENTS = "events"
    REPORTS = "reports"


def _level(text: str) -> NodeLevel:
    """Give the level of an option, which may also be written as in REST: ``side``, ``actor``."""
    try:
        return NodeLevel(text if text.endswith("s") else f"{text}s")
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no level: give {' or '.join(NodeLevel)}") from error


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions on the events; actors and places as they were typed."""

    actor: Annotated[str | None, typer.Option(help="Only events in which it acts: id, name or ISO code.")] = None
    on: Annotated[str | None, typer.Option("--target", help="Only events in which it is acted upon.")] = None
    either: Annotated[str | None, typer.Option(help="Only events in which it acts or is acted upon.")] = None
    other: Annotated[str | None, typer.Option(help="Who stands opposite to --either.")] = None
    action: Annotated[str | None, typer.Option(help="Only this action and narrower ones, such as accuses.")] = None
    root: Annotated[str | None, typer.Option(help="Only this two-digit CAMEO root.")] = None
    plover: Annotated[str | None, typer.Option(help="Only this PLOVER type.")] = None
    quad: Annotated[int | None, typer.Option(min=1, max=4, help="Only this quad class, 1 to 4.")] = None
    role: Annotated[str | None, typer.Option(help="Sector of an actor named, such as GOV or MIL.")] = None
    target_role: Annotated[str | None, typer.Option(help="Sector of a target named.")] = None
    start: FromOption = None
    end: ToOption = None
    min_reports: Annotated[int, typer.Option(min=1, help="With at least so many reports.")] = 1
    status: Annotated[
        EventStatus, typer.Option(help="All events, only those that a report denies, or only those that none does.")
    ] = EventStatus.ASSERTED
    place: Annotated[str | None, typer.Option(help="Where it happened: a country, or a place (syr.aleppo).")] = None
    region: Annotated[
        str | None,
        typer.Option(help="Region of the UN's M49 standard in which a side is at home: 'Western Asia', Africa."),
    ] = None
    publisher: Annotated[str | None, typer.Option(help="From documents of this publisher.")] = None
    dataset: Annotated[
        str | None, typer.Option(help="Reported by a document of this data set: communique, gdelt …")
    ] = None

    def typed(self) -> "EventFilter":
        """Give them as a filter, with the names of actors and places that were typed in the place of ids."""
        from communique.graph import EventFilter
        from communique.ontology.actors import region_called

        return EventFilter(
            actor=self.actor,
            target=self.on,
            either=self.either,
            other=self.other,
            action=self.action,
            root=self.root,
            plover=self.plover,
            quad=self.quad,
            role=self.role,
            target_role=self.target_role,
            start=self.start,
            end=self.end,
            min_reports=self.min_reports,
            disputed=self.status.disputed,
            place=self.place,
            region=None if self.region is None else region_called(self.region) or self.region,
            publisher=self.publisher,
            dataset=self.dataset,
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """What nodes, edges and rows are."""

    level: Annotated[
        NodeLevel,
        typer.Option(parser=_level, metavar="[sides|actors]", help="Networks: what the nodes are."),
    ] = NodeLevel.SIDES
    edges: Annotated[EdgeKind, typer.Option(help="Networks: an edge for each event, root or pair.")] = EdgeKind.EVENTS
    around: Annotated[
        str | None, typer.Option(help="Networks: only this actor, its partners, and what is between them.")
    ] = None
    rows: Annotated[RowKind, typer.Option(help="Tables: a row for each event or report.")] = RowKind.EVENTS

    def of(self, wanted: "EventFilter") -> "Selection":
        """Give the selection of some events in this shape."""
        from communique.graph import Edges, Level, Rows, Selection

        level = Level(self.level.removesuffix("s"))
        return Selection(wanted, level, Edges(self.edges), Rows(self.rows), self.around)
