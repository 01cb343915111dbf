"""The forms in which the graph can be exported. A new one is a module that writes it, and an entry here."""

from collections.abc import Mapping
from pathlib import Path

from communique.graph.exports.form import NETWORK, Form
from communique.graph.exports.gexf import write_gexf
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
    Form(
        name="gexf",
        file="graph.gexf",
        media_type="application/gexf+xml",
        about="A network for Gephi: actors as nodes, events as edges.",
        write=write_gexf,
        takes=NETWORK,
        ending=".gexf",
        starts='<?xml version="1.0" encoding="UTF-8"?><gexf version="1.2">…</gexf>',
    ),
    Form(
        name="nquads",
        file="graph.nq",
        media_type="application/n-quads",
        about="The whole store, conclusions and documents, as N-Quads.",
        write=write_nquads,
        ending=".nq",
        starts="<https://w3id.org/communique/actor/rus> <https://…> …",
    ),
    Form(
        name="turtle",
        file="graph.ttl",
        media_type="text/turtle; charset=utf-8",
        about="The default graph as Turtle: events, edges, actors, actions.",
        write=write_turtle,
        ending=".ttl",
        starts="actor:rus act:criticizes actor:usa .",
    ),
    Form(
        name="trig",
        file="graph.trig",
        media_type="application/trig; charset=utf-8",
        about="The whole store, conclusions and documents, as TriG.",
        write=write_trig,
        ending=".trig",
        starts="actor:rus act:criticizes actor:usa .",
    ),
    Form(
        name="jsonld",
        file="graph.jsonld",
        media_type="application/ld+json",
        about="The whole store, conclusions and documents, as JSON-LD.",
        write=write_jsonld,
        ending=".jsonld",
        starts='{"@context":{…},"@graph":[…]}',
    ),
    Form(
        name="rdfxml",
        file="graph.rdf",
        media_type="application/rdf+xml",
        about="The default graph as RDF/XML.",
        write=write_rdfxml,
        ending=".rdf",
        starts='<?xml version="1.0" encoding="UTF-8"?><rdf:RDF …>…</rdf:RDF>',
    ),
    *TABLES,
    Form(
        name="jsonl",
        file="reports.jsonl",
        media_type="application/x-ndjson",
        about="A line for each document, its text and its reports, from which the graph can be rebuilt.",
        write=write_jsonl,
        ending=".jsonl",
        starts='{"document":{"id":"9f86d081884c7d65","text":"…"},"reports":[…]}',
    ),
)
FORMS: Mapping[str, Form] = {form.name: form for form in _ENTRIES}


def form_called(name: str) -> Form:
    """Give the form of a name; ValueError, which names all there are, where there is none."""
    if name not in FORMS:
        raise ValueError(f"there is no export {name!r}: choose from {', '.join(sorted(FORMS))}")
    return FORMS[name]


def form_of_file(target: Path) -> Form:
    """Give the form that the ending of a file tells; ValueError, which names all endings, where it tells none."""
    told = {form.ending: form for form in _ENTRIES if form.ending}
    fitting = [ending for ending in told if target.name.lower().endswith(ending)]
    if not fitting:
        raise ValueError(
            f"{target}: no form of export has this ending: give --format, or one of {' '.join(sorted(told))}"
        )
    return told[max(fitting, key=len)]
