"""Nodes and edges as tables of CSV in one archive, as Gephi's spreadsheet import reads them."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from communique.graph.exports.form import ExportedGraph, Selection
from communique.graph.exports.gexf import NODE_ATTRIBUTES, edge_attributes, following
from communique.graph.exports.selected_network import selected_network
from communique.graph.networks.elements import AttributeValue, NetworkEdge, NetworkNode, Spell
from communique.graph.networks.graphs import edge_values, node_values
from communique.graph.networks.selection import Edges
from communique.ontology.colours import quad_classes

# An archive tells when a file was written: always the same, as the same graph gives the same bytes.
_WRITTEN = (1980, 1, 1, 0, 0, 0)
# The names of the columns that Gephi knows.
_OF_NODES = ("Id", "Label", "timeset")
_OF_EDGES = ("Source", "Target", "Type", "Id", "Label", "Kind", "Weight", "timeset")


def write_spreadsheet(graph: ExportedGraph, selection: Selection, output: IO[bytes]) -> None:
    """Write ``nodes.csv`` and ``edges.csv`` in a ZIP archive; the column ``timeset`` holds the days as intervals."""
    named = edge_attributes(counted=selection.edges is not Edges.EVENTS)
    found, between = selected_network(graph, selection)
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        _write(archive, "nodes.csv", (*_OF_NODES, *NODE_ATTRIBUTES), map(_node, found))
        _write(archive, "edges.csv", (*_OF_EDGES, *named), (_edge(edge, named) for edge in between))


def _write(archive: ZipFile, name: str, heads: Sequence[str], rows: Iterable[Iterator[AttributeValue]]) -> None:
    entry = ZipInfo(name, _WRITTEN)
    entry.compress_type = ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as file, TextIOWrapper(file, "utf-8", newline="") as text:
        table = csv.writer(text, lineterminator="\n")
        table.writerow(heads)
        table.writerows(rows)


def _node(node: NetworkNode) -> Iterator[AttributeValue]:
    spells = () if node.first is None or node.last is None else ((node.first, node.last),)
    values = node_values(node)
    yield from (node.id, node.label, _timeset(spells))
    yield from (values.get(name, "") for name in NODE_ATTRIBUTES)


def _edge(edge: NetworkEdge, named: Iterable[str]) -> Iterator[AttributeValue]:
    values = edge_values(edge) | {"action": edge.kind, "quad_class": quad_classes()[edge.quad].label}
    yield from (edge.source, edge.target, "Directed", edge.id, edge.label, edge.kind, edge.weight)
    yield _timeset(edge.spells)
    yield from (values.get(name, "") for name in named)


def _timeset(spells: Sequence[Spell]) -> str:
    """Give spells as Gephi writes sets of intervals: ``<[2015-12-14, 2015-12-15]>``."""
    return f"<{'; '.join(_interval(*spell) for spell in spells)}>" if spells else ""


def _interval(first: dt.date, last: dt.date) -> str:
    return f"[{first.isoformat()}, {following(last).isoformat()}]"
