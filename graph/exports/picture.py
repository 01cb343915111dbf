"""The network as a picture with a legend, for who has no Gephi: those of most events, drawn by matplotlib."""

from collections.abc import Sequence
from math import log1p
from typing import IO, TYPE_CHECKING

from communique.graph.exports.form import ExportedGraph, Selection, Writer
from communique.graph.exports.selected_network import selected_pairs
from communique.graph.networks.edges import edges
from communique.graph.networks.elements import NetworkEdge, NetworkNode
from communique.graph.networks.nodes import nodes
from communique.graph.networks.placing import Point, positions
from communique.graph.networks.selection import Edges
from communique.ontology.colours import Colour, kind_colours, quad_classes
from communique.ontology.types import ActorKind

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# More actors, and more ties between them, cannot be read on a page.
_SHOWN, _DRAWN = 40, 250
_INCHES = (12.0, 9.0)
_DOTS = 150
# Widths of lines and areas of nodes, in points.
_THIN, _THICK, _SMALL, _LARGE = 0.5, 5.0, 60.0, 1500.0
_KINDS = {ActorKind.COUNTRY: "country", ActorKind.BODY: "body", ActorKind.PERSON: "person"}
# Two arrows between the same two nodes lie beside each other.
_BEND = "arc3,rad=0.12"


def picture_writer(form: str) -> Writer:
    """Give what writes the network as a picture: ``svg`` or ``png``."""

    def write(graph: ExportedGraph, selection: Selection, output: IO[bytes]) -> None:
        """Write the picture; ValueError where matplotlib is not installed."""
        try:
            import matplotlib as mpl
        except ImportError as error:
            raise ValueError("pictures are drawn by matplotlib: pip install 'communique[plots]'") from error
        # Names of shapes are made by chance, and the time of writing noted, if one lets it.
        with mpl.rc_context({"svg.hashsalt": "communique", "svg.fonttype": "none"}):
            metadata = {"Date": None} if form == "svg" else {"Software": None}
            _drawn(graph, selection).savefig(output, format=form, dpi=_DOTS, metadata=metadata)

    return write


def _drawn(graph: ExportedGraph, selection: Selection) -> "Figure":
    from matplotlib.figure import Figure

    pairs = selected_pairs(graph, selection)
    everyone = nodes(graph.world, pairs)
    shown = sorted(everyone, key=lambda node: (-node.sent - node.received, node.id))[:_SHOWN]
    ids = {node.id for node in shown}
    sums = edges(graph, selection.wanted, selection.level, Edges.SUMS, sentences=False, within=ids)
    between = [edge for edge in sums if edge.source != edge.target]
    figure = Figure(figsize=_INCHES, layout="constrained")
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_title(_title(between, len(shown), len(everyone)), loc="left")
    of_shown = [pair for pair in pairs if pair.source in ids and pair.target in ids]
    places = positions(of_shown) if of_shown else {node.id: (node.x, node.y) for node in shown}
    drawn = sorted(between, key=lambda edge: (-edge.weight, edge.id))[:_DRAWN]
    _draw_edges(axes, drawn, places)
    _draw_nodes(axes, shown, places)
    axes.margins(0.08)
    _add_legend(axes, shown, drawn)
    if len(drawn) < len(between):
        note = f"The {len(drawn)} strongest of {len(between):,} ties are drawn."
        axes.text(0, 0, note, transform=axes.transAxes, fontsize=9, color="#666666")
    return figure


def _title(between: Sequence[NetworkEdge], shown: int, all_: int) -> str:
    days = [day for edge in between for day in (edge.first, edge.last) if day]
    when = f", {min(days).isoformat()} to {max(days).isoformat()}" if days else ""
    whom = f"the {shown} of {all_:,} actors that have most" if shown < all_ else f"{all_} actors"
    return f"{sum(edge.weight for edge in between):,} events between {whom}{when}"


def _draw_edges(axes: "Axes", between: Sequence[NetworkEdge], places: dict[str, Point]) -> None:
    from matplotlib.patches import FancyArrowPatch

    most = max((edge.weight for edge in between), default=1)
    for edge in sorted(between, key=lambda edge: (edge.weight, edge.id)):
        axes.add_patch(
            FancyArrowPatch(
                places[edge.source],
                places[edge.target],
                connectionstyle=_BEND,
                arrowstyle="-|>",
                mutation_scale=9,
                shrinkA=8,
                shrinkB=10,
                linewidth=_width(edge.weight, most),
                color=quad_classes()[edge.quad].colour.hex,
                alpha=0.75,
                zorder=1,
            )
        )


def _draw_nodes(axes: "Axes", shown: Sequence[NetworkNode], places: dict[str, Point]) -> None:
    most = max((node.sent + node.received for node in shown), default=1)
    for node in shown:
        x, y = places.get(node.id, (node.x, node.y))
        area = _SMALL + (_LARGE - _SMALL) * (node.sent + node.received) / most
        axes.scatter([x], [y], s=area, c=_colour(node).hex, edgecolors="white", linewidths=1, zorder=2)
        # A box behind it, for text with a halo is no text any more but shapes.
        behind = {"facecolor": "white", "alpha": 0.6, "edgecolor": "none", "pad": 0.8}
        axes.text(x, y, _plain(node.label), ha="center", va="center", fontsize=9, bbox=behind, parse_math=False)


def _add_legend(axes: "Axes", shown: Sequence[NetworkNode], between: Sequence[NetworkEdge]) -> None:
    """Tell what colours, widths and areas mean; only of those that are shown."""
    from matplotlib.lines import Line2D

    handles: list[Line2D] = []
    for number in sorted({edge.quad for edge in between}):
        quad = quad_classes()[number]
        handles.append(Line2D([], [], color=quad.colour.hex, linewidth=3, label=f"mostly {quad.label}"))
    weights = sorted({edge.weight for edge in between})
    for weight in dict.fromkeys(weights[:1] + weights[-1:]):
        width = _width(weight, weights[-1])
        handles.append(Line2D([], [], color="#666666", linewidth=width, label=_events(weight)))
    for kind in sorted({node.kind for node in shown if node.kind}):
        colour = kind_colours()[ActorKind(kind)].hex
        label = _KINDS[ActorKind(kind)]
        handles.append(Line2D([], [], marker="o", linestyle="", markersize=9, color=colour, label=label))
    if handles:
        axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)


def _plain(label: str) -> str:
    """Give a label without what no font can show."""
    return " ".join("".join(character if character.isprintable() else " " for character in label).split())


def _events(number: int) -> str:
    return "1 event" if number == 1 else f"{number:,} events"


def _colour(node: NetworkNode) -> Colour:
    return kind_colours()[ActorKind(node.kind)] if node.kind else quad_classes()[0].colour


def _width(weight: int, most: int) -> float:
    return _THIN + (_THICK - _THIN) * log1p(weight) / log1p(most)
