"""What storing or forgetting one document changes: only the events that its reports name, and what hangs on them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

import communique.graph.rdf.terms as t
from communique.graph.aggregates.recounting import EventChange, recount
from communique.graph.assembly.claims import Claim, claims, event_of, link
from communique.graph.assembly.found_actors import Quads, change_of_found
from communique.graph.filters import own_side
from communique.graph.rdf.documents import canonical, document_text, report_from, report_iris
from communique.graph.rdf.events import edge_text, edges, event_from, event_text
from communique.graph.rdf.places import named_places, place_text
from communique.graph.rdf.terms import DEFAULT, Node, Terms
from communique.graph.rdf.trig import event as written_event
from communique.graph.rdf.trig import quads, vocabulary
from communique.graph.rdf.values import index
from communique.graph.stores.world import World
from communique.ontology.actors import Actors
from communique.ontology.types import Event, Extraction, Modality


@dataclass(frozen=True, slots=True)
class Patch:
    """An RDF patch: quads to remove and to insert, and the graph to drop where a document goes altogether."""

    remove: frozenset[ox.Quad] = frozenset()
    insert: frozenset[ox.Quad] = frozenset()
    drop: tuple[Node, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.remove or self.insert or self.drop)


@dataclass(frozen=True, slots=True)
class Linked:
    """The graph of a canonical extraction with its links to events, in TriG; its claims by event key and report.

    `claims` are the claims of its reports, None for what makes none.
    """

    text: str
    by_key: Mapping[str, Mapping[Node, Claim]]
    claims: tuple[Claim | None, ...]

    @property
    def quads(self) -> Quads:
        """Give the graph."""
        return set(quads(self.text))


def linked(extraction: Extraction, actors: Actors, terms: Terms) -> Linked:
    """Give the graph of a canonical extraction with its links to events, and its claims."""
    reports = list(report_iris(extraction, terms))
    term, base = vocabulary(terms.namespace.base), terms.namespace.base
    links: dict[str, tuple[str, str]] = {}
    by_key: dict[str, dict[Node, Claim]] = {}
    made = iter(claims(extraction, actors))
    each = tuple([next(made) if report.modality is Modality.ACTUAL else None for _, report in reports])
    for (iri, _), claim in zip(reports, each, strict=True):
        if claim is None:
            continue
        key = claim.key
        links[iri] = term[link(claim)], written_event(base, key)
        by_key.setdefault(key, {})[Node(iri)] = claim
    return Linked(document_text(extraction, reports, links, terms), by_key, each)


def patch_of_document(world: World, document: str, extraction: Extraction | None) -> Patch:
    """Give the patch that puts a document's extraction in the place of what is stored of it; None forgets it."""
    graph = world.terms.document(document)
    old = set(world.store.match(None, None, None, graph))
    new: Quads = set()
    by_key: Mapping[str, Mapping[Node, Claim]] = {}
    if extraction is not None:
        extraction = canonical(extraction)
        found = linked(extraction, world.actors, world.terms)
        new, by_key = found.quads, found.by_key
    if old == new:
        return Patch()
    before, after = _conclusions(world, graph, _keys(old, world.terms), by_key)
    found_before, found_after = change_of_found(world, graph, old, extraction.actors if extraction else ())
    before |= found_before
    after |= found_after
    if new:
        before |= old
        after |= new
    return Patch(frozenset(before - after), frozenset(after - before), () if new else (graph,))


def _keys(old: Quads, terms: Terms) -> set[str]:
    links = terms.of("event"), terms.of("denies")
    return {t.name_of(quad.object) for quad in old if quad.predicate in links}


def _conclusions(
    world: World,
    graph: Node,
    old_keys: set[str],
    by_key: Mapping[str, Mapping[Node, Claim]],
) -> tuple[Quads, Quads]:
    """Give the default graph's quads of the events concerned, their edges and all numbers, before and after."""
    before: Quads = set()
    after: Quads = set()
    old_events: dict[str, Event] = {}
    new_events: dict[str, Event] = {}
    for key in sorted(old_keys | by_key.keys()):
        stored = set(world.store.match(world.terms.event(key), None, None, DEFAULT))
        before |= stored
        if stored:
            old_events[key] = event_from(key, index(stored)[world.terms.event(key)], world.terms)
        event = _event(world, key, graph, by_key.get(key, {}), old_events.get(key), key in old_keys)
        if event is not None:
            new_events[key] = event
            denials = _denials(world, key, graph, by_key.get(key, {}))
            after |= set(quads(event_text(event, denials, world.terms.namespace.base)))
    for part in (_edges, _places, _numbers):
        part_before, part_after = part(world, old_events, new_events)
        before |= part_before
        after |= part_after
    return before, after


