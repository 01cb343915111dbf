"""Exports of a graph to a file, which appears whole or not at all, or to a stream."""

from pathlib import Path
from typing import IO

from communique.graph.exports.form import ALL, ExportedGraph, ExportForm, Selection
from communique.graph.stores.whole_files import whole_file


def export(graph: ExportedGraph, form: ExportForm, target: Path | IO[bytes], selection: Selection = ALL) -> None:
    """Export a graph to a file or a stream.

    Parameters
    ----------
    graph
        What is exported.
    form
        The form of the file.
    target
        A path, at which the file appears when it is complete, or an open stream of bytes.
    selection
        What of the graph; all by default.

    Raises
    ------
    ValueError
        Where the form does not take what is selected.
    """
    form.check(selection)
    if not isinstance(target, Path):
        form.write(graph, selection, target)
        return
    with whole_file(target) as output:
        form.write(graph, selection, output)
