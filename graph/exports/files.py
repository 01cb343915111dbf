"""Exports of a graph to a file, which appears whole or not at all, or to a stream."""

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from communique.graph.event_graph import EventGraph
from communique.graph.exports.gexf import write_gexf
from communique.graph.exports.network import Level, edges, nodes
from communique.graph.filters import EVERY, EventFilter
from communique.graph.rdf.terms import DEFAULT
from communique.ontology.interchange import to_json

Writer = Callable[[EventGraph, IO[bytes]], None]


def write_nquads(graph: EventGraph, output: IO[bytes]) -> None:
    """Write the whole store, conclusions and documents, as N-Quads."""
    ox.serialize(graph.world.store.match(None, None, None, None), output, ox.RdfFormat.N_QUADS)


def write_turtle(graph: EventGraph, output: IO[bytes]) -> None:
    """Write the conclusions (the default graph) as Turtle."""
    quads = graph.world.store.match(None, None, None, DEFAULT)
    triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    ox.serialize(triples, output, ox.RdfFormat.TURTLE, prefixes=graph.world.terms.prefixes())


def write_jsonl(graph: EventGraph, output: IO[bytes]) -> None:
    """Write what was read from each document as a line of JSON, from which the graph can be rebuilt."""
    for extraction in graph.extractions():
        output.write(to_json(extraction).encode() + b"\n")


def gexf_writer(wanted: EventFilter = EVERY, level: Level = Level.SIDE) -> Writer:
    """Give a writer of the events that meet a filter as GEXF."""

    def write(graph: EventGraph, output: IO[bytes]) -> None:
        """Write the network."""
        write_gexf(nodes(graph, wanted, level), edges(graph, wanted, level), output)

    return write


WRITERS: Mapping[str, Writer] = {
    "nquads": write_nquads,
    "turtle": write_turtle,
    "jsonl": write_jsonl,
    "gexf": gexf_writer(),
}


def export(graph: EventGraph, form: str | Writer, target: Path | IO[bytes]) -> None:
    """Export a graph to a file or a stream.

    Parameters
    ----------
    graph
        What is exported.
    form
        ``nquads``, ``turtle``, ``jsonl``, ``gexf``, or a writer.
    target
        A path, at which the file appears when it is complete, or an open stream of bytes.

    Raises
    ------
    ValueError
        Where no form has this name.
    """
    writer = WRITERS.get(form) if isinstance(form, str) else form
    if writer is None:
        raise ValueError(f"there is no export {form!r}: choose from {', '.join(sorted(WRITERS))}")
    if not isinstance(target, Path):
        writer(graph, target)
        return
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "wb") as output:
            writer(graph, output)
            output.flush()
            os.fsync(descriptor)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink()
        raise
