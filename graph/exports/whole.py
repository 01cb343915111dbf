"""Exports of all there is: RDF, and the reports from which the graph can be rebuilt."""

from typing import IO

import pyoxigraph as ox

from communique.graph.exports.form import ExportedGraph, Selection
from communique.graph.rdf.terms import DEFAULT
from communique.ontology.interchange import to_json


def write_nquads(graph: ExportedGraph, _: Selection, output: IO[bytes]) -> None:
    """Write the whole store, conclusions and documents, as N-Quads."""
    ox.serialize(graph.world.store.match(None, None, None, None), output, ox.RdfFormat.N_QUADS)


def write_turtle(graph: ExportedGraph, _: Selection, output: IO[bytes]) -> None:
    """Write the conclusions (the default graph) as Turtle."""
    quads = graph.world.store.match(None, None, None, DEFAULT)
    triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    ox.serialize(triples, output, ox.RdfFormat.TURTLE, prefixes=graph.world.terms.prefixes())


def write_trig(graph: ExportedGraph, _: Selection, output: IO[bytes]) -> None:
    """Write the whole store, conclusions and documents, as TriG."""
    quads = graph.world.store.match(None, None, None, None)
    ox.serialize(quads, output, ox.RdfFormat.TRIG, prefixes=graph.world.terms.prefixes())


def write_jsonld(graph: ExportedGraph, _: Selection, output: IO[bytes]) -> None:
    """Write the whole store, conclusions and documents, as JSON-LD."""
    quads = graph.world.store.match(None, None, None, None)
    ox.serialize(quads, output, ox.RdfFormat.JSON_LD, prefixes=graph.world.terms.prefixes())


def write_rdfxml(graph: ExportedGraph, _: Selection, output: IO[bytes]) -> None:
    """Write the conclusions (the default graph) as RDF/XML, which knows no named graphs."""
    quads = graph.world.store.match(None, None, None, DEFAULT)
    triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    ox.serialize(triples, output, ox.RdfFormat.RDF_XML, prefixes=graph.world.terms.prefixes())


def write_jsonl(graph: ExportedGraph, _: Selection, output: IO[bytes]) -> None:
    """Write what was read from each document as a line of JSON, from which the graph can be rebuilt."""
    for extraction in graph.extractions():
        output.write(to_json(extraction).encode() + b"\n")
