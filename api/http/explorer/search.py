"""The view of a search: whom and what was meant by what was typed, and the events that meet it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import Request, Response

from communique.api.http.answers.finding import actor_hits
from communique.api.http.answers.limited import limited
from communique.api.http.explorer.meaning import Meaning, meaning
from communique.api.http.explorer.showing import as_sparql, chosen_of, query_with, said_of, shown, with_sentences
from communique.api.http.pages.wording import count, in_marks
from communique.api.http.service import service_of
from communique.api.http.workers.queries import QueryError
from communique.graph import EventFilter, GraphReader, IndexNotReadyError, SearchTimeError
from communique.ontology.types import Event

_HITS, _EVENTS = 8, 50


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was perhaps meant: a text, a note about it, and the path that leads there."""

    text: str
    note: str
    path: str


def search_page(request: Request, typed: str, wanted: EventFilter) -> Response:
    """Give the page of what was typed, or of all events that meet the conditions."""
    service, graph, chosen = service_of(request), limited(request), chosen_of(request)
    meant = meaning(service, typed) if typed else Meaning()
    hits = actor_hits(service, typed, _HITS) if typed else []
    problem, events = "", list[Event]()
    try:
        events = _matching(graph, typed, wanted)
    except (SearchTimeError, IndexNotReadyError, ValueError, QueryError) as error:
        problem = f"{error}"
    rest = {name: value for name, value in chosen.items() if name != "q"}
    return shown(
        request,
        "search.html",
        view="search",
        title=f"Search: {typed}" if typed else "Events",
        chosen=chosen,
        meant=[(each.text, each.path) for each in links_of_meaning(graph, meant)],
        hits=hits,
        items=with_sentences(graph, events),
        problem=problem,
        following=_following(chosen, events),
        events_query=query_with(rest, text=typed or None),
        sparql="" if problem else as_sparql(graph.as_sparql(wanted, text=typed)),
    )


def suggestions(request: Request, typed: str) -> list[Suggestion]:
    """Give what was perhaps meant by what is being typed, best first."""
    service = service_of(request)
    meant = list(links_of_meaning(service.graph, meaning(service, typed)))
    actors = [
        Suggestion(hit.label, f"{hit.kind.lower()}, {count(hit.events, 'event')}", f"actor/{hit.id}")
        for hit in actor_hits(service, typed, _HITS)
    ]
    words = Suggestion(f"Sentences with {in_marks(typed)}", "search", f"search?{query_with({}, q=typed)}")
    return [*{each.path: each for each in (*meant, *actors)}.values(), words]


def links_of_meaning(graph: GraphReader, meant: Meaning) -> Iterator[Suggestion]:
    """Give where what was meant leads."""
    names = [graph.label(name) for name in meant.actors]
    if len(names) == 2:
        yield Suggestion(f"{names[0]} and {names[1]}", "relation", f"relation/{'/'.join(meant.actors)}")
    if meant.action is not None and names:
        action = graph.actions[meant.action]
        ends = dict(zip(("actor", "target"), meant.actors, strict=False))
        words = said_of(graph.actions, names[0], action.id, names[1] if len(names) == 2 else "…")
        yield Suggestion(words, "events", f"search?{query_with(ends, action=action.id)}")
    if meant.action is None and len(names) == 1:
        yield Suggestion(names[0], "actor", f"actor/{meant.actors[0]}")


def _matching(graph: GraphReader, typed: str, wanted: EventFilter) -> list[Event]:
    """Give the latest events that meet the conditions, and of which a sentence with the words tells."""
    if not typed:
        return graph.latest([wanted], _EVENTS)
    found = graph.search(typed, wanted, limit=_EVENTS)
    return sorted(found, key=lambda event: (event.date or dt.date.min, event.key), reverse=True)


def _following(chosen: dict[str, str], events: list[Event]) -> str | None:
    """Give the query of the events before these, where there may be more."""
    last = events[-1].date if len(events) == _EVENTS and "q" not in chosen else None
    if last is None:
        return None
    to = last if events[0].date != last else last - dt.timedelta(days=1)
    return query_with(chosen, to=to.isoformat())
