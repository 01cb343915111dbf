"""Events and their direct edges as RDF and back."""

from collections.abc import Iterable

import communique.graph.rdf.trig as w
from communique.graph.rdf.terms import Node, Terms
from communique.graph.rdf.values import Properties, Values
from communique.ontology.types import Event


def event_text(event: Event, denials: Iterable[Node], base: str) -> str:
    """Give what the default graph says of an event itself, in TriG."""
    term = w.vocabulary(base)
    said = _content(event, base)
    said.append((term["reports"], w.integer(event.reports)))
    said += [(term["disputedBy"], str(denial)) for denial in set(denials)]
    if event.target_side is not None:
        said.append((term["dyad"], f"<{w.dyad(base, event.actor_side, event.target_side)}>"))
    return w.described(w.event(base, event.key), said)


def edges(event: Event) -> set[tuple[str, str, str]]:
    """Give the direct edges of an event, as ids: between the actors it names, and between their sides."""
    pairs = {(actor, target) for actor in event.actors for target in event.targets}
    if event.target_side is not None:
        pairs.add((event.actor_side, event.target_side))
    return {(actor, event.action, target) for actor, target in pairs if actor != target}


def edge_text(edge: tuple[str, str, str], base: str) -> str:
    """Give a direct edge in TriG."""
    actor, action, target = edge
    return w.line(w.thing(base, "actor", actor), w.thing(base, "action", action), w.thing(base, "actor", target))


def event_from(key: str, properties: Properties, terms: Terms) -> Event:
    """Give the event that has these properties."""
    values = Values(properties, terms)
    return Event(
        key=key,
        action=values.names("action")[0],
        actors=values.names("actor"),
        actor_side=values.names("actorSide")[0],
        targets=values.names("target"),
        target_side=values.name("targetSide"),
        date=values.day("date"),
        date_end=values.day("dateEnd"),
        about=values.names("about"),
        places=values.names("place"),
        reports=int(values.number("reports")),
    )


def _content(event: Event, base: str) -> list[tuple[str, str]]:
    term = w.vocabulary(base)
    said = [(w.TYPE, term["Event"]), (term["action"], w.thing(base, "action", event.action))]
    named = (("actor", event.actors), ("target", event.targets), ("about", event.about))
    for name, ids in named:
        said += [(term[name], w.thing(base, "actor", each)) for each in ids]
    said += [(term["place"], w.place(base, each)) for each in event.places]
    said.append((term["actorSide"], w.thing(base, "actor", event.actor_side)))
    if event.target_side is not None:
        said.append((term["targetSide"], w.thing(base, "actor", event.target_side)))
    for name, date in (("date", event.date), ("dateEnd", event.date_end)):
        if date is not None:
            said.append((term[name], w.day(date)))
    return said
