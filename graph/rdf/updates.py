"""SPARQL updates that remove and insert quads, written out."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import pyoxigraph as ox

from communique.graph.rdf.terms import DEFAULT, Node


def statements(
    remove: Collection[ox.Quad], insert: Collection[ox.Quad], drop: Collection[Node] = (), default: Node | None = None
) -> str:
    """Give one update that drops graphs, removes quads and inserts quads, in this order.

    Parameters
    ----------
    remove, insert
        Quads without blank nodes.
    drop
        Names of graphs.
    default
        The graph that stands for the default graph, where the store's own cannot be used.

    Returns
    -------
    str
        SPARQL 1.1 Update, empty where there is nothing to do.
    """
    steps = [f"DROP SILENT GRAPH {graph}" for graph in drop]
    for verb, quads in (("DELETE", remove), ("INSERT", insert)):
        steps += [f"{verb} DATA {{ {data} }}" for data in _data(quads, default)]
    return " ;\n".join(steps)


def _data(quads: Collection[ox.Quad], default: Node | None) -> Iterator[str]:
    """Give quads as they stand between the braces of INSERT DATA and DELETE DATA, graph by graph.

    Virtuoso overlooks some literals where one DELETE DATA names two graphs.
    """
    by_graph: dict[str, list[str]] = defaultdict(list)
    unnamed = "" if default is None else str(default)
    for quad in quads:
        graph = unnamed if quad.graph_name == DEFAULT else str(quad.graph_name)
        by_graph[graph].append(f"{quad.triple} .")
    for graph, triples in by_graph.items():
        joined = "\n".join(triples)
        yield f"GRAPH {graph} {{ {joined} }}" if graph else joined


def parts(quads: Collection[ox.Quad], most: int) -> Iterator[Sequence[ox.Quad]]:
    """Give quads in parts of at most so many, those of one graph together."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))
    for start in range(0, len(ordered), most):
        yield ordered[start : start + most]
