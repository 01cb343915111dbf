"""``communique ingest``: documents into the graph."""

import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.options import PublishedOption, PurposeOption, SourceOption, StoreOption, settings

if TYPE_CHECKING:
    from communique.api.ingest import Outcome
    from communique.api.settings import Settings
    from communique.extract.documents import Read

_STANDARD_INPUT = Path("-")
_TITLE_WIDTH = 50


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")],
    published: PublishedOption = None,
    source: SourceOption = "",
    actors: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", exists=True, dir_okay=False, help="Your own actors (.tsv or .ttl); kept with the store."
        ),
    ] = None,
    purpose: PurposeOption = None,
    store: StoreOption = None,
) -> None:
    """Read articles and store what they report.

    Text, HTML, JSON, tables (CSV, TSV), feeds (RSS, Atom) and web archives (WARC) are read, also packed (gzip, bzip2,
    xz); and reports that were exported as JSON lines.
    """
    found = summarised(read(paths, published, source), settings(store, purpose), actors)
    typer.echo(summary(found))
    if found["undated"]:
        typer.echo(
            f"{found['undated']} of those stored have no day of publication, so most of their events have no date: "
            "give it with --published, or as 'date' in each record",
            err=True,
        )
    if not found["stored"] and not found["unchanged"]:
        raise typer.Exit(1)


def read(paths: Iterable[Path], published: dt.date | None, source: str) -> Iterator["Read"]:
    """Give the documents of paths, where ``-`` is standard input, or what is wrong with them."""
    from communique.extract.documents import read_paths, read_stream

    seen: dict[str, str] = {}
    for path in paths:
        if path == _STANDARD_INPUT:
            yield from read_stream(sys.stdin.buffer, "standard input", published=published, source=source, seen=seen)
        else:
            yield from read_paths([path], published=published, source=source, seen=seen)


def summarised(items: Iterable["Read"], settings: "Settings", actors: Path | None = None) -> Counter[str]:
    """Ingest documents, with progress and problems on standard error; gives the numbers of outcomes and reports.

    `actors` is a file of actors of one's own.
    """
    from communique.api.ingest import ingest as ingested
    from communique.api.opening import CoderOnDemand, coder_version, keep_own_file, known_actors, open_graph, own_file

    found: Counter[str] = Counter()
    known = known_actors(settings, actors)
    with open_graph(settings, known=known) as graph:
        if actors is not None:
            keep_own_file(settings, actors)
        coder = CoderOnDemand(settings, known)
        outcomes = ingested(
            items, graph, coder, version=coder_version(settings.model, settings.purpose, own_file(settings))
        )
        for outcome in _shown(outcomes):
            found[outcome.kind] += 1
            found["reports"] += outcome.reports
            found["undated"] += outcome.kind == "stored" and outcome.published is None
    return found


def summary(found: Counter[str]) -> str:
    """Give the numbers of outcomes in words."""
    kinds = ", ".join(f"{found[kind]} {kind}" for kind in ("stored", "unchanged", "skipped"))
    return f"{kinds}; {found['reports']} reports read"


def _shown(outcomes: Iterable["Outcome"]) -> Iterator["Outcome"]:
    """Pass outcomes on while a line on the terminal tells how far it has come."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from communique.api.commands.tables import console

    screen = console(err=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} documents"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[title]}"),
    )
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("", total=None, title="")
        for outcome in outcomes:
            if outcome.what:
                screen.print(f"{outcome.where}: {outcome.what}", markup=False, soft_wrap=True)
            title = outcome.title.replace("[", "(")[:_TITLE_WIDTH]
            progress.update(task, advance=1, title=title)
            yield outcome
