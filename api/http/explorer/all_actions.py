"""The view of all actions: the tree of CAMEO codes, each with its events and those of narrower ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import Request, Response

from communique.api.http.answers.acts import in_order
from communique.api.http.answers.limited import limited
from communique.api.http.explorer.showing import as_sparql, chosen_of, query_with, shown
from communique.graph import EventFilter
from communique.ontology.lexicon import ancestors
from communique.ontology.types import Action


@dataclass(frozen=True, slots=True)
class ShownAction:
    """An action, how deep in the tree it stands, and how many events are of it, with narrower ones."""

    action: Action
    depth: int
    events: int


def actions_page(request: Request, conditions: EventFilter) -> Response:
    """Give the page of all actions with the events that meet a filter."""
    graph, chosen = limited(request), chosen_of(request)
    events = graph.events_by_action(conditions)
    return shown(
        request,
        "actions.html",
        view="actions",
        chosen=chosen,
        tree=list(_tree(graph.actions, in_order(graph), events)),
        events=sum(events.values()),
        query=query_with(chosen),
        sparql=as_sparql(graph.actions_as_sparql(conditions)),
    )


def _tree(known: Mapping[str, Action], actions: list[Action], events: Mapping[str, int]) -> Iterator[ShownAction]:
    above = {action.id: list(ancestors(action, known)) for action in actions}
    counted = dict.fromkeys(above, 0)
    for action in actions:
        for each in (action, *above[action.id]):
            counted[each.id] += events.get(action.id, 0)
    for action in actions:
        yield ShownAction(action, len(above[action.id]), counted[action.id])
