"""Actions as they go out in JSON and on pages."""

from collections.abc import Mapping
from dataclasses import asdict

from communique.api.http import schemas as s
from communique.api.http.answers.views import action_name, actor_name, numbers
from communique.api.http.protocol.problems import ProblemError, not_found
from communique.graph import ActsOf, EventFilter, GraphReader, Pair
from communique.ontology.lexicon import ancestors
from communique.ontology.types import Action


def action_called(graph: GraphReader, typed: str) -> Action:
    """Give the action of an id or a CAMEO code; ProblemError (404) where there is none."""
    found = graph.actions.get(typed)
    if found is None:
        found = next((action for action in graph.actions.values() if action.cameo == typed), None)
    if found is None:
        raise not_found(f"there is no action {typed!r}: see /actions for all, by CAMEO code")
    return found


def conditions_besides(conditions: EventFilter) -> EventFilter:
    """Give conditions on the events of an action; ProblemError (400) where they name an action of their own."""
    if conditions.action is not None:
        raise ProblemError(400, "action: the address names the action already")
    return conditions


def action_out(graph: GraphReader, action: Action, found: ActsOf) -> s.ActionOut:
    """Give an action with its place among the others, and its events."""
    return s.ActionOut(
        id=action.id,
        iri=graph.namespace.of("action", action.id),
        label=action.label,
        phrase=action.verb_phrase(None),
        cameo=action.cameo,
        plover=action.plover_type,
        plover_mode=action.plover_mode,
        plover_contexts=list(action.plover_contexts),
        goldstein=action.goldstein,
        quad=action.quad,
        broader=[action_name(graph, each.id) for each in ancestors(action, graph.actions)],
        narrower=[action_name(graph, each.id) for each in narrower(graph.actions, action)],
        numbers=numbers(found.tally),
        actions=[s.ActionCount(action_name(graph, name), events) for name, events in found.actions],
    )


def listed(graph: GraphReader, conditions: EventFilter) -> list[s.ActionCounted]:
    """Give all actions by CAMEO code, with the events of each itself."""
    events = graph.events_by_action(conditions)
    return [
        s.ActionCounted(**asdict(action_name(graph, each.id)), broader=each.parent, events=events.get(each.id, 0))
        for each in in_order(graph)
    ]


def in_order(graph: GraphReader) -> list[Action]:
    """Give all actions by CAMEO code."""
    return sorted(graph.actions.values(), key=lambda action: action.cameo)


def parties_out(graph: GraphReader, pair: Pair) -> s.PartiesOf:
    """Give who did something to whom."""
    return s.PartiesOf(
        source=actor_name(graph, pair.source),
        target=actor_name(graph, pair.target),
        events=pair.events,
        first=pair.first,
        last=pair.last,
    )


def periods_out(found: ActsOf) -> list[s.PeriodNumbers]:
    """Give the periods of an action."""
    return [s.PeriodNumbers(period, numbers(tally)) for period, tally in found.periods]


def narrower(actions: Mapping[str, Action], action: Action) -> list[Action]:
    """Give the next narrower actions by CAMEO code."""
    return sorted((each for each in actions.values() if each.parent == action.id), key=lambda each: each.cameo)
