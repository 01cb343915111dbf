"""The view of a search: what was meant by what was typed, and the events that meet it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.answering import not_to_be_repeated
from communique.api.http.answers.finding import actor_hits
from communique.api.http.answers.limited import limited
from communique.api.http.explorer.meaning import Meaning, meaning
from communique.api.http.explorer.showing import as_sparql, chosen_of, query_with, said_of, shown, with_sentences
from communique.api.http.pages.wording import count, in_marks
from communique.api.http.service import service_of
from communique.api.http.workers.queries import QueryError
from communique.graph import EVERY, EventFilter, GraphReader, IndexNotReadyError, SearchTimeError
from communique.ontology.types import Event

_HITS, _EVENTS = 8, 50
_WITHOUT_FIELD = {
    "actor": "actor",
    "target": "target",
    "either": "with",
    "other": "opposite",
    "place": "in",
    "publisher": "published by",
    "root": "CAMEO root",
    "plover": "PLOVER type",
    "role": "sector of the actor",
    "target_role": "sector of the target",
    "dataset": "data set",
}
# What to try where nothing was found.
_EXAMPLES = ("Turkey Russia", "Iran accuses Saudi Arabia", "Angela Merkel", "March 2014 Russia Ukraine", "sanctions")


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
    hits = _likely(actor_hits(service, typed, _HITS), meant) if typed else []
    problem, events, without_words = "", list[Event](), False
    try:
        events = _matching(graph, typed, wanted)
        if typed and not events and (instead := _filter_of(meant)) is not None and wanted == EVERY:
            events, without_words = graph.latest([instead], _EVENTS), True
    except (SearchTimeError, IndexNotReadyError, ValueError, QueryError) as error:
        problem = f"{error}"
        not_to_be_repeated(request)
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
        typed=typed,
        kept=list(_without_field(graph, chosen, wanted)),
        without_words=without_words,
        examples=_EXAMPLES,
        following=_following(chosen, events),
        events_query=query_with(rest, text=typed or None),
        sparql="" if problem else as_sparql(graph.as_sparql(wanted, text=typed)),
    )


def _without_field(
    graph: GraphReader, chosen: Mapping[str, str], wanted: EventFilter
) -> Iterator[tuple[str, str, str]]:
    """Give the filters for which the form has no field: the words for each, its value, the query without it."""
    place = None if wanted.place is None else graph.place(wanted.place).label
    actors = {name: getattr(wanted, name) for name in ("actor", "target", "either", "other")}
    values = {name: None if value is None else graph.label(value) for name, value in actors.items()} | {"place": place}
    for name, words in _WITHOUT_FIELD.items():
        value = values.get(name) or chosen.get(name)
        if value:
            # Who stands opposite to nobody is no filter.
            gone = {name: None, "other": None} if name == "either" else {name: None}
            yield words, value, query_with(chosen, **gone)


def suggestions(request: Request, typed: str) -> list[Suggestion]:
    """Give what was perhaps meant by what is being typed, best first."""
    service = service_of(request)
    understood = meaning(service, typed)
    meant = list(links_of_meaning(service.graph, understood))
    actors = [
        Suggestion(hit.label, f"{hit.kind.lower()}, {count(hit.events, 'event')}", f"actor/{hit.id}")
        for hit in _likely(actor_hits(service, typed, _HITS), understood)
    ]
    words = Suggestion(f"Sentences with {in_marks(typed)}", "search", f"search?{query_with({}, q=typed)}")
    return [*{each.path: each for each in (*meant, *actors)}.values(), words]


def links_of_meaning(graph: GraphReader, meant: Meaning) -> Iterator[Suggestion]:
    """Give where what was meant leads."""
    names = [graph.label(name) for name in meant.actors]
    when = meant.time.filters if meant.time else {}
    if len(names) == 2:
        yield _suggestion(" and ".join(names), "relation", f"relation/{'/'.join(meant.actors)}", meant)
    if meant.action is not None and names:
        action = graph.actions[meant.action]
        ends = dict(zip(("actor", "target"), meant.actors, strict=False))
        words = said_of(graph.actions, names[0], action.id, names[1] if len(names) == 2 else "…")
        yield _suggestion(words, "events", f"search?{query_with(ends, action=action.id)}", meant)
    elif meant.action is not None:
        yield _suggestion(graph.actions[meant.action].label, "action", f"action/{meant.action}", meant)
    elif len(names) == 1:
        yield _suggestion(names[0], "actor", f"actor/{meant.actors[0]}", meant)
    if meant.publisher is not None:
        path = f"search?{query_with({}, publisher=meant.publisher)}"
        yield _suggestion(f"Published by {meant.publisher}", "events", path, meant)
    if meant.time is not None and meant == Meaning(time=meant.time):
        yield Suggestion(f"Events of {meant.time.words}", "events", f"search?{query_with(when)}")


def _suggestion(text: str, note: str, path: str, meant: Meaning) -> Suggestion:
    """Give a suggestion that keeps to the time that was meant, if any."""
    if meant.time is None:
        return Suggestion(text, note, path)
    query = query_with(meant.time.filters)
    return Suggestion(f"{text}, {meant.time.words}", note, f"{path}{'&' if '?' in path else '?'}{query}")


def _filter_of(meant: Meaning) -> EventFilter | None:
    """Give the filter of the events that were meant; None where nothing was understood."""
    if meant == Meaning():
        return None
    days = meant.time.days if meant.time else (None, None)
    one, other = (*meant.actors, None, None)[:2]
    found = EventFilter(action=meant.action, publisher=meant.publisher, start=days[0], end=days[1])
    return replace(found, actor=one, target=other) if meant.action else replace(found, either=one, other=other)


def _likely(hits: list[s.ActorHit], meant: Meaning) -> list[s.ActorHit]:
    """Give the actors that were found, without those that only resemble what was understood otherwise."""
    return [hit for hit in hits if meant == Meaning() or hit.likeness != "similar" or hit.id in meant.actors]


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
