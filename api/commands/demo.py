"""``communique demo``: the whole way from articles to answers, in one folder."""

from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from communique.graph import EventGraph

_QUERY = """SELECT ?critic ?criticized (COUNT(?event) AS ?events) WHERE {
  ?event dip:action/skos:broader* act:disapproves-of ; dip:actorSide ?from ; dip:targetSide ?to .
  ?from skos:prefLabel ?critic . ?to skos:prefLabel ?criticized .
} GROUP BY ?critic ?criticized ORDER BY DESC(?events) ?critic ?criticized LIMIT 10"""
_PARTNERS = 10


def demo(
    folder: Annotated[Path, typer.Option(help="Where the demonstration keeps its store and its network.")] = Path(
        ".demo"
    ),
) -> None:
    """Try it all on articles that come with it. A second run is quick and changes nothing."""
    from communique.api.commands.ingest import summarised, summary
    from communique.api.commands.options import graph_to_read, settings
    from communique.extract.documents import read_stream

    folder.mkdir(parents=True, exist_ok=True)
    store = folder / "store"
    typer.echo("Reading the articles of the demonstration (invented, on real events; the first run takes a while) …")
    articles = BytesIO(files("communique.api").joinpath("samples", "articles.jsonl").read_bytes())
    found = summarised(read_stream(articles, "articles.jsonl", kind="json"), settings(store))
    typer.echo(summary(found))
    with graph_to_read(store) as graph:
        _show_events(graph)
        _show_query(graph)
        _show_relations(graph)
        _write_network(graph, folder / "graph.gexf")
    typer.echo(f"\nAsk it:      communique query --store {store} top-dyads")
    typer.echo('See why:     communique explain "Moscow criticized Washington on Monday." --date 2015-12-15')
    typer.echo(f"Explore it:  communique serve --open --store {store}   (at http://127.0.0.1:8000/)")


def _show_events(graph: "EventGraph") -> None:
    from communique.api.commands.tables import console, event_table

    console().print(event_table(graph, graph.events(), "\nEvents"))


def _show_query(graph: "EventGraph") -> None:
    from communique.api.commands.query import show

    typer.echo(f"Who criticized whom? In SPARQL:\n\n{_QUERY}\n")
    show(graph.reply(_QUERY), graph.terms.prefixes())


def _show_relations(graph: "EventGraph") -> None:
    from communique.api.commands.relations import tables
    from communique.api.commands.tables import console
    from communique.graph import EVERY

    typer.echo("\nWith whom does Russia deal? communique relations Russia")
    for made in tables(graph, ["rus"], EVERY, _PARTNERS):
        console().print(made)


def _write_network(graph: "EventGraph", target: Path) -> None:
    graph.export("gexf", target)
    typer.echo(f"The network for Gephi is in {target}")
