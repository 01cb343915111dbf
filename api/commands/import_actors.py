"""``communique import-actors``: actor dictionaries of other coders as a table of one's own actors."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer


def import_actors(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", exists=True, dir_okay=False, help="Actor dictionaries of TABARI or PETRARCH."
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="TABLE", help="The table to write, for ingest --actors.")],
    override: Annotated[bool, typer.Option("--override", help="Also take names that are known already.")] = False,
) -> None:
    """Make a table of actors, to be looked through, from dictionaries of TABARI or PETRARCH."""
    from communique.graph import whole_file
    from communique.ontology.actors import actors_of, gazetteer, read_dictionary, table_of
    from communique.ontology.types import Actor

    found: dict[str, Actor] = {}
    passed_over = 0
    for file in files:
        for made in actors_of(read_dictionary(file), gazetteer(), override=override):
            if isinstance(made, Actor):
                # Of two files the first says who it is; names for an actor that is known add up.
                earlier = found.setdefault(made.id, made)
                names = () if made.label else dict.fromkeys((*earlier.aliases, *made.aliases))
                found[made.id] = replace(earlier, aliases=tuple(names or earlier.aliases))
            else:
                passed_over += 1
                typer.echo(f"{file}:{made.line}: {made.what}", err=True)
    with whole_file(out) as output:
        output.write(table_of(found[name] for name in sorted(found)).encode())
    typer.echo(f"{len(found)} actors in {out}; {passed_over} passed over")
    if not found:
        raise typer.Exit(1)
