"""``communique lexicon``: care of the action frames."""

from pathlib import Path
from typing import Annotated

import typer

from communique.api.commands.options import settings

lexicon = typer.Typer(help="Check the lexicon of action frames.", no_args_is_help=True, rich_markup_mode=None)


@lexicon.callback()
def _lexicon() -> None:
    """Check the lexicon of action frames."""


@lexicon.command(epilog="Example: communique lexicon check my-frames.tsv")
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILES]...", help="Lexicon files; the shipped ones if none is named."),
    ] = None,
) -> None:
    """Report unknown action codes, patterns that stand twice, and frames that miss their own example."""
    from communique.api.evaluation.lexicon import problems
    from communique.api.opening import open_coder
    from communique.ontology.lexicon import frames, read_frames

    missing = next((path for path in files or () if not path.is_file()), None)
    if missing is not None:
        raise FileNotFoundError(f"{missing}: there is no such file: name lexicon files")
    known = read_frames(files) if files else frames()
    found = list(problems(open_coder(settings()), known))
    for line in found:
        typer.echo(line, err=True)
    typer.echo(f"{len(known)} frames, {len(found)} problems")
    if found:
        raise typer.Exit(1)
