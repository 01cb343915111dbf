"""The view of an action: what it is, where it stands among the others, who did it to whom, and when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.acts import action_out, parties_out, periods_out
from communique.api.http.answers.limited import limited
from communique.api.http.explorer.periods import shown_period, together
from communique.api.http.explorer.showing import as_sparql, chosen_of, query_with, said_of, shown, with_sentences
from communique.api.http.pages.wording import count, period_name
from communique.graph import EventFilter, Granularity, GraphReader
from communique.ontology.lexicon import frames
from communique.ontology.types import Action

_PARTIES, _LATEST, _EXAMPLES = 20, 15, 5


@dataclass(frozen=True, slots=True)
class ShownParties:
    """Who did it to whom in plain words, how often and when last, and the query of these events."""

    words: str
    events: int
    last: str
    query: str


def action_page(request: Request, action: Action, conditions: EventFilter, per: Granularity) -> Response:
    """Give the page of an action; `conditions` name no other."""
    graph, chosen = limited(request), chosen_of(request)
    found = graph.acts(action.id, conditions, per)
    described = action_out(graph, action, found)
    wanted = replace(conditions, action=action.id)
    pairs = [parties_out(graph, pair) for pair in graph.parties(action.id, conditions, _PARTIES)]
    asked = {name: value for name, value in chosen.items() if name != "per"}
    said = f"SELECT ?property ?value {{ <{described.iri}> ?property ?value }}"
    return shown(
        request,
        "action.html",
        view="action",
        path=f"action/{action.id}",
        chosen=chosen,
        per=per.value,
        action=described,
        words=said_of(graph.actions, "A", action.id, "B"),
        summary=_summary(graph, described, pairs),
        counted={each.action.id: each.events for each in described.actions},
        examples=list(_examples(action)),
        query=query_with(chosen),
        parties_query=query_with(asked),
        events_query=query_with(asked, action=action.id),
        sparql=as_sparql(graph.as_sparql(wanted)),
        about=as_sparql(said),
        about_table=as_sparql(said, "csv"),
        periods=[shown_period(together(each.period, [each.numbers]), chosen) for each in periods_out(found)],
        parties=[_shown(graph, described.id, each, asked) for each in pairs],
        latest=with_sentences(graph, graph.latest([wanted], _LATEST)),
    )


def _summary(graph: GraphReader, action: s.ActionOut, pairs: list[s.PartiesOf]) -> str:
    """Give how often it was done, from when to when, and by whom most often."""
    numbers = action.numbers
    if not numbers.events:
        return "No event of it is known."
    days = [f"{day:%Y-%m}" for day in (numbers.first, numbers.last) if day is not None]
    span = f"From {period_name(days[0])} to {period_name(days[-1])}: " if len(set(days)) > 1 else ""
    often = ", ".join(f"{_words(graph, action.id, each, first=False)} ({each.events})" for each in pairs[:2])
    return f"{span}{count(numbers.events, 'event')}.{f' Most often: {often}.' if often else ''}"


def _shown(graph: GraphReader, action: str, pair: s.PartiesOf, asked: dict[str, str]) -> ShownParties:
    query = query_with(asked, actor=pair.source.id, target=pair.target.id, action=action)
    return ShownParties(_words(graph, action, pair), pair.events, f"{pair.last or ''}", query)


def _words(graph: GraphReader, action: str, pair: s.PartiesOf, *, first: bool = True) -> str:
    return said_of(graph.actions, pair.source.label, action, pair.target.label, first=first)


def _examples(action: Action) -> Iterator[str]:
    """Give sentences of the lexicon that report this action itself, each of another frame."""
    found = (frame.example for frame in frames() if frame.code == action.cameo and frame.example)
    yield from (example for example, _ in zip(found, range(_EXAMPLES), strict=False))
