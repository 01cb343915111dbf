"""``communique relations``: with whom an actor deals, and how."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.options import FromOption, StoreOption, ToOption, graph_to_read, settings

if TYPE_CHECKING:
    from rich.table import Table

    from communique.api.commands.tables import Cell
    from communique.graph import EventFilter, EventGraph, Relation

_HEADS = ("partner", "id", "events", "sent", "received")
_MORE = ("Goldstein", "first", "last", "most often")


def relations(
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="Id, name or ISO code: rus, Russia, RUS.")],
    other: Annotated[str | None, typer.Argument(metavar="[ACTOR]", help="Only what is between the two.")] = None,
    action: Annotated[str | None, typer.Option(help="Only this action and narrower ones, such as accuses.")] = None,
    start: FromOption = None,
    end: ToOption = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many partners.")] = 25,
    store: StoreOption = None,
) -> None:
    """Show with whom an actor deals. With two actors: what each did to the other."""
    from communique.api.commands.names import resolver
    from communique.api.commands.tables import console
    from communique.graph import EventFilter

    with graph_to_read(store) as graph:
        meant = resolver(graph, settings(store))
        names = [meant.actor(text) for text in (actor, other) if text is not None]
        filters = EventFilter(action=action, start=start, end=end)
        for made in tables(graph, names, filters, limit):
            console().print(made)


def tables(graph: "EventGraph", names: Sequence[str], filters: "EventFilter", limit: int) -> list["Table"]:
    """Give the relations of one actor, or those of two with their events, as tables."""
    from dataclasses import replace

    from communique.api.commands.tables import event_table, named, quad_heads, table

    found = graph.relations(names[0], names[1] if len(names) > 1 else None, filters=filters)
    if not found:
        raise ValueError(f"no event is known between {names[0]} and {names[1] if len(names) > 1 else 'anyone'}")
    label = named(names[0], graph.actors, graph)
    title = f"{label} ({names[0]}): relations by partner"
    heads = (*_HEADS, *quad_heads(), *_MORE)
    made = [table(heads, [_row(item, graph) for item in found[:limit]], title, right=heads[2:-3])]
    for one, another in ((names[0], names[1]), (names[1], names[0])) if len(names) > 1 else ():
        events = graph.events(replace(filters, actor=one, target=another), limit=limit)
        to = f"{named(one, graph.actors, graph)} to {named(another, graph.actors, graph)}"
        made.append(event_table(graph, events, to))
    return made


def _row(item: "Relation", graph: "EventGraph") -> "tuple[Cell, ...]":
    from communique.api.commands.tables import named, verb_phrase

    numbers = (item.events, item.sent.events, item.received.events, *item.quads)
    return (
        named(item.partner, graph.actors, graph),
        item.partner,
        *(str(number) for number in numbers),
        f"{item.goldstein_mean:+.1f}",
        _day(item.first),
        _day(item.last),
        verb_phrase(graph.actions.get(item.commonest_action), item.commonest_action),
    )


def _day(date: dt.date | None) -> str:
    return date.isoformat() if date else "-"
