"""The forms in which the graph can be exported. A new one is a module that writes it, and an entry here."""

from collections.abc import Mapping
from pathlib import Path

from communique.graph.exports.form import NETWORK, PICTURE, ExportForm
from communique.graph.exports.gexf import write_gexf
from communique.graph.exports.graph_files import write_cytoscape, write_graphml, write_node_link, write_pajek
from communique.graph.exports.picture import picture_writer
from communique.graph.exports.spreadsheet import write_spreadsheet
from communique.graph.exports.tables.forms import TABLES
from communique.graph.exports.whole import (
    write_jsonl,
    write_jsonld,
    write_nquads,
    write_rdfxml,
    write_trig,
    write_turtle,
)

_ENTRIES = (
    ExportForm(
        name="gexf",
        file="graph.gexf",
        media_type="application/gexf+xml",
        about="A network for Gephi: actors as nodes, events as edges.",
        write=write_gexf,
        takes=NETWORK,
        ending=".gexf",
        starts='<?xml version="1.0" encoding="UTF-8"?><gexf version="1.3">…</gexf>',
    ),
    ExportForm(
        name="gephi-csv",
        file="network.zip",
        media_type="application/zip",
        about="The same network as Gephi's spreadsheets: nodes.csv and edges.csv.",
        write=write_spreadsheet,
        takes=NETWORK,
        ending=".zip",
        starts="PK…",
    ),
    ExportForm(
        name="graphml",
        file="graph.graphml",
        media_type="application/graphml+xml",
        about="A network as GraphML, for igraph, yEd and others.",
        write=write_graphml,
        takes=NETWORK,
        ending=".graphml",
        starts="<?xml version='1.0' encoding='utf-8'?><graphml>…</graphml>",
    ),
    ExportForm(
        name="pajek",
        file="graph.net",
        media_type="text/plain; charset=utf-8",
        about="A network for Pajek.",
        write=write_pajek,
        takes=NETWORK,
        ending=".net",
        starts="*vertices 120 …",
    ),
    ExportForm(
        name="cytoscape",
        file="graph.cyjs",
        media_type="application/json",
        about="A network as JSON for Cytoscape and Cytoscape.js.",
        write=write_cytoscape,
        takes=NETWORK,
        ending=".cyjs",
        starts='{"directed":true,"elements":{"nodes":[],"edges":[]}}',
    ),
    ExportForm(
        name="node-link",
        file="graph.json",
        media_type="application/json",
        about="A network as node-link JSON, for D3 and networkx.",
        write=write_node_link,
        takes=NETWORK,
        ending=".json",
        starts='{"directed":true,"nodes":[],"edges":[]}',
    ),
    ExportForm(
        name="svg",
        file="graph.svg",
        media_type="image/svg+xml",
        about="A picture of the forty actors of most events, with a legend.",
        write=picture_writer("svg"),
        takes=PICTURE,
        ending=".svg",
        starts='<?xml version="1.0" encoding="utf-8"?><svg>…</svg>',
    ),
    ExportForm(
        name="png",
        file="graph.png",
        media_type="image/png",
        about="The same picture in pixels.",
        write=picture_writer("png"),
        takes=PICTURE,
        ending=".png",
        starts="…PNG…",
    ),
    ExportForm(
        name="nquads",
        file="graph.nq",
        media_type="application/n-quads",
        about="The whole store, conclusions and documents, as N-Quads.",
        write=write_nquads,
        ending=".nq",
        starts="<https://w3id.org/communique/actor/rus> <https://…> …",
    ),
    ExportForm(
        name="turtle",
        file="graph.ttl",
        media_type="text/turtle; charset=utf-8",
        about="The default graph as Turtle: events, edges, actors, actions.",
        write=write_turtle,
        ending=".ttl",
        starts="actor:rus act:criticizes actor:usa .",
    ),
    ExportForm(
        name="trig",
        file="graph.trig",
        media_type="application/trig; charset=utf-8",
        about="The whole store, conclusions and documents, as TriG.",
        write=write_trig,
        ending=".trig",
        starts="actor:rus act:criticizes actor:usa .",
    ),
    ExportForm(
        name="jsonld",
        file="graph.jsonld",
        media_type="application/ld+json",
        about="The whole store, conclusions and documents, as JSON-LD.",
        write=write_jsonld,
        ending=".jsonld",
        starts='[{"@id":"https://w3id.org/communique/graph","@graph":[]}]',
    ),
    ExportForm(
        name="rdfxml",
        file="graph.rdf",
        media_type="application/rdf+xml",
        about="The default graph as RDF/XML.",
        write=write_rdfxml,
        ending=".rdf",
        starts='<?xml version="1.0" encoding="UTF-8"?><rdf:RDF …>…</rdf:RDF>',
    ),
    *TABLES,
    ExportForm(
        name="jsonl",
        file="reports.jsonl",
        media_type="application/x-ndjson",
        about="A line for each document, its text and its reports, from which the graph can be rebuilt.",
        write=write_jsonl,
        ending=".jsonl",
        starts='{"document":{"id":"9f86d081884c7d65","text":"…"},"reports":[…]}',
    ),
)
FORMS: Mapping[str, ExportForm] = {form.name: form for form in _ENTRIES}


def form_called(name: str) -> ExportForm:
    """Give the form of a name; ValueError, which names all there are, where there is none."""
    if name not in FORMS:
        raise ValueError(f"there is no export {name!r}: choose from {', '.join(sorted(FORMS))}")
    return FORMS[name]


def form_of_file(target: Path) -> ExportForm:
    """Give the form that the ending of a file tells; ValueError, which names all endings, where it tells none."""
    endings = {form.ending: form for form in _ENTRIES if form.ending}
    fitting = [ending for ending in endings if target.name.lower().endswith(ending)]
    if not fitting:
        raise ValueError(
            f"{target}: no form of export has this ending: give --format, or one of {' '.join(sorted(endings))}"
        )
    return endings[max(fitting, key=len)]
