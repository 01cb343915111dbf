"""The command line ``communique``."""

import os
import sys
from importlib import metadata
from textwrap import shorten
from typing import Annotated

import typer

from communique.api.commands.actors import actors
from communique.api.commands.backup import backup, check, restore
from communique.api.commands.compare import compare
from communique.api.commands.demo import demo
from communique.api.commands.documents import documents
from communique.api.commands.evaluate import evaluate
from communique.api.commands.explain import explain
from communique.api.commands.export import export
from communique.api.commands.extract import extract
from communique.api.commands.import_actors import import_actors
from communique.api.commands.import_events import import_events
from communique.api.commands.ingest import ingest
from communique.api.commands.lexicon import lexicon
from communique.api.commands.load import load
from communique.api.commands.query import query
from communique.api.commands.relations import relations
from communique.api.commands.serve import serve
from communique.api.commands.store import assemble, forget, validate
from communique.api.commands.watch import watch
from communique.api.settings import unknown_settings

app = typer.Typer(
    name="communique",
    help="A diplomatic event knowledge graph: news text in, who did what to whom out.",
    epilog="Begin with: communique demo",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _example(line: str) -> str:
    return f"Example: communique {line}"


app.command(epilog=_example("ingest articles/ more.jsonl --published 2015-12-15"))(ingest)
app.command(epilog=_example("watch https://example.org/news.rss articles/ --articles"))(watch)
app.command(epilog=_example('explain "Moscow criticized Washington on Monday." --date 2015-12-15'))(explain)
app.command(epilog=_example('query "SELECT ?t WHERE { actor:rus act:criticizes ?t }" --format csv'))(query)
app.command(epilog=_example('actors "The Kremlin thanked Kerry." --date 2015-12-15'))(actors)
app.command(epilog=_example("relations Russia Turkey"))(relations)
app.command(epilog=_example("compare Russia Ukraine --from 2018-01-01"))(compare)
app.command("import", epilog=_example("import 20180601.export.CSV.zip events.2018.tab"))(import_events)
app.command(epilog=_example('documents --source "Example Wire" --from 2015-12-01'))(documents)
app.command(epilog=_example("import-actors countries.actors.txt --out mine.tsv"))(import_actors)
app.command(epilog=_example("export --format gexf graph.gexf"))(export)
app.command(epilog=_example("serve --port 8000"))(serve)
app.command(epilog=_example("forget 3f2a90c1d4e5b678"))(forget)
app.command(epilog=_example("assemble"))(assemble)
app.command(epilog=_example("validate"))(validate)
app.command(epilog=_example("extract articles/ --out reports/ --workers 8"))(extract)
app.command(epilog=_example("load reports/"))(load)
app.command(epilog=_example("check"))(check)
app.command(epilog=_example("backup backups/2026-01-31"))(backup)
app.command(epilog=_example("restore backups/2026-01-31"))(restore)
app.command(epilog=_example("evaluate gold.jsonl --out predictions.jsonl"))(evaluate)
app.command(epilog=_example("demo --folder .demo"))(demo)
app.add_typer(lexicon, name="lexicon")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"communique {metadata.version('communique')}")
        raise typer.Exit


@app.callback()
def _global(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A diplomatic event knowledge graph: news text in, who did what to whom out."""


# What is to be said of a command that Ctrl-C has ended.
_GOES_ON = "stopped: what was stored by then stays, and the same command goes on from there"
_NOTHING_WRITTEN = "stopped: nothing was written"
_STOPPED = dict.fromkeys(("ingest", "import", "extract", "load"), _GOES_ON) | dict.fromkeys(
    ("export", "backup"), _NOTHING_WRITTEN
)
_INTERRUPTED = 130


def main() -> None:
    """Run the command line; exit code 0 when it worked, 1 when it did not, 2 for wrong usage, 130 after Ctrl-C."""
    for line in unknown_settings(os.environ):
        typer.echo(f"communique: {line}", err=True)
    try:
        app()
    except KeyboardInterrupt:
        _tell_stopped()
        sys.exit(_INTERRUPTED)
    except SystemExit as end:
        if end.code == _INTERRUPTED:
            _tell_stopped()
        raise
    except (OSError, SyntaxError, ValueError) as error:
        typer.echo(f"communique: {_one_line(error)}", err=True)
        sys.exit(1)
    except RuntimeError as error:
        from communique.graph import is_damaged

        if not is_damaged(error):
            raise
        typer.echo(f"communique: the store is damaged ({_one_line(error)}): restore a backup of it", err=True)
        sys.exit(1)


def _tell_stopped() -> None:
    command, *arguments = [*sys.argv[1:], ""]
    # What has gone to standard output by then cannot be taken back.
    if command in _STOPPED and not (command == "export" and "-" in arguments):
        typer.echo(f"communique: {_STOPPED[command]}", err=True)


def _one_line(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, SyntaxError):
        # The engine lists all that it would have taken instead, which hides the place.
        return shorten(f"the query is no SPARQL 1.1: {error.msg}", 160, placeholder=" …")
    return " ".join(str(error).split()) or type(error).__name__


if __name__ == "__main__":
    main()
