"""What storing or forgetting one document changes: only the events that its reports name, and what hangs on them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pyoxigraph as ox

import communique.graph.rdf.terms as t
from communique.graph.aggregates.materialized import (
    Count,
    changed_counts,
    counts_of_document,
    counts_of_event,
    counts_of_month,
    recount,
)
from communique.graph.aggregates.tally import Recent, recent
from communique.graph.assembly.claims import Claim, claims, event_of, link
from communique.graph.assembly.found_actors import change_of_found
from communique.graph.filters import own_side
from communique.graph.rdf.documents import canonical, document_text, report_from, report_iris
from communique.graph.rdf.events import edge_text, edges, event_from, event_text
from communique.graph.rdf.places import named_places, place_text
from communique.graph.rdf.terms import DEFAULT, Node, Terms
from communique.graph.rdf.trig import event as written_event
from communique.graph.rdf.trig import quads, vocabulary
from communique.graph.rdf.values import Values, index
from communique.graph.stores.documents import properties_of
from communique.graph.stores.world import World
from communique.ontology.actors import Actors
from communique.ontology.types import Event, Extraction, Modality

Quads = set[ox.Quad]


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
    more = _counts_of_stored(world, old)
    if extraction is not None:
        more.update(counts_of_document(extraction))
    before, after = _conclusions(world, graph, _keys(old, world.terms), by_key, more)
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
    more: Counter[Count],
) -> tuple[Quads, Quads]:
    """Give the default graph's quads of the events concerned, their edges and all numbers, before and after.

    `more` is by how much the numbers of documents grow.
    """
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
            after |= set(quads(event_text(event, denials, world.actions, world.terms.namespace.base)))
    parts = [_edges(world, old_events, new_events), _places(world, old_events, new_events)]
    parts += [_tallies(world, old_events, new_events)]
    for part_before, part_after in (*parts, _counts(world, old_events, new_events, more)):
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
    report = report_from(values, t.name_of(graph), world.terms)
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
    lost = {place for place in had - has if not _is_elsewhere(world, place, concerned)}
    before, after = ("".join(place_text(each, world.terms.namespace.base) for each in some) for some in (lost, has))
    return set(quads(before)), set(quads(after))


def _is_elsewhere(world: World, place: str, concerned: set[Node]) -> bool:
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


def _counts_of_stored(world: World, old: Quads) -> Counter[Count]:
    """Give, as what is taken away, the numbers in which a stored document counts."""
    months = [t.name_of(quad.object) for quad in old if quad.predicate == world.terms.of("publishedIn")]
    reports = sum(quad.predicate == t.TYPE and quad.object == world.terms.of("Report") for quad in old)
    return Counter({count: -number for month in months for count, number in counts_of_month(month, reports).items()})


def _counts(
    world: World, old: Mapping[str, Event], new: Mapping[str, Event], more: Counter[Count]
) -> tuple[Quads, Quads]:
    for events, change in ((new, more.update), (old, more.subtract)):
        for event in events.values():
            change(counts_of_event(event, world))
    lines = changed_counts(more, world.terms, partial(properties_of, world))
    before, after = (set(quads("".join(some))) for some in lines)
    return before, after


def _tallies(world: World, old: Mapping[str, Event], new: Mapping[str, Event]) -> tuple[Quads, Quads]:
    # An event's key fixes all that tallies count, so one that is there before and after changes none.
    gone = [event for key, event in sorted(old.items()) if key not in new]
    come = [event for key, event in sorted(new.items()) if key not in old]
    concerned = {world.terms.event(key) for key in (*old, *new) if (key in old) != (key in new)}

    def dated(dyad: Node, months: Iterable[str]) -> Iterator[set[Recent]]:
        """Give month by month the events of a dyad that stay."""
        return _dated(world, dyad, months, concerned)

    return recount(gone, come, world.actions, world.terms, partial(properties_of, world), dated)


def _dated(world: World, dyad: Node, months: Iterable[str], concerned: set[Node]) -> Iterator[set[Recent]]:
    """Give month by month the events of a dyad that the change does not concern."""
    for month in months:
        of_month = world.terms.month_of(dyad, month)
        in_month = world.store.match(None, world.terms.of("dyadMonth"), of_month, DEFAULT)
        others = [quad.subject for quad in in_month if isinstance(quad.subject, Node) and quad.subject not in concerned]
        found = ((event, _date(world, event)) for event in others)
        yield {recent(date, t.name_of(event)) for event, date in found if date is not None}


def _date(world: World, event: Node) -> dt.date | None:
    stored = index(world.store.match(event, world.terms.of("date"), None, DEFAULT))
    return Values(stored[event], world.terms).day("date")
