"""The view of a relation: how two have got on, before one scrolls, and the sentences behind it."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import groupby
from operator import itemgetter

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.limited import limited
from communique.api.http.answers.relations import dyad_out
from communique.api.http.answers.views import actor_name
from communique.api.http.explorer.mapping import shown_place
from communique.api.http.explorer.periods import shown_period, together
from communique.api.http.explorer.showing import as_sparql, chosen_of, query_with, shown, verb_phrase, with_sentences
from communique.api.http.pages.summary import RelationPeriod, summary
from communique.graph import EventFilter, Granularity

# Periods of the table and its chart: three years of days; the API call has all.
MOST_PERIODS = 1096
# What says when and by which periods, of which the sentence tells the days itself.
_WHEN = {"from", "to", "per"}
_LATEST, _DISPUTED, _PLACES = 20, 5, 12


def relation_page(request: Request, first: str, second: str, conditions: EventFilter, per: Granularity) -> Response:
    """Give the page of two actors, given by their ids."""
    graph, chosen = limited(request), chosen_of(request)
    dyad = dyad_out(graph, first, second, conditions, per, 0)
    ways = [replace(conditions, actor=a, target=b) for a, b in sorted({(first, second), (second, first)})]
    disputed = graph.latest([replace(way, disputed=True) for way in ways], _DISPUTED) if dyad.disputed else []
    sides = graph.actors.side(first, None), graph.actors.side(second, None)
    periods = _periods(dyad.directions)
    asked = {name: value for name, value in chosen.items() if name != "per"}
    return shown(
        request,
        "relation.html",
        view="relation",
        path=f"relation/{first}/{second}",
        chosen=chosen,
        first=actor_name(graph, first),
        second=actor_name(graph, second),
        dyad=dyad,
        summary=summary(dyad, periods, partial(verb_phrase, graph.actions), filtered=bool(chosen.keys() - _WHEN)),
        sides=[actor_name(graph, name) for name in sides] if sides != (first, second) else [],
        periods=[shown_period(period, chosen) for period in periods[-MOST_PERIODS:]],
        most_periods=MOST_PERIODS if len(periods) > MOST_PERIODS else None,
        disputed=with_sentences(graph, disputed),
        latest=with_sentences(graph, graph.latest(ways, _LATEST)) if dyad.events else [],
        datasets=graph.datasets_of([replace(way, dataset=None) for way in ways]),
        compared=query_with(chosen, first=first, second=second, dataset=None),
        places=[shown_place(graph, chosen, found) for found in graph.places_of(ways, _PLACES)],
        places_sparql=as_sparql(graph.places_as_sparql(*ways)),
        query=query_with(chosen),
        rest_query=query_with(asked, action=None),
        events_query=query_with(asked, either=first, other=second),
        sparql=as_sparql(graph.as_sparql(*ways)),
        disputed_query=query_with(asked, either=first, other=second, status="disputed"),
        disputed_sparql=as_sparql(graph.as_sparql(*(replace(way, disputed=True) for way in ways))),
    )


def _periods(directions: Iterable[s.DirectionOut]) -> list[RelationPeriod]:
    """Give the periods of both directions in order, each once."""
    every = sorted(((each.period, each.numbers) for way in directions for each in way.periods), key=itemgetter(0))
    return [together(name, (numbers for _, numbers in found)) for name, found in groupby(every, itemgetter(0))]
