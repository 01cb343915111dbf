"""``communique import``: other people's events into the graph."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.options import StoreOption, settings

if TYPE_CHECKING:
    from communique.graph import ImportPlan, ImportStep

_FORMS = "gdelt, icews, polecat, phoenix, petrarch, ucdp, csv"
# So many bad rows of a table are printed one by one; the rest are counted.
_BAD_ROWS_SHOWN = 20
_COUNTED = ("stored", "unchanged", "nobody", "unmatched", "skipped")


def import_events(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", exists=True, dir_okay=False, help="Tables: plain, packed or zipped."),
    ],
    form: Annotated[
        str | None, typer.Option("--as", metavar="FORM", help=f"Their form, where they do not tell it: {_FORMS}.")
    ] = None,
    columns: Annotated[
        Path | None,
        typer.Option(metavar="MAP.toml", exists=True, dir_okay=False, help="Which column of a table holds what."),
    ] = None,
    dataset: Annotated[str, typer.Option(metavar="NAME", help="The data set's name. [default: its form's]")] = "",
    table_only: Annotated[
        bool,
        typer.Option(
            "--table-only", help="Into the event table alone, much faster: for REST and exports, not for SPARQL."
        ),
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Also read what an earlier run has stored.")] = False,
    store: StoreOption = None,
) -> None:
    """Store events of GDELT, ICEWS, POLECAT, Phoenix, UCDP or of a table of one's own, each row as a report."""
    from communique.api.opening import open_graph
    from communique.graph import IMPORT_FORMS, ImportNotes, column_map, import_tables, load_tables, planned_import

    if form is not None and form not in IMPORT_FORMS:
        raise typer.BadParameter(f"{form!r} is no form: they are {', '.join(IMPORT_FORMS)}", param_hint="--as")
    plan = planned_import(files, form=form, columns=None if columns is None else column_map(columns), dataset=dataset)
    wanted = settings(store)
    found: Counter[str] = Counter()
    with open_graph(wanted) as graph, _shown(plan, found) as tell:
        if table_only:
            load_tables(graph, plan, tell, again=again, processes=2)
        else:
            import_tables(graph, plan, tell, ImportNotes(wanted.store, again=again))
    typer.echo(_summary(found))
    if not (found["stored"] or found["unchanged"] or found["skipped"]) and found["bad"]:
        raise typer.Exit(1)


def _summary(found: Counter[str]) -> str:
    """Give the numbers in words; those that are nothing are left out, but of what was stored."""
    words = {
        "stored": "stored",
        "unchanged": "unchanged",
        "skipped": "in already",
        "nobody": "name nobody",
        "unmatched": "mention events that are not stored",
        "bad": "bad",
    }
    parts = [f"{found[name]:,} {text}" for name, text in words.items() if found[name] or name == "stored"]
    return f"rows: {', '.join(parts)}"


@contextmanager
def _shown(plan: "ImportPlan", found: Counter[str]) -> Iterator[Callable[["ImportStep"], None]]:
    """Give what takes note of steps: sums them up, and shows how far the files are read, how fast, and what is left."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from communique.api.commands.tables import console

    screen = console(err=True)
    rate = TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f} a second")
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), rate, TimeRemainingColumn())
    bad: Counter[str] = Counter()
    read: dict[str, int] = {}
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("", total=max(plan.size, 1), rows=0, rate=0.0)

        def tell(step: "ImportStep") -> None:
            """Take what became of some rows."""
            found.update({name: getattr(step, name) for name in _COUNTED})
            found["bad"] += len(step.bad)
            for each in step.bad:
                bad[step.table] += 1
                if bad[step.table] <= _BAD_ROWS_SHOWN:
                    screen.print(f"{each.where}: {each.what}", markup=False, soft_wrap=True)
            read[step.table] = max(read.get(step.table, 0), step.read)
            rows, elapsed = found.total(), progress.tasks[0].elapsed or 0.0
            progress.update(
                task,
                completed=sum(read.values()),
                description=Path(step.table).name,
                rows=rows,
                rate=rows / elapsed if elapsed else 0.0,
            )

        yield tell
    for name, number in bad.items():
        if number > _BAD_ROWS_SHOWN:
            screen.print(f"{name}: {number - _BAD_ROWS_SHOWN:,} more bad rows", markup=False, soft_wrap=True)
