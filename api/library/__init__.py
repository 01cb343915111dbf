"""Communiqué: news text in, events out (who did what to whom, when, according to whom), as a graph.

>>> import communique as cq
>>> coder = cq.load()
>>> (extraction,) = cq.read("Moscow criticized Washington on Monday.", published="2015-12-15", coder=coder)
>>> [(report.actor, report.action, report.target) for report in extraction.reports]
[('rus-gov', 'criticizes', 'usa-gov')]
>>> with cq.open(None) as graph:
...     graph.store(extraction)
...     [(event.actor_side, event.action, event.target_side, str(event.date)) for event in graph.events()]
True
[('rus', 'criticizes', 'usa', '2015-12-14')]
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from communique.ontology.types import Actor, Document, Event, Extraction, Report

if TYPE_CHECKING:
    from communique.extract import Coder
    from communique.graph import EventFilter, EventGraph, Selection

__all__ = [
    "Actor",
    "Document",
    "Event",
    "EventFilter",
    "Extraction",
    "Report",
    "Selection",
    "__version__",
    "load",
    "open",
    "read",
]

__version__ = metadata.version("communique")


def __getattr__(name: str) -> object:
    """Give what takes its time to load when it is first asked for."""
    if name in ("EventFilter", "Selection"):
        from communique.graph import EventFilter, Selection

        return EventFilter if name == "EventFilter" else Selection
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load(model: str = "", purpose: str = "balanced") -> "Coder":
    """Load the coder: the spaCy model, the names of the actors, the lexicon.

    Parameters
    ----------
    model
        Name of an installed spaCy pipeline for English or path to one; the small model that comes with the package
        where it is not given.
    purpose
        How probable a report must be: ``precise``, ``balanced`` or ``complete``.

    Returns
    -------
    Coder
        What turns documents into extractions; it takes seconds to load, so load it once.

    Raises
    ------
    ValueError
        Where there is no such model or purpose.

    Examples
    --------
    >>> load("no_such_model")
    Traceback (most recent call last):
    ...
    ValueError: the model no_such_model is not installed: pip install it, or name another one
    """
    from communique.api.settings import DEFAULT_MODEL
    from communique.extract import Purpose
    from communique.extract import load as load_coder

    return load_coder(model or DEFAULT_MODEL, purpose=Purpose(purpose))


def open(path: str | Path | None = None, *, read_only: bool = False) -> "EventGraph":
    """Open the event graph in a folder, on a SPARQL server, or in memory.

    Parameters
    ----------
    path
        Folder of the store, made where it is absent, or the ``http`` address of a SPARQL 1.1 server; None keeps the
        graph in memory.
    read_only
        Whether nothing will be written.

    Returns
    -------
    EventGraph
        A context manager; it has to be closed.

    Raises
    ------
    StoreInUseError
        Where another process writes to the folder.
    FileNotFoundError
        Where there is nothing to read.

    Examples
    --------
    >>> with open(None) as graph:
    ...     list(graph.events())
    []
    """
    from communique import graph
    from communique.api.opening import open_graph
    from communique.api.settings import settings_from
    from communique.ontology.actors import gazetteer
    from communique.ontology.lexicon import actions

    if path is None:
        return graph.open(None, actors=gazetteer().actors, actions=actions())
    return open_graph(settings_from({"COMMUNIQUE_STORE": str(path)}), read_only=read_only)


def read(
    what: str | Path | Document | Iterable[str | Path | Document],
    *,
    published: dt.date | str | None = None,
    source: str = "",
    coder: "Coder | None" = None,
) -> Iterator[Extraction]:
    """Read events from texts, from files and folders, or from documents.

    Parameters
    ----------
    what
        A text as `str`, a file or folder as `Path` (plain text, HTML, JSON, tables, feeds, web archives), a `Document`,
        or several. Reports that were exported are given as they are.
    published
        Day of publication, as date or in ISO 8601, where an article does not say its own; relative dates depend on it.
    source
        Name of the publisher, where an article does not say its own.
    coder
        What `load` gave; loaded where it is not given.

    Yields
    ------
    Extraction
        The reports of one document with the document itself, in the order of the input.

    Raises
    ------
    ValueError
        Where an input cannot be read: it names the input and what is wrong. Those before it have been given.

    Examples
    --------
    >>> (extraction,) = read("Paris criticized Minsk.", published="2021-05-24")
    >>> extraction.reports[0].action
    'criticizes'
    >>> list(read(Path("nowhere.txt")))
    Traceback (most recent call last):
    ...
    ValueError: nowhere.txt: there is no such file or folder: check the path
    """
    from communique.extract import batches, in_place

    day = dt.date.fromisoformat(published) if isinstance(published, str) else published
    known = coder or load()
    inputs = [what] if isinstance(what, str | Path | Document) else what
    for batch in batches(found for one in inputs for found in _found(one, day, source)):
        yield from in_place(batch, known.extract_all(item for item in batch if isinstance(item, Document)))


def _found(one: str | Path | Document, published: dt.date | None, source: str) -> Iterator[Document | Extraction]:
    """Give the documents of one input, or what was read of them before; ValueError where something is wrong with it."""
    from communique.extract.documents import Problem, read_paths, read_text

    if isinstance(one, Document):
        yield one
        return
    if isinstance(one, str):
        yield read_text(one, published=published, source=source)
        return
    for item in read_paths([one], published=published, source=source):
        if isinstance(item, Problem):
            raise ValueError(f"{item.where}: {item.what}")
        yield item
