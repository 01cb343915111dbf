"""``communique load``: files of reports, as `extract` or `export` wrote them, into the graph, in bulk."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.options import StoreOption, settings

if TYPE_CHECKING:
    from communique.ontology.types import Extraction

# `extract` names its files by the version of the coder, and what is in them.
_SHARD = re.compile(r"([0-9a-f]{16})-[0-9a-f]{24}\.jsonl")


def load(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files of reports, or folders of such files.")],
    store: StoreOption = None,
) -> None:
    """Take reports into a store without reading texts, many at once. What is stored already changes nothing."""
    from communique.api.opening import open_graph

    files = sorted(file for path in paths for file in (path.glob("*.jsonl") if path.is_dir() else [path]))
    if not files:
        raise FileNotFoundError(f"there are no files of reports in {', '.join(map(str, paths))}: name others")
    run = _Run()
    with open_graph(settings(store)) as graph:
        changed = graph.store_all(run.extractions(files))
        for version, names in sorted(run.by_version.items()):
            graph.record_coders(names, version)
    typer.echo(f"{changed} stored, {run.read - changed} unchanged, {run.skipped} skipped; {run.reports} reports")
    if not run.read:
        raise typer.Exit(1)


class _Run:
    """What has been taken from files of reports so far."""

    def __init__(self) -> None:
        self.read = self.reports = self.skipped = 0
        self.by_version: dict[str, list[str]] = defaultdict(list)

    def extractions(self, files: Iterable[Path]) -> "Iterator[Extraction]":
        """Give what files hold; what is wrong in them is printed and left out."""
        from communique.extract.documents import Problem, read_paths
        from communique.ontology.types import Extraction

        for file in files:
            named = _SHARD.fullmatch(file.name)
            if not file.stat().st_size:
                # All the articles of the shard were left out.
                continue
            for read in read_paths([file]):
                if isinstance(read, Extraction):
                    self.read += 1
                    self.reports += len(read.reports)
                    if named:
                        self.by_version[named[1]].append(read.document.id)
                    yield read
                    continue
                self.skipped += 1
                where, what = (read.where, read.what) if isinstance(read, Problem) else (str(file), _ARTICLE)
                typer.echo(f"{where}: {what}", err=True)


_ARTICLE = "it holds an article, and no reports: take it in with communique ingest"
