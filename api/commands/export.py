"""``communique export``: the graph as a file."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.export_options import Conditions, Shape
from communique.api.commands.option_groups import with_option_groups
from communique.api.commands.options import StoreOption, graph_to_read, settings

if TYPE_CHECKING:
    from communique.graph import EventGraph, ExportForm, Selection


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


@with_option_groups
def export(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, or - for standard output.")],
    *,
    form: Annotated[
        str | None, typer.Option("--format", "-f", help="See --formats. [default: as the file's ending tells]")
    ] = None,
    conditions: Conditions,
    shape: Shape,
    _: Annotated[
        bool,
        typer.Option("--formats", callback=_show_forms, is_eager=True, help="Show all formats and what they take."),
    ] = False,
    store: StoreOption = None,
) -> None:
    """Write the graph to a file: as a network, a table or RDF; whole or not at all."""
    chosen = _form(target, form)
    if not target.absolute().parent.is_dir() or target.is_dir():
        raise ValueError(f"{target}: there is no such folder, or it is one itself: name a file in a folder that exists")
    typed = shape.of(conditions.typed())
    _check(chosen, typed)
    with graph_to_read(store, whole=True) as graph:
        selection = _with_ids(graph, typed, store)
        graph.check(selection.wanted)
        graph.export(chosen.name, sys.stdout.buffer if target == Path("-") else target, selection)
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


def _with_ids(graph: "EventGraph", typed: "Selection", store: str | None) -> "Selection":
    """Give a selection with the ids of the actors and the place that were typed."""
    from communique.api.commands.names import resolver
    from communique.ontology.types import is_named_place

    meant = resolver(graph, settings(store))

    def named(parameter: str, text: str | None) -> str | None:
        """Give the id of what was typed for a parameter."""
        return text if text is None or is_named_place(text) else meant.named(parameter, text)

    wanted = replace(
        typed.wanted,
        actor=named("actor", typed.wanted.actor),
        target=named("target", typed.wanted.target),
        either=named("either", typed.wanted.either),
        other=named("other", typed.wanted.other),
        place=named("place", typed.wanted.place),
    )
    return replace(typed, wanted=wanted, around=named("around", typed.around))
