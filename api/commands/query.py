"""``communique query``: SPARQL over the graph."""

import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.apart import go_on_apart
from communique.api.commands.options import StoreOption, graph_to_read, settings
from communique.api.settings import Settings

if TYPE_CHECKING:
    import pyoxigraph as ox

    from communique.graph import EventGraph
    from communique.graph.sparql import Reply

_TOO_DEEP = "the query is nested too deeply, or joins too much, for the engine that answers it: ask in parts"


class AnswerFormat(StrEnum):
    """How an answer can be written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


_ACCEPT: Mapping[AnswerFormat, str] = {
    AnswerFormat.TABLE: "application/sparql-results+json, text/turtle",
    AnswerFormat.JSON: "application/sparql-results+json, application/ld+json",
    AnswerFormat.CSV: "text/csv",
    AnswerFormat.TSV: "text/tab-separated-values",
    AnswerFormat.XML: "application/sparql-results+xml, application/rdf+xml",
    AnswerFormat.TURTLE: "text/turtle",
    AnswerFormat.NTRIPLES: "application/n-triples",
    AnswerFormat.JSONLD: "application/ld+json",
    AnswerFormat.RDFXML: "application/rdf+xml",
}


def query(
    sparql: Annotated[
        str | None, typer.Argument(metavar="QUERY", help="SPARQL, a file that holds it, - or the name of a query.")
    ] = None,
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME=VALUE]...", help="Parameters of a query by name.")
    ] = None,
    form: Annotated[AnswerFormat, typer.Option("--format", "-f", help="How to write the answer.")] = AnswerFormat.TABLE,
    names: Annotated[bool, typer.Option("--names", help="List the queries that have a name, with examples.")] = False,
    store: StoreOption = None,
) -> None:
    """Ask the graph in SPARQL. The usual prefixes (act:, actor:, dip: …) are declared; some queries have names."""
    if names:
        _list_names()
        return
    if sparql is None:
        raise typer.BadParameter("give a SPARQL query, a file, or a name from --names")
    pairs = _pairs(arguments or ())
    go_on_apart(_TOO_DEEP)
    with graph_to_read(store) as graph:
        reply = _reply(graph, sparql, pairs, form, settings(store))
        if form is AnswerFormat.TABLE:
            show(reply, graph.terms.prefixes())
        else:
            reply.write(sys.stdout.buffer)
            sys.stdout.buffer.flush()


def show(reply: "Reply", prefixes: Mapping[str, str]) -> None:
    """Print an answer for people: a table with short names, yes or no, or Turtle."""
    import pyoxigraph as ox

    from communique.api.commands.long_tables import print_rows
    from communique.api.commands.tables import console

    answer = reply.answer
    if isinstance(answer, ox.QueryBoolean):
        typer.echo("yes" if bool(answer) else "no")
    elif isinstance(answer, ox.QuerySolutions):
        heads = [variable.value for variable in answer.variables]
        number = print_rows(console(), heads, ([_cell(row[head], prefixes) for head in heads] for row in answer))
        typer.echo(f"{number} {'row' if number == 1 else 'rows'}")
    else:
        turtle = ox.serialize(answer, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes))
        typer.echo((turtle or b"").decode(), nl=False)


def _reply(
    graph: "EventGraph", sparql: str, arguments: Mapping[str, str], form: AnswerFormat, settings: Settings
) -> "Reply":
    from communique.api.commands.names import resolver
    from communique.graph.sparql import NotAcceptableError, named_queries, notes_on

    try:
        if (known := named_queries().get(sparql)) is not None:
            arguments = resolver(graph, settings).arguments(known, arguments)
            graph.check_arguments(known, arguments)
            return graph.run(sparql, arguments, _ACCEPT[form])
        if arguments:
            raise typer.BadParameter(f"only queries by name have parameters, and {sparql!r} is none: see --names")
        text = _text(sparql)
        for note in notes_on(text, graph.terms):
            typer.echo(note, err=True)
        return graph.reply(text, _ACCEPT[form])
    except NotAcceptableError as error:
        raise ValueError(f"the answer to this query cannot be written as {form.value}: {error}") from error


def _text(sparql: str) -> str:
    if sparql == "-":
        return sys.stdin.read()
    # A query is too long or too odd for a file name, which some systems answer with an error.
    if len(sparql) < 1000 and "{" not in sparql:
        if Path(sparql).is_file():
            return Path(sparql).read_text(encoding="utf-8")
        if " " not in sparql:
            raise FileNotFoundError(f"{sparql}: there is no such file, and no query of that name (see --names)")
    return sparql


def _pairs(arguments: Sequence[str]) -> Mapping[str, str]:
    pairs = [argument.partition("=") for argument in arguments]
    wrong = next((name for name, sign, _ in pairs if not sign), None)
    if wrong is not None:
        raise typer.BadParameter(f"{wrong!r} is no parameter: write NAME=VALUE, such as actor=rus")
    return {name: value for name, _, value in pairs}


def _cell(term: "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None", prefixes: Mapping[str, str]) -> str:
    import pyoxigraph as ox

    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        fitting = [(iri, name) for name, iri in prefixes.items() if term.value.startswith(iri)]
        longest = max(fitting, key=lambda pair: len(pair[0]), default=None)
        return term.value if longest is None else f"{longest[1]}:{term.value.removeprefix(longest[0])}"
    if isinstance(term, ox.Literal):
        fraction = term.datatype.value.rpartition("#")[2] in ("decimal", "double", "float")
        return f"{float(term.value):.2f}" if fraction else term.value
    return str(term)


def _list_names() -> None:
    from communique.graph.sparql import named_queries

    for known in named_queries().values():
        example = " ".join(f"{parameter.name}={parameter.example}" for parameter in known.parameters)
        typer.echo(f"{known.name}: {known.title}\n    communique query {known.name} {example}".rstrip())


__all__ = ["AnswerFormat", "query", "show"]
