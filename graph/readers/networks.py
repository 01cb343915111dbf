"""An event graph as networks, and as files of all forms."""

from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal, overload

from communique.graph.exports.files import export
from communique.graph.exports.form import ALL, Selection
from communique.graph.exports.forms import form_called
from communique.graph.filters import EVERY, EventFilter, Level
from communique.graph.lookups.timelines import Granularity
from communique.graph.networks.graphs import aggregated, aggregated_by, multigraph, multigraphs
from communique.graph.readers.reader import GraphReader

if TYPE_CHECKING:
    import networkx as nx


class NetworkReader(GraphReader):
    """An event graph to read from, also as networks of networkx and as exported files."""

    @overload
    def network(
        self, wanted: EventFilter = ..., level: Level = ..., *, summed: Literal[False] = ..., window: None = ...
    ) -> "nx.MultiDiGraph[str]": ...
    @overload
    def network(
        self, wanted: EventFilter = ..., level: Level = ..., *, summed: Literal[True], window: None = ...
    ) -> "nx.DiGraph[str]": ...
    @overload
    def network(
        self,
        wanted: EventFilter = ...,
        level: Level = ...,
        *,
        summed: Literal[False] = ...,
        window: Granularity | str,
    ) -> "dict[str, nx.MultiDiGraph[str]]": ...
    @overload
    def network(
        self, wanted: EventFilter = ..., level: Level = ..., *, summed: Literal[True], window: Granularity | str
    ) -> "dict[str, nx.DiGraph[str]]": ...
    def network(
        self,
        wanted: EventFilter = EVERY,
        level: Level = Level.SIDE,
        *,
        summed: bool = False,
        window: Granularity | str | None = None,
    ) -> "nx.DiGraph[str] | Mapping[str, nx.DiGraph[str]]":
        """Give the events that meet a filter as a network of networkx.

        Parameters
        ----------
        wanted
            Which events; all by default.
        level
            Whether the nodes are sides or the actors that reports name.
        summed
            Whether the events of an ordered pair are one edge: `weight` is their number, `goldstein` the mean of their
            scores, and the number of each quad class has its name (``verbalConflict`` …). Otherwise each event is an
            edge whose key is the event's and `weight` the number of its reports, with `kind` (the id of the action),
            `label`, `cameo`, `root`, `quad`, `goldstein` and `date`.
        window
            ``year``, ``month``, ``week`` or ``day``: a network for each period that has dated events, by its name
            (``2015``, ``2015-12``), in order.

        Returns
        -------
        networkx.MultiDiGraph, or networkx.DiGraph where events are summed up, or a dict of them
            Nodes are ids of actors, with `label`, `kind`, `code`, `sector`, `country` and `region`.
        """
        if window is None:
            return aggregated(self, wanted, level) if summed else multigraph(self, wanted, level)
        each = aggregated_by if summed else multigraphs
        return dict(each(self, Granularity(window), wanted, level))

    def aggregated_network(self, wanted: EventFilter = EVERY, level: Level = Level.SIDE) -> "nx.DiGraph[str]":
        """Give the network with one edge for each ordered pair: the same as `network` with `summed`."""
        return aggregated(self, wanted, level)

    def export(
        self,
        form: str,
        target: Path | IO[bytes],
        selection: Selection = ALL,
    ) -> None:
        """Export the graph to a file, which appears whole or not at all, or to an open stream.

        Parameters
        ----------
        form
            The name of one of `FORMS`: ``gexf``, ``turtle`` …
        target
            Path of the file, or a stream.
        selection
            What of the graph, where the form takes that: networks and tables do; all by default.

        Raises
        ------
        ValueError
            Where there is no such form, or it does not take what is asked for.
        """
        export(self, form_called(form), target, selection)
