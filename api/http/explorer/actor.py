"""The view of an actor: who it is, with whom it deals, when, and what came last."""

from dataclasses import replace

from fastapi import Request, Response

from communique.api.http.answers.limited import limited
from communique.api.http.answers.views import actor_out, numbers, relation_out
from communique.api.http.explorer.multiples import multiples
from communique.api.http.explorer.periods import shown_period, together
from communique.api.http.explorer.showing import as_sparql, chosen_of, query_with, shown, with_sentences
from communique.api.http.service import service_of
from communique.graph import EventFilter, GraphReader, Level
from communique.ontology.lexicon import sectors
from communique.ontology.types import Actor

_PARTNERS, _LATEST = 50, 15


def actor_page(request: Request, actor: Actor, conditions: EventFilter) -> Response:
    """Give the page of an actor."""
    graph, chosen, service = limited(request), chosen_of(request), service_of(request)
    partners = graph.relations(actor.id, filters=conditions, limit=_PARTNERS)
    months = graph.timeline(actor.id, conditions) if partners else []
    ways = [replace(conditions, actor=actor.id), replace(conditions, target=actor.id)]
    events = graph.events_by_actor([actor.id], service.events_of_sides()).get(actor.id, 0)
    described = actor_out(graph, actor, events)
    said = f"SELECT ?property ?value {{ <{described.iri}> ?property ?value }}"
    periods = [together(each.month, [numbers(each.sent), numbers(each.received)]) for each in months]
    return shown(
        request,
        "actor.html",
        view="actor",
        path=f"actor/{actor.id}",
        chosen=chosen,
        query=query_with(chosen),
        events_query=query_with(chosen, either=actor.id),
        sparql=as_sparql(graph.as_sparql(*ways)),
        actor=described,
        about=as_sparql(said),
        about_table=as_sparql(said, "csv"),
        sector=next((each.label for each in sectors().values() if each.code == actor.sector), actor.sector),
        partners=[relation_out(graph, each) for each in partners],
        partners_sparql=as_sparql(graph.partners_as_sparql(actor.id, conditions)),
        courses=multiples(graph.courses(actor.id, [each.partner for each in partners], conditions)),
        network_query=query_with(chosen, around=actor.id, level=_level(graph, actor)),
        periods=[shown_period(period, chosen) for period in periods],
        latest=with_sentences(graph, graph.latest(ways, _LATEST)) if partners else [],
    )


def _level(graph: GraphReader, actor: Actor) -> str | None:
    """Give at which level the network has an actor: who acts for another is no side in it."""
    return None if graph.actors.side(actor.id, None) == actor.id else Level.ACTOR.value
