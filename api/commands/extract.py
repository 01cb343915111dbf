"""``communique extract``: articles into reports alone, on many processors or machines."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.options import PublishedOption, PurposeOption, SourceOption, settings

if TYPE_CHECKING:
    from communique.api.settings import Settings
    from communique.extract.corpus import CoderOptions, Item, Shard, ShardOutcome
    from communique.extract.documents import Problem


def extract(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, or addresses such as s3://bucket/folder.")
    ],
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Folder for the reports, or an address.")],
    workers: Annotated[int, typer.Option(min=1, help="How many processes read on this machine.")] = 1,
    cluster: Annotated[
        str, typer.Option(metavar="ADDRESS", help="A Dask scheduler whose workers read: tcp://host:8786.")
    ] = "",
    published: PublishedOption = None,
    source: SourceOption = "",
    actors: Annotated[
        Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Your own actors (.tsv or .ttl).")
    ] = None,
    purpose: PurposeOption = None,
) -> None:
    """Read articles into files of reports (JSON lines), which `communique load` takes into a store.

    What has been read is not read again: a run that was broken off is begun anew with the same command.
    """
    from communique.api.opening import coder_version
    from communique.extract.corpus import clear, items_of, shards_of

    wanted = settings(None, purpose)
    found: Counter[str] = Counter()
    version = coder_version(wanted.model, wanted.purpose, actors)
    there = _there(out)
    clear(out, there)
    items = _with_problems_printed(items_of(inputs, published=published, source=source), found)
    shards = _new(shards_of(items, version), there, found)
    for outcome in _shown(_outcomes(shards, _coding(wanted, actors), out, workers, cluster)):
        found["documents"] += outcome.documents
        found["reports"] += outcome.reports
        for problem in outcome.problems:
            _tell(problem, found)
    typer.echo(
        f"{found['documents']} documents read, {found['reports']} reports, {found['skipped']} skipped; "
        f"{found['shards']} shards were there already"
    )
    if not found["documents"] and not found["shards"]:
        raise typer.Exit(1)


def _outcomes(
    shards: "Iterable[Shard]", coding: "CoderOptions", out: str, workers: int, cluster: str
) -> "Iterator[ShardOutcome]":
    from communique.extract.corpus import spread

    return spread(shards, coding, out, workers=workers, cluster=cluster)


def _coding(settings: "Settings", actors: Path | None) -> "CoderOptions":
    from communique.extract.corpus import CoderOptions

    own = b"" if actors is None else actors.read_bytes()
    return CoderOptions(settings.model, settings.purpose, own, "" if actors is None else actors.suffix, settings.base)


def _there(out: str) -> set[str]:
    """Give the names of the shards that are in a folder, which is made where it is absent."""
    if "://" in out:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(out)
        system.makedirs(path, exist_ok=True)
        return {Path(name).stem for name in system.ls(path, detail=False) if name.endswith(".jsonl")}
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    return {path.stem for path in folder.glob("*.jsonl")}


def _new(shards: "Iterable[Shard]", there: set[str], found: Counter[str]) -> "Iterator[Shard]":
    """Pass on the shards that are not there; one that comes twice is passed on once."""
    for shard in shards:
        if shard.name in there:
            found["shards"] += 1
        else:
            there.add(shard.name)
            yield shard


def _with_problems_printed(items: "Iterable[Item | Problem]", found: Counter[str]) -> "Iterator[Item]":
    """Pass on the articles, and tell what is wrong with the others."""
    from communique.extract.documents import Problem

    for item in items:
        if isinstance(item, Problem):
            _tell(item, found)
        else:
            yield item


def _tell(problem: "Problem", found: Counter[str]) -> None:
    found["skipped"] += 1
    typer.echo(f"{problem.where}: {problem.what}", err=True)


def _shown(outcomes: "Iterable[ShardOutcome]") -> "Iterator[ShardOutcome]":
    """Pass outcomes on while a line on the terminal tells how far it has come."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from communique.api.commands.tables import console

    screen = console(err=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed} documents"), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("", total=None)
        for outcome in outcomes:
            progress.update(task, advance=outcome.documents)
            yield outcome
