"""What several commands share: options, settings, and the graph opened for reading."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.settings import Settings, settings_from
from communique.extract import Purpose

if TYPE_CHECKING:
    from communique.graph import EventGraph


def day(text: str) -> dt.date:
    """Give the day of an option; a usage error where it is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no date: write it like 2015-12-15") from error


def in_order(context: typer.Context, value: dt.date | None) -> dt.date | None:
    """Give the day of one end of a period; a usage error where the other end was given and the period is none.

    Either end may be given first: called with both, for each when it is its turn.
    """
    start, end = context.params.get("start"), context.params.get("end")
    start, end = (value, end) if end is not None else (start, value)
    if start is not None and end is not None and end < start:
        raise typer.BadParameter(f"--to {end} lies before --from {start}")
    return value


StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="Folder of the store, or address of a SPARQL server. [default: $COMMUNIQUE_STORE or the user's data]",
    ),
]
FromOption = Annotated[
    dt.date | None,
    typer.Option("--from", parser=day, callback=in_order, metavar="DATE", help="Only events of this day or later."),
]
ToOption = Annotated[
    dt.date | None,
    typer.Option("--to", parser=day, callback=in_order, metavar="DATE", help="Only events of this day or earlier."),
]
DateOption = Annotated[
    dt.date | None, typer.Option("--date", parser=day, metavar="DATE", help="The day on which the text was published.")
]

PublishedOption = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="DATE", help="Publication date of articles that name none themselves."),
]
SourceOption = Annotated[str, typer.Option(help="Publisher of articles that name none themselves.")]
PurposeOption = Annotated[
    Purpose | None,
    typer.Option(help="How probable a report must be. [default: $COMMUNIQUE_PURPOSE or balanced]", show_default=False),
]


def settings(store: str | Path | None = None, purpose: Purpose | None = None) -> Settings:
    """Give the settings of the environment, with the store and the purpose that options name."""
    named = {"COMMUNIQUE_STORE": str(store) if store is not None else "", "COMMUNIQUE_PURPOSE": purpose or ""}
    return settings_from({**os.environ, **{name: text for name, text in named.items() if text}})


@contextmanager
def graph_to_read(store: str | Path | None, *, whole: bool = False) -> Iterator["EventGraph"]:
    """Give the graph of a store opened for reading, and tell on standard error where others are writing to it.

    `whole` tells that all of it is read. Raises what `opened_to_read` raises.
    """
    from communique.api.reading import opened_to_read

    with opened_to_read(
        settings(store), lambda line: typer.echo(f"communique: {line}", err=True), whole=whole
    ) as graph:
        yield graph
