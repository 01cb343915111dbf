"""Actors by what is typed, of equals those of most events first."""

from communique.api.http import schemas as s
from communique.api.http.service import Service
from communique.graph import FoundActor, Likeness


def _farther(hit: FoundActor) -> float:
    """Give how much farther a name is than others that fit as well: of slips the fewest are likeliest."""
    return round(hit.distance, 1) if hit.likeness is Likeness.SIMILAR else 0.0


def actor_hits(service: Service, typed: str, limit: int) -> list[s.ActorHit]:
    """Give the actors whose names start like what was typed, or resemble it, best first."""
    graph = service.graph
    found = graph.find_actors(typed, service.names())
    events = graph.events_by_actor([hit.actor for hit in found], service.events_of_sides())
    ranked = sorted(
        found, key=lambda hit: (hit.likeness, _farther(hit), -events.get(hit.actor, 0), hit.distance, hit.actor)
    )
    known = ((graph.actor(hit.actor), hit) for hit in ranked)
    hits = (
        s.ActorHit(
            id=actor.id,
            label=actor.label,
            kind=actor.kind.value,
            country=actor.country,
            matched=hit.name,
            likeness=hit.likeness.name.lower(),
            events=events.get(actor.id, 0),
        )
        for actor, hit in known
        if actor is not None
    )
    return [hit for hit, _ in zip(hits, range(limit), strict=False)]
