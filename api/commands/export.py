"""``communique export``: the graph as a file."""

import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.api.commands.options import FromOption, StoreOption, ToOption, graph_to_read, settings
from communique.api.event_status import EventStatus

if TYPE_CHECKING:
    from communique.graph import EventFilter, EventGraph, ExportForm, Selection


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


def _show_forms(wanted: bool) -> None:
    if not wanted:
        return
    from communique.graph import FORMS

    for form in FORMS.values():
        takes = "filters" + "".join(
            f", --{name}" for name in ("level", "edges", "around", "rows") if name in form.takes
        )
        typer.echo(f"{form.name:<12} {form.ending or '-':<10} {form.about}")
        typer.echo(f"{'':<12} {'':<10} Takes {takes if form.takes else 'no filters: it holds all there is'}.")
    raise typer.Exit


def _level(text: str) -> NodeLevel:
    """Give the level of an option, which may also be written as in REST: ``side``, ``actor``."""
    try:
        return NodeLevel(text if text.endswith("s") else f"{text}s")
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no level: give {' or '.join(NodeLevel)}") from error


def export(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, or - for standard output.")],
    form: Annotated[
        str | None, typer.Option("--format", "-f", help="See --formats. [default: as the file's ending tells]")
    ] = None,
    actor: Annotated[str | None, typer.Option(help="Only events in which it acts: id, name or ISO code.")] = None,
    on: Annotated[str | None, typer.Option("--target", help="Only events in which it is acted upon.")] = None,
    either: Annotated[str | None, typer.Option(help="Only events in which it acts or is acted upon.")] = None,
    other: Annotated[str | None, typer.Option(help="Who stands opposite to --either.")] = None,
    action: Annotated[str | None, typer.Option(help="Only this action and narrower ones, such as accuses.")] = None,
    root: Annotated[str | None, typer.Option(help="Only this two-digit CAMEO root.")] = None,
    plover: Annotated[str | None, typer.Option(help="Only this PLOVER type.")] = None,
    quad: Annotated[int | None, typer.Option(min=1, max=4, help="Only this quad class, 1 to 4.")] = None,
    role: Annotated[str | None, typer.Option(help="Sector of an actor named, such as GOV or MIL.")] = None,
    target_role: Annotated[str | None, typer.Option(help="Sector of a target named.")] = None,
    start: FromOption = None,
    end: ToOption = None,
    min_reports: Annotated[int, typer.Option(min=1, help="With at least so many reports.")] = 1,
    status: Annotated[
        EventStatus, typer.Option(help="All events, only those that a report denies, or only those that none does.")
    ] = EventStatus.ASSERTED,
    place: Annotated[str | None, typer.Option(help="Where it happened: a country, or a place (syr.aleppo).")] = None,
    region: Annotated[
        str | None,
        typer.Option(help="Region of the UN's M49 standard in which a side is at home: 'Western Asia', Africa."),
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="From documents of this publisher.")] = None,
    dataset: Annotated[
        str | None, typer.Option(help="Reported by a document of this data set: communique, gdelt …")
    ] = None,
    level: Annotated[
        NodeLevel,
        typer.Option(parser=_level, metavar="[sides|actors]", help="Networks: what the nodes are."),
    ] = NodeLevel.SIDES,
    edges: Annotated[EdgeKind, typer.Option(help="Networks: an edge for each event, root or pair.")] = EdgeKind.EVENTS,
    around: Annotated[
        str | None, typer.Option(help="Networks: only this actor, its partners, and what is between them.")
    ] = None,
    rows: Annotated[RowKind, typer.Option(help="Tables: a row for each event or report.")] = RowKind.EVENTS,
    _: Annotated[
        bool,
        typer.Option("--formats", callback=_show_forms, is_eager=True, help="Show all formats and what they take."),
    ] = False,
    store: StoreOption = None,
) -> None:
    """Write the graph to a file: as a network, a table or RDF; whole or not at all."""
    from communique.api.commands.names import resolver
    from communique.graph import Edges, EventFilter, Level, Rows, Selection
    from communique.ontology.actors import region_called

    chosen = _form(target, form)
    if not target.absolute().parent.is_dir() or target.is_dir():
        raise ValueError(f"{target}: there is no such folder, or it is one itself: name a file in a folder that exists")
    conditions = EventFilter(
        role=role,
        target_role=target_role,
        action=action,
        root=root,
        plover=plover,
        quad=quad,
        start=start,
        end=end,
        min_reports=min_reports,
        disputed=status.disputed,
        region=None if region is None else region_called(region) or region,
        publisher=publisher,
        dataset=dataset,
    )
    typed = replace(conditions, actor=actor, target=on, either=either, other=other, place=place)
    asked = Selection(typed, Level(level.value.removesuffix("s")), Edges(edges.value), Rows(rows.value), around)
    _check(chosen, asked)
    with graph_to_read(store, whole=True) as graph:
        wanted = _with_ids(graph, typed, store)
        graph.check(wanted)
        middle = None if around is None else resolver(graph, settings(store)).named("around", around)
        output = sys.stdout.buffer if target == Path("-") else target
        graph.export(
            chosen.name,
            output,
            wanted=wanted,
            level=asked.level,
            edges=asked.edges,
            rows=asked.rows,
            around=middle,
        )
    if target != Path("-"):
        typer.echo(f"wrote {target}")


def _form(target: Path, named: str | None) -> "ExportForm":
    from communique.graph import form_called, form_of_file

    if named is None and target == Path("-"):
        raise typer.BadParameter("standard output has no ending that tells the form: give --format")
    try:
        return form_of_file(target) if named is None else form_called(named)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _check(form: "ExportForm", asked: "Selection") -> None:
    try:
        form.check(asked)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _with_ids(graph: "EventGraph", typed: "EventFilter", store: str | None) -> "EventFilter":
    """Give conditions with the ids of the actors and the place that were typed."""
    from communique.api.commands.names import resolver
    from communique.ontology.types import is_named_place

    names = {name: getattr(typed, name) for name in ("actor", "target", "either", "other", "place")}
    given: dict[str, str] = {name: text for name, text in names.items() if text is not None}
    if not given:
        return typed
    meant = resolver(graph, settings(store))
    ids: dict[str, Any] = {
        name: text if is_named_place(text) else meant.named(name, text) for name, text in given.items()
    }
    return replace(typed, **ids)
