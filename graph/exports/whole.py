"""Exports of all there is: RDF, and the reports from which the graph can be rebuilt."""

from typing import IO

import pyoxigraph as ox

from communique.graph.exports.form import ExportedGraph, Selection
from communique.graph.rdf.terms import DEFAULT
from communique.ontology.interchange import to_json


def write_nquads(source: ExportedGraph, _: Selection, output: IO[bytes]) -> None:
    """Write the whole store, conclusions and documents, as N-Quads."""
    ox.serialize(source.world.store.match(None, None, None, None), output, ox.RdfFormat.N_QUADS)


def write_turtle(source: ExportedGraph, _: Selection, output: IO[bytes]) -> None:
    """Write the conclusions (the default graph) as Turtle."""
    quads = source.world.store.match(None, None, None, DEFAULT)
    triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    ox.serialize(triples, output, ox.RdfFormat.TURTLE, prefixes=source.world.terms.prefixes())


def write_trig(source: ExportedGraph, _: Selection, output: IO[bytes]) -> None:
    """Write the whole store, conclusions and documents, as TriG."""
    quads = source.world.store.match(None, None, None, None)
    ox.serialize(quads, output, ox.RdfFormat.TRIG, prefixes=source.world.terms.prefixes())


def write_jsonld(source: ExportedGraph, _: Selection, output: IO[bytes]) -> None:
    """Write the whole store, conclusions and documents, as JSON-LD."""
    quads = source.world.store.match(None, None, None, None)
    ox.serialize(quads, output, ox.RdfFormat.JSON_LD, prefixes=source.world.terms.prefixes())


def write_rdfxml(source: ExportedGraph, _: Selection, output: IO[bytes]) -> None:
    """Write the conclusions (the default graph) as RDF/XML, which knows no named graphs."""
    quads = source.world.store.match(None, None, None, DEFAULT)
    triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    ox.serialize(triples, output, ox.RdfFormat.RDF_XML, prefixes=source.world.terms.prefixes())


def write_jsonl(source: ExportedGraph, _: Selection, output: IO[bytes]) -> None:
    """Write what was read from each document as a line of JSON, from which the graph can be rebuilt."""
    for extraction in source.extractions():
        output.write(to_json(extraction).encode() + b"\n")
