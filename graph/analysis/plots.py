"""Plots of the analyses, by matplotlib: each function gives a figure, to be shown or saved."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from communique.graph.analysis.balance import TRIADS, balance, signs
from communique.graph.analysis.centrality import Centrality, centralities_over
from communique.graph.analysis.communities import communities
from communique.graph.analysis.reciprocity import reciprocity
from communique.graph.analysis.tension import Scored, change_points, tension
from communique.graph.analysis.tone import Tone
from communique.ontology.colours import quad_classes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_INCHES = (7.0, 3.5)
# Cooperation in the colour of material cooperation, conflict in that of material conflict, the rest in grey.
_GOOD, _BAD, _GREY = (quad_classes()[number].colour.hex for number in (2, 4, 0))
_DASHES = ("-", "--", "-.", ":")


def plot_centrality(networks: Mapping[str, "nx.DiGraph[str]"], names: Sequence[str], measure: str) -> "Figure":
    """Draw how central some actors are from window to window.

    Parameters
    ----------
    networks
        Summed-up networks by the name of their window.
    names
        Which nodes.
    measure
        The name of a field of `Centrality`.
    """
    if measure not in Centrality.__slots__:
        raise ValueError(f"there is no centrality {measure!r}: choose from {', '.join(Centrality.__slots__)}")
    over = centralities_over(networks)
    figure, axes = _axes(measure)
    for number, name in enumerate(names):
        values = [getattr(found[name], measure) if name in found else 0 for found in over.values()]
        axes.plot(list(over), values, linestyle=_DASHES[number % len(_DASHES)], marker="o", label=name)
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)
    return figure


def plot_tension(found: Sequence[Scored], days: int = 90) -> "Figure":
    """Draw the scores of a dyad, their rolling mean, and the levels between the days on which they shift."""
    figure, axes = _axes("Goldstein score")
    axes.axhline(0, color=_GREY, linewidth=0.8)
    for sign, colour in ((1, _GOOD), (-1, _BAD)):
        some = [each for each in found if (each.goldstein >= 0) == (sign > 0)]
        days_of = _on_axis([each.date for each in some])
        axes.plot(days_of, [each.goldstein for each in some], ".", color=colour, alpha=0.5)
    rolled = tension(found, days)
    mean = f"mean of {days} days"
    axes.plot(_on_axis([each.date for each in rolled]), [each.goldstein for each in rolled], "#333333", label=mean)
    for start, end, level in _levels(found):
        axes.plot(_on_axis([start, end]), [level, level], "#333333", linestyle="--", label="level")
    handles, labels = axes.get_legend_handles_labels()
    once = dict(zip(labels, handles, strict=True))
    axes.legend(list(once.values()), list(once), frameon=False)
    return figure


def plot_balance(networks: Mapping[str, "nx.DiGraph[str]"]) -> "Figure":
    """Draw the triads of each window by their signs, the balanced ones below."""
    found = {window: balance(signs(network)).counts for window, network in networks.items()}
    figure, axes = _axes("triads")
    below = dict.fromkeys(found, 0)
    shown = {"+++": (_GOOD, ""), "+--": (_GOOD, "//"), "++-": (_BAD, ""), "---": (_BAD, "//")}
    assert set(shown) == set(TRIADS)
    for kind, (colour, hatch) in shown.items():
        heights = [counts[kind] for counts in found.values()]
        axes.bar(list(found), heights, bottom=list(below.values()), color=colour, hatch=hatch, ec="white", label=kind)
        below = {window: low + height for (window, low), height in zip(below.items(), heights, strict=True)}
    axes.legend(frameon=False, ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    return figure


def plot_communities(network: "nx.DiGraph[str]", tone: Tone = Tone.COOPERATION) -> "Figure":
    """Draw the numbers of events of one tone between actors as a matrix, framed by communities."""
    quads = tone.quads
    found = communities(network, tone)
    names = [name for group in found.groups for name in group]
    figure, axes = _axes("")
    matrix = [[sum(_edge(network, one, other).get(quad, 0) for quad in quads) for other in names] for one in names]
    shown = axes.imshow(matrix, cmap="Blues" if tone is Tone.COOPERATION else "Oranges")
    figure.colorbar(shown, ax=axes, label=f"events of {tone}")
    axes.set_xticks(range(len(names)), names, rotation=90)
    axes.set_yticks(range(len(names)), names)
    start = 0
    for group in found.groups:
        size = len(group)
        corners = [start - 0.5, start + size - 0.5]
        axes.plot(
            [corners[0], corners[1], corners[1], corners[0], corners[0]],
            [corners[0], corners[0], corners[1], corners[1], corners[0]],
            color="#333333",
        )
        start += size
    return figure


def plot_reciprocity(networks: Mapping[str, "nx.DiGraph[str]"]) -> "Figure":
    """Draw the share of events that are returned, of cooperation and of conflict, from window to window."""
    figure, axes = _axes("share of events returned")
    for tone, colour, line in ((Tone.COOPERATION, _GOOD, "-"), (Tone.CONFLICT, _BAD, "--")):
        found = [reciprocity(network, tone).events for network in networks.values()]
        axes.plot(list(networks), found, color=colour, linestyle=line, marker="o", label=str(tone))
    axes.set_ylim(0, 1)
    axes.legend(frameon=False)
    return figure


def _axes(what: str) -> "tuple[Figure, Axes]":
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ValueError("plots are drawn by matplotlib: pip install 'communique[plots]'") from error
    figure = Figure(figsize=_INCHES, layout="constrained")
    axes = figure.add_subplot()
    axes.set_ylabel(what)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _on_axis(days: Sequence[dt.date]) -> NDArray[np.datetime64]:
    return np.array(days, dtype="datetime64[D]")


def _levels(found: Sequence[Scored]) -> list[tuple[dt.date, dt.date, float]]:
    """Give the levels between shifts: from when to when, and the mean."""
    shifts = change_points(found)
    if not shifts:
        return []
    days = [found[0].date, *(shift.date for shift in shifts), found[-1].date]
    means = [shifts[0].before, *(shift.after for shift in shifts)]
    return [(start, end, mean) for (start, end), mean in zip(pairwise(days), means, strict=True)]


def _edge(network: "nx.DiGraph[str]", one: str, other: str) -> Mapping[str, int]:
    return dict(network.get_edge_data(one, other) or {})
