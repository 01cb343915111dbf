"""Tables for people: wide when piped, cut to the screen otherwise; quad classes have their colours."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from communique.ontology.actors import Actors
from communique.ontology.colours import quad_classes
from communique.ontology.types import Action

if TYPE_CHECKING:
    from rich.console import JustifyMethod

    from communique.graph import EventGraph
    from communique.ontology.types import Event

_PIPED_WIDTH = 200
_SENTENCE_WIDTH = 90
Cell = str | Text


def console(*, err: bool = False) -> Console:
    """Give a console; piped output is wide, so that cells are not broken."""
    stream = sys.stderr if err else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _PIPED_WIDTH
    return Console(stderr=err, width=width, highlight=False, soft_wrap=False)


def table(heads: Sequence[str], rows: Iterable[Sequence[Cell]], title: str = "", right: Iterable[str] = ()) -> Table:
    """Give a table; the columns in `right` are aligned to the right. Nothing in a cell is read as markup.

    Columns that a quad class gives its name have its colour.
    """
    made = Table(title=escape(title) or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    numbers, quads = frozenset(right), quad_heads()
    for head in heads:
        style = _colour(quads[head]) if head in quads else ""
        justify: JustifyMethod = "right" if head in numbers else "left"
        made.add_column(escape(head), justify=justify, overflow="fold", style=style, header_style=style or None)
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else escape(cell) for cell in row))
    return made


def quad_heads() -> Mapping[str, int]:
    """Give the heads of the columns of the four quad classes, each with its number, in order."""
    return {each.label: each.number for each in quad_classes().values() if each.number}


def verb_phrase(action: Action | None, name: str, actor: str = "", target: str | None = None) -> Text:
    """Give in plain words that an actor did something to a target, the deed in the colour of its quad class.

    `name` is the id of the action, which stands where the scheme does not know it.
    """
    if action is None:
        return Text(" ".join(part for part in (actor, name, target or "") if part))
    deed, rest = (action.verb_phrase(None), "") if target is None else action.around_target
    style = _colour(action.quad)
    parts = [(actor, ""), (deed, style), (target or "", ""), (rest, style)]
    return Text(" ").join(Text(text, style) for text, style in parts if text)


def _colour(quad: int) -> str:
    return quad_classes()[quad].colour.hex


def named(actor: str | None, actors: Actors, found: "EventGraph | None" = None) -> str:
    """Give the label of an actor, its id where it has none, a dash for nobody; `found` knows the uncurated ones."""
    if actor is None:
        return "-"
    known = actors.get(actor)
    if known is not None:
        return known.label
    return found.label(actor) if found is not None else actor


def event_table(graph: "EventGraph", events: Iterable["Event"], title: str = "") -> Table:
    """Give events with date, who did what to whom, action, number of reports and the sentence of the first report."""
    heads = ("date", "event", "action", "reports", "sentence")
    listed = list(events)
    said = graph.evidence(event.key for event in listed)
    rows = (_event_row(graph, event, next(iter(said[event.key]), "")) for event in listed)
    return table(heads, rows, title, right=("reports",))


def _event_row(graph: "EventGraph", event: "Event", sentence: str) -> Sequence[Cell]:
    actors = graph.actors
    action = graph.actions.get(event.action)
    target = None if event.target_side is None else named(event.target_side, actors, graph)
    return (
        event.date.isoformat() if event.date else "-",
        verb_phrase(action, event.action, named(event.actor_side, actors, graph), target),
        f"{event.action} ({action.cameo})" if action else event.action,
        str(event.reports),
        shorten(sentence, _SENTENCE_WIDTH, placeholder=" …"),
    )
