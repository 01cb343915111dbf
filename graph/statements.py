"""SPARQL updates that remove and insert quads, written out."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import pyoxigraph as ox

from graph.terms import DEFAULT, Node


def statements(
    remove: Collection[ox.Quad], insert: Collection[ox.Quad], drop: Collection[Node] = (), default: Node | None = None
) -> str:
    """Give one update that drops graphs, removes quads and inserts quads.

    `default` is the graph that stands for the default graph, where the store's own cannot be used.
    """
    steps = [f"DROP SILENT GRAPH {graph}" for graph in drop]
    steps += [
        f"{verb} DATA {{ {data(quads, default)} }}" for verb, quads in (("DELETE", remove), ("INSERT", insert)) if quads
    ]
    return " ;\n".join(steps)


def data(quads: Collection[ox.Quad], default: Node | None = None) -> str:
    """Give quads as they stand between the braces of INSERT DATA and DELETE DATA."""
    by_graph: dict[str, list[str]] = defaultdict(list)
    unnamed = "" if default is None else str(default)
    for quad in quads:
        graph = unnamed if quad.graph_name == DEFAULT else str(quad.graph_name)
        by_graph[graph].append(f"{quad.subject} {quad.predicate} {quad.object} .")
    blocks = ((graph, "\n".join(triples)) for graph, triples in by_graph.items())
    return "\n".join(f"GRAPH {graph} {{ {triples} }}" if graph else triples for graph, triples in blocks)


def parts(quads: Collection[ox.Quad], most: int) -> Iterator[Sequence[ox.Quad]]:
    """Give quads in parts of at most so many, those of one graph together."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))
    for start in range(0, len(ordered), most):
        yield ordered[start : start + most]
