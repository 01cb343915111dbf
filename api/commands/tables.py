"""Tables for people: wide when piped, cut to the screen otherwise."""

import os
import sys
from collections.abc import Iterable, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from communique.ontology.actors import Actors

if TYPE_CHECKING:
    from communique.graph import EventGraph
    from communique.ontology.types import Event

_PIPED_WIDTH = 200
_SENTENCE_WIDTH = 90


def console(*, err: bool = False) -> Console:
    """Give a console; piped output is wide, so that cells are not broken."""
    stream = sys.stderr if err else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _PIPED_WIDTH
    return Console(stderr=err, width=width, highlight=False, soft_wrap=False)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], title: str = "", right: Iterable[str] = ()) -> Table:
    """Give a table; the columns in `right` are aligned to the right. Nothing in a cell is read as markup."""
    made = Table(title=escape(title) or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    numbers = frozenset(right)
    for head in heads:
        made.add_column(escape(head), justify="right" if head in numbers else "left", overflow="fold")
    for row in rows:
        made.add_row(*(escape(cell) for cell in row))
    return made


def named(actor: str | None, actors: Actors, found: "EventGraph | None" = None) -> str:
    """Give the label of an actor, its id where it has none, a dash for nobody; `found` knows the uncurated ones."""
    if actor is None:
        return "-"
    known = actors.get(actor)
    if known is not None:
        return known.label
    return found.label(actor) if found is not None else actor


def event_table(graph: "EventGraph", events: Iterable["Event"], title: str = "") -> Table:
    """Give events with date, sides, action, number of reports and the sentence of their first report."""
    heads = ("date", "actor", "action", "target", "reports", "sentence")
    return table(heads, (_event_row(graph, event) for event in events), title, right=("reports",))


def _event_row(graph: "EventGraph", event: "Event") -> Sequence[str]:
    actors = graph.actors
    action = graph.actions.get(event.action)
    first = next((report.sentence for _, report in graph.reports_of(event.key) if report.status == "asserted"), "")
    return (
        event.date.isoformat() if event.date else "-",
        named(event.actor_side, actors, graph),
        f"{event.action} ({action.cameo})" if action else event.action,
        named(event.target_side, actors, graph),
        str(event.reports),
        shorten(first, _SENTENCE_WIDTH, placeholder=" …"),
    )
