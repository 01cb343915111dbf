"""GEXF 1.3 for Gephi and other network tools, as a stream of text: memory does not grow with the edges."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import IO

from communique.graph.exports.form import ExportedGraph, Selection
from communique.graph.exports.selected_network import selected_network
from communique.graph.networks.elements import AttributeValue, NetworkEdge, NetworkNode, Spell
from communique.graph.networks.graphs import node_values
from communique.graph.networks.selection import Edges
from communique.ontology.colours import Colour, kind_colours, quad_classes
from communique.ontology.types import ActorKind

_BEGIN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    "<meta><creator>Communiqué</creator><description>Events between actors of world politics</description></meta>\n"
    '<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">\n'
)
_END = "</edges>\n</graph>\n</gexf>\n"
_DAY = dt.timedelta(days=1)
# So much text is written at once.
_CHUNK = 1 << 16
# The types of GEXF, by name of the attribute; those with a place of their own (label, x, y, size) are not among them.
_STRINGS = dict.fromkeys(("kind", "code", "sector", "country", "region", "first", "last"), "string")
_NUMBERS = dict.fromkeys(("goldstein_sent", "goldstein_received", "pagerank"), "double")
_COUNTS = dict.fromkeys(("sent", "received", "degree", "community"), "integer")
NODE_ATTRIBUTES: Mapping[str, str] = _STRINGS | _COUNTS | _NUMBERS
QUADS = [quad.id for quad in quad_classes().values() if quad.number]
EDGE_ATTRIBUTES: Mapping[str, str] = {
    **dict.fromkeys(("action", "cameo", "root"), "string"),
    "quad": "integer",
    "quad_class": "string",
    "goldstein": "double",
    **dict.fromkeys(QUADS, "integer"),
    **dict.fromkeys(("reports", "disputed"), "integer"),
    **dict.fromkeys(("first", "last", "sentence", "publisher", "url"), "string"),
}
_GREY = quad_classes()[0].colour
_SPECIAL = re.compile(r"[^\x20\x21\x23-\x25\x27-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def write_gexf(graph: ExportedGraph, selection: Selection, output: IO[bytes]) -> None:
    """Write a directed network with parallel edges as GEXF, with times, colours, sizes and places.

    An event lasts from the midnight before its first day to that after its last: an interval without length is lost on
    some versions of Gephi. Undated events are there at all times.

    References
    ----------
    GEXF 1.3, http://gexf.net/1.3
    """
    counted = selection.edges is not Edges.EVENTS
    output.write(_head(edge_attributes(counted=counted)).encode())
    # Who asked sees that it goes on, while the nodes are ranked and placed.
    output.flush()
    buffer: list[str] = []
    length = 0
    for text in _elements(*selected_network(graph, selection), counted=counted):
        buffer.append(text)
        length += len(text)
        if length > _CHUNK:
            output.write("".join(buffer).encode())
            buffer, length = [], 0
    output.write("".join(buffer).encode())


def edge_attributes(*, counted: bool) -> Mapping[str, str]:
    """Give the attributes of edges with their types; an event is of one quad class, several are counted by class."""
    return {name: type_ for name, type_ in EDGE_ATTRIBUTES.items() if counted or name not in QUADS}


def _head(of_edges: Mapping[str, str]) -> str:
    return f"{_BEGIN}{_declared('node', NODE_ATTRIBUTES)}{_declared('edge', of_edges)}"


def _declared(kind: str, attributes: Mapping[str, str]) -> str:
    # The same id and title: programs show one or the other.
    each = "".join(f'<attribute id="{name}" title="{name}" type="{type_}"/>' for name, type_ in attributes.items())
    return f'<attributes class="{kind}" mode="static">{each}</attributes>\n'


def _elements(found: Iterable[NetworkNode], between: Iterable[NetworkEdge], *, counted: bool) -> Iterator[str]:
    yield "<nodes>\n"
    yield from map(_node, found)
    yield "</nodes>\n<edges>\n"
    for edge in between:
        yield _edge(edge, counted)
    yield _END


def _node(node: NetworkNode) -> str:
    spell = () if node.first is None or node.last is None else ((node.first, node.last),)
    during, spells = _when(spell)
    colour = kind_colours()[ActorKind(node.kind)] if node.kind else _GREY
    values = "".join(_value(name, value) for name, value in node_values(node).items() if name in NODE_ATTRIBUTES)
    return (
        f'<node id="{_xml(node.id)}" label="{_xml(node.label)}"{during}><attvalues>{values}</attvalues>{spells}'
        f'{_colour(colour)}<viz:position x="{node.x}" y="{node.y}"/><viz:size value="{node.size}"/></node>\n'
    )


def _edge(edge: NetworkEdge, counted: bool) -> str:
    # As text at once, and what many edges have in common only once, for there may be millions.
    sentence, publisher, url = edge.example
    attvalues = f'<attvalue for="sentence" value="{_xml(sentence)}"/>' if sentence else ""
    attvalues += _publisher(publisher)
    attvalues += f'<attvalue for="url" value="{_xml(url)}"/>' if url else ""
    dates = "" if edge.first is None or edge.last is None else _dates(edge.first, edge.last)
    during, spells = _when(edge.spells)
    counts = "".join(map(_count, QUADS, edge.quads)) if counted else ""
    return (
        f'<edge id="{_name(edge.id) if counted else edge.id}" source="{_name(edge.source)}" '
        f'target="{_name(edge.target)}"{_kind(edge.kind, edge.label)} weight="{edge.weight}.0"{during}><attvalues>'
        f'{_action(edge.kind, edge.cameo, edge.root, edge.quad)}<attvalue for="goldstein" value="{edge.goldstein}"/>'
        f'{counts}<attvalue for="reports" value="{edge.reports}"/><attvalue for="disputed" value="{edge.disputed}"/>'
        f"{dates}{attvalues}</attvalues>{spells}{_quad_colour(edge.quad)}</edge>\n"
    )


def _value(name: str, value: AttributeValue) -> str:
    return f'<attvalue for="{name}" value="{_xml(str(value))}"/>'


def _count(name: str, number: int) -> str:
    return f'<attvalue for="{name}" value="{number}"/>'


@lru_cache(maxsize=4096)
def _name(text: str) -> str:
    return _xml(text)


@lru_cache(maxsize=4096)
def _publisher(name: str) -> str:
    return _value("publisher", name) if name else ""


@lru_cache(maxsize=8)
def _quad_colour(number: int) -> str:
    return _colour(quad_classes()[number].colour)


@lru_cache(maxsize=4096)
def _kind(kind: str, label: str) -> str:
    # Without `kind`, Gephi merges the edges that run between the same two nodes.
    return f' label="{_xml(label)}" kind="{_xml(kind)}"' if kind else ""


@lru_cache(maxsize=4096)
def _action(kind: str, cameo: str, root: str, quad: int) -> str:
    quad_class = quad_classes()[quad]
    values: dict[str, AttributeValue] = {"action": kind, "cameo": cameo, "root": root}
    values = {name: value for name, value in values.items() if value} | {"quad": quad, "quad_class": quad_class.label}
    return "".join(_value(name, value) for name, value in values.items())


@lru_cache(maxsize=4096)
def _dates(first: dt.date, last: dt.date) -> str:
    return f"{_value('first', first.isoformat())}{_value('last', last.isoformat())}"


def _when(spells: tuple[Spell, ...]) -> tuple[str, str]:
    """Give the attributes of an element that is there during one spell, or the element of several."""
    if len(spells) == 1:
        return _bounds(*spells[0]), ""
    if not spells:
        return "", ""
    return "", f"<spells>{''.join(f'<spell{_bounds(*spell)}/>' for spell in spells)}</spells>"


@lru_cache(maxsize=4096)
def _bounds(first: dt.date, last: dt.date) -> str:
    return f' start="{first.isoformat()}" end="{following(last).isoformat()}"'


def following(day: dt.date) -> dt.date:
    """Give the day at whose first midnight another ends."""
    return day if day == dt.date.max else day + _DAY


@lru_cache(maxsize=64)
def _colour(colour: Colour) -> str:
    red, green, blue = colour.rgb
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'


def _xml(text: str) -> str:
    """Give text for an attribute, without the characters that XML 1.0 cannot hold."""
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found[0], ""), text)
