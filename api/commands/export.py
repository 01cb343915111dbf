"""``communique export``: the graph as a file."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from communique.api.commands.options import FromOption, StoreOption, ToOption, graph_to_read


class ExportFormat(StrEnum):
    """What the graph can be exported as."""

    GEXF = "gexf"
    NQUADS = "nquads"
    TURTLE = "turtle"
    JSONL = "jsonl"


class NodeLevel(StrEnum):
    """What the nodes of a network are."""

    SIDE = "side"
    ACTOR = "actor"


def export(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, or - for standard output.")],
    form: Annotated[ExportFormat, typer.Option("--format", "-f", help="gexf is for Gephi; jsonl holds all reports.")],
    level: Annotated[NodeLevel, typer.Option(help="gexf: nodes are sides, or the actors named.")] = NodeLevel.SIDE,
    start: FromOption = None,
    end: ToOption = None,
    store: StoreOption = None,
) -> None:
    """Write the graph to a file. As a network for Gephi, as RDF, or as JSON lines; whole or not at all."""
    from communique.graph import EventFilter, Level

    if (start or end or level is not NodeLevel.SIDE) and form is not ExportFormat.GEXF:
        raise typer.BadParameter("--from, --to and --level are for --format gexf only")
    if not target.absolute().parent.is_dir() or target.is_dir():
        raise ValueError(f"{target}: there is no such folder, or it is one itself: name a file in a folder that exists")
    wanted = EventFilter(start=start, end=end)
    with graph_to_read(store, whole=True) as graph:
        output = sys.stdout.buffer if target == Path("-") else target
        graph.export(form.value, output, wanted=wanted, level=Level(level.value))
    if target != Path("-"):
        typer.echo(f"wrote {target}")
