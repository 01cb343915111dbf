"""GEXF 1.2 for Gephi and other network tools, written as a stream: memory does not grow with the edges."""

from collections.abc import Iterable, Mapping
from typing import IO

from lxml import etree

from communique.graph.exports.form import Selection, Source
from communique.graph.exports.network import NetworkEdge, NetworkNode, edges, nodes

GEXF = "http://www.gexf.net/1.2draft"
VIZ = "http://www.gexf.net/1.2draft/viz"
_NODE_ATTRIBUTES = {"kind": "string", "code": "string", "country": "string"}
_EDGE_ATTRIBUTES = {
    "action": "string",
    "cameo": "string",
    "quad": "integer",
    "goldstein": "double",
    "date": "string",
}
# Quad classes 1 to 4 from cooperation to conflict, told apart by the colour-blind too; 0 is unknown.
_EDGE_COLOURS = {
    0: (153, 153, 153),
    1: (86, 180, 233),
    2: (0, 114, 178),
    3: (230, 159, 0),
    4: (213, 94, 0),
}
_NODE_COLOURS = {"Country": (0, 158, 115), "Body": (204, 121, 167), "Person": (240, 228, 66)}


def write_gexf(source: Source, selection: Selection, output: IO[bytes]) -> None:
    """Write the events that meet a filter as GEXF."""
    world, wanted, level = source.world, selection.wanted, selection.level
    _write(nodes(world, wanted, level), edges(world, wanted, level), output)


def _write(nodes: Iterable[NetworkNode], edges: Iterable[NetworkEdge], output: IO[bytes]) -> None:
    """Write a directed network with parallel edges as GEXF.

    Parameters
    ----------
    nodes, edges
        Written in their order, and never held; each edge has its event's action as `kind`.
    output
        An open stream of bytes.

    References
    ----------
    GEXF 1.2, http://www.gexf.net/1.2draft
    """
    with etree.xmlfile(output, encoding="utf-8") as file:
        file.write_declaration()
        with (
            file.element(_name("gexf"), {"version": "1.2"}, nsmap={None: GEXF, "viz": VIZ}),
            file.element(_name("graph"), {"defaultedgetype": "directed", "mode": "static"}),
        ):
            _declare(file, "node", _NODE_ATTRIBUTES)
            _declare(file, "edge", _EDGE_ATTRIBUTES)
            with file.element(_name("nodes")):
                for node in nodes:
                    _write_node(file, node)
            with file.element(_name("edges")):
                for edge in edges:
                    _write_edge(file, edge)


def _name(local: str) -> str:
    return f"{{{GEXF}}}{local}"


def _leaf(file: "etree._IncrementalFileWriter", name: str, attributes: Mapping[str, str]) -> None:
    # Elements made apart and then written would each declare their namespaces again.
    with file.element(name, attributes):
        pass


def _declare(file: "etree._IncrementalFileWriter", kind: str, attributes: Mapping[str, str]) -> None:
    with file.element(_name("attributes"), {"class": kind, "mode": "static"}):
        for name, value_type in attributes.items():
            _leaf(file, _name("attribute"), {"id": name, "title": name, "type": value_type})


def _write_node(file: "etree._IncrementalFileWriter", node: NetworkNode) -> None:
    with file.element(_name("node"), {"id": _xml(node.id), "label": _xml(node.label)}):
        values = {"kind": node.kind, "code": node.code, "country": node.country}
        _write_look(file, values, _NODE_COLOURS.get(node.kind, _EDGE_COLOURS[0]))


def _write_edge(file: "etree._IncrementalFileWriter", edge: NetworkEdge) -> None:
    names = {"id": _xml(edge.id), "source": _xml(edge.source), "target": _xml(edge.target)}
    # Without `kind`, Gephi merges the edges that run between the same two nodes.
    shown = {"label": _xml(edge.label), "kind": _xml(edge.kind), "weight": str(float(edge.weight))}
    numbers = {"quad": str(edge.quad), "goldstein": str(edge.goldstein)}
    with file.element(_name("edge"), names | shown):
        values = {"action": edge.kind, "cameo": edge.cameo, **numbers, "date": edge.date}
        _write_look(file, values, _EDGE_COLOURS[edge.quad])


def _write_look(file: "etree._IncrementalFileWriter", values: Mapping[str, str], colour: tuple[int, int, int]) -> None:
    with file.element(_name("attvalues")):
        for name, value in values.items():
            if value:
                _leaf(file, _name("attvalue"), {"for": name, "value": _xml(value)})
    red, green, blue = (str(part) for part in colour)
    _leaf(file, f"{{{VIZ}}}color", {"r": red, "g": green, "b": blue})


def _xml(text: str) -> str:
    """Give text without the characters that XML 1.0 cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or " " <= c < "\ud800" or "\ue000" <= c <= "\ufffd" or c > "\uffff")
