"""``communique backup``, ``restore`` and ``check``: a store kept safe, brought back, and looked through."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.options import StoreOption, graph_to_read, settings

if TYPE_CHECKING:
    from communique.api.settings import Settings

# The shapes look at all of a graph in memory.
_FEW = 2000
_MEBIBYTE = 1 << 20


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for the backup.")],
    store: StoreOption = None,
) -> None:
    """Back a store up, also while it is served or written to. The backup is verified before it gets its name."""
    from communique import graph
    from communique.api.opening import open_graph

    wanted = _in_folder(store)
    if not graph.exists(wanted.store):
        raise FileNotFoundError(f"there is no store in {wanted.store}: nothing to back up")
    made = graph.back_up(wanted.store, folder, lambda copy: open_graph(_at(wanted, copy), read_only=True))
    typer.echo(
        f"backed up {made.documents} documents ({made.quads} quads) to {folder}: "
        f"{made.files} files, {made.size / _MEBIBYTE:.1f} MB, all verified"
    )


def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `communique backup` has made.")],
    replace: Annotated[bool, typer.Option("--replace", help="Put it in the place of the store that is there.")] = False,
    store: StoreOption = None,
) -> None:
    """Bring a backup back as a store. All its files are verified first."""
    from communique import graph

    wanted = _in_folder(store)
    found = graph.restore(folder, wanted.store, replace=replace)
    typer.echo(f"restored {found.documents} documents, as they were at {found.made}, to {wanted.store}")


def check(
    shapes: Annotated[
        bool | None,
        typer.Option("--shapes/--no-shapes", help=f"Check the SHACL shapes too. [default: up to {_FEW} documents]"),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Look a store through: all can be read, and reports, events, numbers, journal and shapes agree.

    The exit code is 1 if they do not.
    """
    from communique import graph

    wanted = settings(store)
    free = wanted.remote is None and graph.exists(wanted.store) and not graph.is_held(wanted.store)
    with graph_to_read(store, whole=True) as opened:
        typer.echo(f"the store can be read: {opened.size} quads")
        problems = list(graph.check(opened, graph.journal_file(wanted.store) if free else None))
        documents = opened.statistics().documents
        if shapes or (shapes is None and documents <= _FEW):
            found = opened.validate()
            problems += (
                [] if found.conforms else [f"shapes: the graph does not conform: see communique validate\n{found.text}"]
            )
        elif shapes is None:
            typer.echo(f"the shapes were not checked, for there are {documents} documents: ask for --shapes")
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"{documents} documents, their reports and events agree")


def _in_folder(store: str | None) -> "Settings":
    wanted = settings(store)
    if wanted.remote is not None:
        raise ValueError("the store is on a server, which has backups of its own: or write it out (communique export)")
    return wanted


def _at(settings: "Settings", store: Path) -> "Settings":
    from dataclasses import replace

    return replace(settings, store=store)
