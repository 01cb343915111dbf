"""GraphML, Pajek, Cytoscape's and node-link JSON, as networkx writes them; the network is held in memory."""

import json
from collections import Counter
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING

from communique.graph.exports.form import ExportedGraph, Selection
from communique.graph.exports.selected_network import selected_network
from communique.graph.networks.elements import AttributeValue
from communique.graph.networks.graphs import with_nodes
from communique.graph.networks.selection import Edges

if TYPE_CHECKING:
    import networkx as nx

# Control characters, which no XML can hold, and halves of characters, which no UTF-8 can.
_NOWHERE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])
# What ends a quoted text in Pajek, and has no other way to be written there.
_PAJEK = str.maketrans({'"': "\u201d", "'": "\u2019", "\\": "/", "\n": " ", "\r": " "})


def write_graphml(graph: ExportedGraph, selection: Selection, output: IO[bytes]) -> None:
    """Write the network as GraphML."""
    import networkx as nx

    nx.write_graphml_xml(_network(graph, selection), output, edge_id_from_attribute="id", named_key_ids=True)


def write_pajek(graph: ExportedGraph, selection: Selection, output: IO[bytes]) -> None:
    """Write the network in Pajek's format, in which vertices are called by their labels."""
    import networkx as nx

    network = _network(graph, selection)
    _into_unit_square(network)
    named = nx.relabel_nodes(network, _pajek_names(network))
    for _, values in named.nodes(data=True):
        # The label is the vertex's own name now.
        values.pop("label", None)
        values.update({name: _quoted(value) for name, value in values.items() if name not in ("x", "y")})
    for *_, values in named.edges(data=True):
        values.update({name: _quoted(value) for name, value in values.items() if name != "weight"})
    for line in nx.generate_pajek(named):
        output.write(f"{line}\n".encode())


def write_cytoscape(graph: ExportedGraph, selection: Selection, output: IO[bytes]) -> None:
    """Write the network as JSON for Cytoscape and Cytoscape.js, with the positions of its nodes."""
    import networkx as nx

    data = nx.cytoscape_data(_network(graph, selection), name="label")
    for node in data["elements"]["nodes"]:
        node["position"] = {"x": node["data"]["x"], "y": node["data"]["y"]}
    _write_json(data, output)


def write_node_link(graph: ExportedGraph, selection: Selection, output: IO[bytes]) -> None:
    """Write the network as node-link JSON, as D3 and ``networkx.node_link_graph`` read it."""
    import networkx as nx

    _write_json(nx.node_link_data(_network(graph, selection), edges="edges"), output)


def _network(graph: ExportedGraph, selection: Selection) -> "nx.DiGraph[str]":
    network = with_nodes(*selected_network(graph, selection), multi=selection.edges is not Edges.SUMS)
    for _, values in network.nodes(data=True):
        values.update({name: _clean(value) for name, value in values.items()})
    for *_, values in network.edges(data=True):
        values.update({name: _clean(value) for name, value in values.items()})
    return network


def _clean(value: AttributeValue) -> AttributeValue:
    return value.translate(_NOWHERE) if isinstance(value, str) else value


def _pajek_names(network: "nx.DiGraph[str]") -> dict[str, str]:
    """Give each node's label, with its id where others have the same."""
    labels = {name: _quoted(values["label"]) for name, values in network.nodes(data=True)}
    times = Counter(labels.values())
    return {name: f"{label} ({name})" if times[label] > 1 else label for name, label in labels.items()}


def _into_unit_square(network: "nx.DiGraph[str]") -> None:
    farthest = max((abs(values[axis]) for _, values in network.nodes(data=True) for axis in ("x", "y")), default=0.0)
    for _, values in network.nodes(data=True):
        for axis in ("x", "y"):
            values[axis] = round(0.5 + values[axis] / (2 * farthest or 1.0), 4)


def _quoted(value: AttributeValue) -> str:
    return str(value).translate(_NOWHERE).translate(_PAJEK)


def _write_json(data: dict[str, object], output: IO[bytes]) -> None:
    text = TextIOWrapper(output, encoding="utf-8", newline="\n", write_through=True)
    for part in json.JSONEncoder(ensure_ascii=False, indent=None).iterencode(data):
        text.write(part)
    text.write("\n")
    # The stream is the caller's, who closes it.
    text.detach()
