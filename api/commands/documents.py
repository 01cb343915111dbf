"""``communique documents``: the articles that are stored."""

import datetime as dt
import json
from dataclasses import asdict
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.options import StoreOption, day, graph_to_read, in_order

if TYPE_CHECKING:
    from communique.graph import ListedDocument

_TITLE_WIDTH = 80


def documents(
    source: Annotated[str | None, typer.Option(help="Only those of this publisher.")] = None,
    start: Annotated[
        dt.date | None,
        typer.Option("--from", parser=day, callback=in_order, metavar="DATE", help="Published on this day or later."),
    ] = None,
    end: Annotated[
        dt.date | None,
        typer.Option("--to", parser=day, callback=in_order, metavar="DATE", help="Published on this day or earlier."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="At most so many. [default: all]", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON lines, with addresses.")] = False,
    store: StoreOption = None,
) -> None:
    """List the stored articles by day of publication, with the number of reports read from each."""
    with graph_to_read(store) as graph:
        found = graph.listed_documents(source=source, start=start, end=end, limit=limit)
        if as_json:
            for each in found:
                typer.echo(json.dumps(_record(each), ensure_ascii=False))
            return
        rows = [_row(each) for each in found]
    _show(rows)


def _show(rows: list[tuple[str, ...]]) -> None:
    from communique.api.commands.tables import console, table

    console().print(table(("date", "id", "source", "title", "reports"), rows, right=("reports",)))
    typer.echo(f"{len(rows)} {'document' if len(rows) == 1 else 'documents'}")


def _row(each: "ListedDocument") -> tuple[str, ...]:
    published = each.published.isoformat() if each.published else "-"
    return (
        published,
        each.id,
        each.source or "-",
        shorten(each.title, _TITLE_WIDTH, placeholder=" …"),
        str(each.reports),
    )


def _record(each: "ListedDocument") -> dict[str, object]:
    return {**asdict(each), "published": each.published.isoformat() if each.published else None}