def _event(
    world: World, key: str, graph: Node, mine: Mapping[Node, Claim], stored: Event | None, named_before: bool
) -> Event | None:
    """Give the event of a key after the change: what is stored plus what is new, or all reports read again."""
    asserted = [claim for claim in mine.values() if claim.report.status == "asserted"]
    if not named_before:
        return event_of(asserted, stored) if asserted else stored
    if stored is not None:
        node = world.terms.event(key)
        for quad in world.store.match(None, world.terms.of("event"), node, None):
            if quad.graph_name != graph:
                asserted.append(_claim_again(world, quad, stored))
    return event_of(asserted) if asserted else None


def _claim_again(world: World, found: ox.Quad, event: Event) -> Claim:
    """Give the claim of a stored report; date and sides are its event's, for they make the key."""
    node, graph = found.subject, found.graph_name
    if not isinstance(node, Node) or not isinstance(graph, Node):
        raise ValueError(f"{found} stands outside the graph of a document")
    values = index(world.store.match(node, None, None, graph))[node]
    # An event tells no words, so the text need not be read.
    report = report_from(values, t.name_of(graph), "", world.terms)
    return Claim(report, event.date, event.actor_side, event.target_side, event.key)


def _denials(world: World, key: str, graph: Node, mine: Mapping[Node, Claim]) -> set[Node]:
    others = world.store.match(None, world.terms.of("denies"), world.terms.event(key), None)
    stored = {quad.subject for quad in others if quad.graph_name != graph and isinstance(quad.subject, Node)}
    return stored | {node for node, claim in mine.items() if claim.report.status == "negated"}


def _edges(world: World, old: Mapping[str, Event], new: Mapping[str, Event]) -> tuple[Quads, Quads]:
    had = {edge for event in old.values() for edge in edges(event)}
    has = {edge for event in new.values() for edge in edges(event)}
    concerned = {world.terms.event(key) for key in (*old, *new)}
    lost = {edge for edge in had - has if not _supported(world, edge, concerned)}
    before, after = ("".join(edge_text(edge, world.terms.namespace.base) for edge in some) for some in (lost, has))
    return set(quads(before)), set(quads(after))


def _places(world: World, old: Mapping[str, Event], new: Mapping[str, Event]) -> tuple[Quads, Quads]:
    """Give what is said of the places of events: they come with the first event that is there and go with the last."""
    had = named_places(place for event in old.values() for place in event.places)
    has = named_places(place for event in new.values() for place in event.places)
    concerned = {world.terms.event(key) for key in (*old, *new)}
    lost = {place for place in had - has if not _is_place_of_others(world, place, concerned)}
    before, after = ("".join(place_text(each, world.terms.namespace.base) for each in some) for some in (lost, has))
    return set(quads(before)), set(quads(after))


def _is_place_of_others(world: World, place: str, concerned: set[Node]) -> bool:
    """Tell whether an event that the change does not concern is at a place."""
    found = world.store.match(None, world.terms.of("place"), world.terms.place(place), DEFAULT)
    return any(quad.subject not in concerned for quad in found)


def _supported(world: World, edge: tuple[str, str, str], concerned: set[Node]) -> bool:
    """Tell whether an event that the change does not concern stands behind an edge."""
    actor, action, target = edge
    ways = [f"?e dip:dyad {world.terms.dyad(actor, target)}"]
    if not all(own_side(name, world) for name in (actor, target)):
        ways.append(f"?e dip:actor {world.terms.actor(actor)} ; dip:target {world.terms.actor(target)}")
    for way in ways:
        sparql = f"SELECT ?e WHERE {{ {way} ; dip:action {world.terms.action(action)} }}"
        answer = world.store.query(sparql, world.terms.prefixes())
        if isinstance(answer, ox.QuerySolutions) and any(row["e"] not in concerned for row in answer):
            return True
    return False


def _numbers(world: World, old: Mapping[str, Event], new: Mapping[str, Event]) -> tuple[Quads, Quads]:
    """Give the numbers in which events count; the key of one that stays fixes all of them but that of its reports."""
    changes = [EventChange(event, -1, -event.reports) for key, event in sorted(old.items()) if key not in new]
    changes += [EventChange(event, 1, event.reports) for key, event in sorted(new.items()) if key not in old]
    changes += [
        EventChange(event, 0, event.reports - old[key].reports)
        for key, event in sorted(new.items())
        if key in old and event.reports != old[key].reports
    ]
    before, after = recount(changes, world)
    return set(quads("".join(before))), set(quads("".join(after)))
