"""Exports of a graph to a file, which appears whole or not at all, or to a stream."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from communique.graph.exports.gexf import write_gexf
from communique.graph.exports.network import edges, nodes
from communique.graph.exports.whole_files import whole_file
from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.rdf.terms import DEFAULT
from communique.graph.stores.documents import extractions
from communique.graph.stores.world import World
from communique.ontology.interchange import to_json

Writer = Callable[[World, IO[bytes]], None]


def write_nquads(world: World, output: IO[bytes]) -> None:
    """Write the whole store, conclusions and documents, as N-Quads."""
    ox.serialize(world.store.match(None, None, None, None), output, ox.RdfFormat.N_QUADS)


def write_turtle(world: World, output: IO[bytes]) -> None:
    """Write the conclusions (the default graph) as Turtle."""
    quads = world.store.match(None, None, None, DEFAULT)
    triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    ox.serialize(triples, output, ox.RdfFormat.TURTLE, prefixes=world.terms.prefixes())


def write_jsonl(world: World, output: IO[bytes]) -> None:
    """Write what was read from each document as a line of JSON, from which the graph can be rebuilt."""
    for extraction in extractions(world):
        output.write(to_json(extraction).encode() + b"\n")


def gexf_writer(wanted: EventFilter = EVERY, level: Level = Level.SIDE) -> Writer:
    """Give a writer of the events that meet a filter as GEXF."""

    def write(world: World, output: IO[bytes]) -> None:
        """Write the network."""
        write_gexf(nodes(world, wanted, level), edges(world, wanted, level), output)

    return write


WRITERS: Mapping[str, Writer] = {
    "nquads": write_nquads,
    "turtle": write_turtle,
    "jsonl": write_jsonl,
    "gexf": gexf_writer(),
}


def export(
    world: World,
    form: str | Writer,
    target: Path | IO[bytes],
    *,
    wanted: EventFilter = EVERY,
    level: Level = Level.SIDE,
) -> None:
    """Export a graph to a file or a stream.

    Parameters
    ----------
    world
        What is exported.
    form
        ``nquads``, ``turtle``, ``jsonl``, ``gexf``, or a writer.
    target
        A path, at which the file appears when it is complete, or an open stream of bytes.
    wanted, level
        For ``gexf`` alone: which events, and whether the nodes are sides or the actors named.

    Raises
    ------
    ValueError
        Where no form has this name, or it takes no conditions.
    """
    writer = form if not isinstance(form, str) else _writer(form, wanted, level)
    if not isinstance(target, Path):
        writer(world, target)
        return
    with whole_file(target) as output:
        writer(world, output)


def _writer(form: str, wanted: EventFilter, level: Level) -> Writer:
    if form == "gexf":
        return gexf_writer(wanted, level)
    if form not in WRITERS:
        raise ValueError(f"there is no export {form!r}: choose from {', '.join(sorted(WRITERS))}")
    if wanted != EVERY or level is not Level.SIDE:
        raise ValueError(f"{form} holds all there is: only gexf takes conditions on events and a level")
    return WRITERS[form]
