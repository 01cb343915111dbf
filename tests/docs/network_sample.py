"""The invented events in ``docs/networks-sample.csv`` as a graph, and the plots of them on the page on networks."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from doc_blocks import ROOT

from communique import graph
from communique.graph import EventGraph
from communique.graph.analysis import Tone, scores
from communique.graph.analysis import plots as p
from communique.ontology.actors.register import Actors
from communique.ontology.lexicon.scheme import actions
from communique.ontology.types import Actor, ActorKind, DateBasis, Document, Extraction, Modality, Report

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SAMPLE = ROOT / "docs" / "networks-sample.csv"
_NAMES = {"arl": "Arland", "bor": "Borovia", "ces": "Cestria", "dun": "Dunmark", "eld": "Eldoria", "fal": "Falkenland"}


def sample_graph() -> EventGraph:
    """Give a graph in memory that has the events of the sample."""
    known = Actors([Actor(name, ActorKind.COUNTRY, label, country=name) for name, label in _NAMES.items()])
    made = graph.open(None, actors=known, actions=actions())
    made.store_all(_extractions())
    return made


def _extractions() -> Iterator[Extraction]:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            day = dt.date.fromisoformat(row["date"])
            text = f"{row['source']} {row['action']} {row['target']}."
            document = Document(f"s{number}", text, text, day, "Sample")
            yield Extraction(document, (_report(row, day, text, document.id),))


def _report(row: dict[str, str], day: dt.date, text: str, document: str) -> Report:
    return Report(
        document=document,
        action=row["action"],
        actor=row["source"],
        target=row["target"],
        trigger=row["action"],
        span=(0, 3),
        sentence=text,
        sentence_span=(0, len(text)),
        rule="sample",
        confidence=1.0,
        modality=Modality.ACTUAL,
        date=day,
        date_basis=DateBasis.PUBLISHED,
    )


def plots(events: EventGraph) -> "dict[str, Figure]":
    """Give the plots of the page by the names of their files."""
    years = events.network(summed=True, window="year")
    return {
        "networks-centrality.svg": p.plot_centrality(years, ["arl", "ces", "dun"], "betweenness"),
        "networks-tension.svg": p.plot_tension(scores(events.network(), "arl", "dun"), days=180),
        "networks-balance.svg": p.plot_balance(years),
        "networks-communities.svg": p.plot_communities(events.network(summed=True), Tone.COOPERATION),
        "networks-reciprocity.svg": p.plot_reciprocity(years),
    }


def drawings(events: EventGraph) -> dict[str, str]:
    """Give all pictures of the page as SVG: the plots, and the network as it is exported."""
    picture = io.BytesIO()
    events.export("svg", picture)
    plotted = {name: as_svg(figure) for name, figure in plots(events).items()}
    return {"networks-picture.svg": picture.getvalue().decode(), **plotted}


def as_svg(figure: "Figure") -> str:
    """Give a figure as SVG, the same on every run."""
    import matplotlib as mpl

    output = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "communique", "svg.fonttype": "none"}):
        figure.savefig(output, format="svg", metadata={"Date": None, "Creator": None})
    return output.getvalue().decode()
