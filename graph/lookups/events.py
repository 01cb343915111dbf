"""Reading events and documents back from a store, in a stable order and page by page."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

import communique.graph.rdf.terms as t
from communique.graph.aggregates.tally import months_of
from communique.graph.assembly.events import event_from
from communique.graph.filters import EVERY, EventFilter, own_side
from communique.graph.lookups.patterns import conditions
from communique.graph.rdf.documents import UNDATED, document_from, extraction_from, report_from
from communique.graph.rdf.terms import DEFAULT, Node
from communique.graph.rdf.values import Properties, Values, index
from communique.graph.stores.rows import Row, rows, select
from communique.graph.world import World
from communique.ontology.types import Document, Event, Extraction, Report

# Dates sort as text; "~" comes after all digits, so events without a date come last.
NO_DATE = "~"
_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d|~)\.([0-9a-f]{12})\Z")

# So many events are sorted sooner than they are looked for month by month.
_FEW = 5_000

Place = tuple[str, str]


def cursor(event: Event) -> str:
    """Give the cursor after which the page that follows an event begins."""
    return f"{event.date.isoformat() if event.date else NO_DATE}.{event.key}"


def events(
    world: World, wanted: EventFilter = EVERY, *, after: str | None = None, limit: int | None = None
) -> Iterator[Event]:
    """Give the events that meet a filter by date and key, undated ones last.

    `after` is the `cursor` of the last event of the page before; ValueError where it is none.
    """
    start = cursor_place(after)
    for _, key in islice(_places(world, wanted, start, limit), limit):
        found = event(world, key)
        if found is not None:
            yield found


def event(world: World, key: str) -> Event | None:
    """Give the event of a key, None where no document asserts it."""
    values = properties_of(world, world.terms.event(key))
    return event_from(key, values, world.terms) if values else None


def properties_of(world: World, node: Node) -> Properties:
    """Give what the default graph says of a node."""
    return index(world.store.match(node, None, None, DEFAULT))[node]


def reports_of(world: World, key: str) -> Iterator[tuple[str, Report]]:
    """Give the reports that assert or deny an event, with the end of their IRI, by document and place."""
    found: list[tuple[str, str, Report]] = []
    for name in ("event", "denies"):
        for quad in world.store.match(None, world.terms.of(name), world.terms.event(key), None):
            if isinstance(quad.subject, Node) and isinstance(quad.graph_name, Node):
                values = index(world.store.match(quad.subject, None, None, quad.graph_name))[quad.subject]
                document = t.name_of(quad.graph_name)
                found.append((document, quad.subject.value, report_from(values, document, world.terms)))
    found.sort(key=lambda entry: (entry[0], entry[2].span, entry[1]))
    return ((iri.rsplit("/", 1)[-1], report) for _, iri, report in found)


def extraction(world: World, document: str) -> Extraction | None:
    """Give all that was read from a document, None where it is not stored."""
    quads = list(world.store.match(None, None, None, world.terms.document(document)))
    return extraction_of(quads, world) if quads else None


def extraction_of(quads: Iterable[ox.Quad], world: World) -> Extraction:
    """Give the extraction that the quads of one document's graph hold."""
    return extraction_from(quads, world.terms)


def document(world: World, name: str) -> Document | None:
    """Give a stored document without reading its reports, None where it is not stored."""
    node = world.terms.document(name)
    quads = list(world.store.match(node, None, None, node))
    for quad in [quad for quad in quads if quad.predicate == t.ADDITIONAL_PROPERTY]:
        if isinstance(quad.object, Node):
            quads += world.store.match(quad.object, None, None, node)
    return document_from(node, index(quads)) if quads else None


def document_ids(
    world: World,
    *,
    source: str | None = None,
    after: str | None = None,
    place: Place | None = None,
    limit: int | None = None,
) -> Iterator[str]:
    """Give the ids of the stored documents by date of publication and id, undated ones last.

    `after` is the id of the last document of the page before; ValueError where it is not among them. `place` is the
    place of that document, which need not be there any more.
    """
    if after is not None:
        last = document(world, after)
        if last is None or source not in (None, last.source):
            raise ValueError(f"document {after!r} is not among those listed: give the last id of the page before")
        place = place_of(last)
    return islice(_documents(world, source, place or ("", "")), limit)


def every_document(world: World) -> Iterator[str]:
    """Give the ids of all stored documents in no order, whether or not assembly has counted them."""
    return (t.name_of(row["d"]) for row in select(world, "SELECT ?d { GRAPH ?d { ?d a schema:NewsArticle } }"))


def _documents(world: World, source: str | None, start: Place) -> Iterator[str]:
    """Give documents month by month, so that a page of them need not sort them all."""
    published = "" if source is None else f"; dcterms:publisher {t.text(source)}"
    found = rows(world, "SELECT ?month WHERE { ?month a dip:PublicationMonth ; dip:documents ?number }")
    for month in sorted((row["month"] for row in found), key=t.name_of):
        if t.name_of(month) >= start[0][:7] or t.name_of(month) == UNDATED:
            where = f"GRAPH ?d {{ ?d dip:publishedIn {month} {published} OPTIONAL {{ ?d dcterms:issued ?issued }} }}"
            yield from (name for _, name in _places_of(rows(world, f"SELECT ?d ?issued WHERE {{ {where} }}"), start))


def _places_of(found: Iterable[Row], start: Place) -> Iterator[Place]:
    places = ((row["issued"].value if "issued" in row else NO_DATE, t.name_of(row["d"])) for row in found)
    return iter(sorted(place for place in places if place > start))


def place_of(document: Document) -> Place:
    """Give the place of a document among all."""
    return (document.published.isoformat() if document.published else NO_DATE, document.id)


def cursor_place(after: str | None) -> Place:
    """Give the date and key after which a page begins; ValueError for what is no cursor."""
    if after is None:
        return ("", "")
    found = _CURSOR.match(after)
    if found is None:
        raise ValueError(f"{after!r} is no cursor: give the one that came with the page before")
    return (found[1], found[2])


def _places(world: World, wanted: EventFilter, start: Place, limit: int | None) -> Iterator[Place]:
    where = conditions(wanted, world)
    walked = _months_to_walk(world, wanted)
    if walked is None:
        dated = wanted.start is not None or wanted.end is not None
        date = "?e dip:date ?date ." if dated else "OPTIONAL { ?e dip:date ?date }"
        yield from _sorted(world, f"{where} {date}", start, limit)
        return
    for month in walked:
        first, last = (bound.isoformat()[:7] if bound else None for bound in (wanted.start, wanted.end))
        if month >= start[0][:7] and (first is None or month >= first) and (last is None or month <= last):
            yield from _sorted(world, f"?e dip:month {t.month(month)} ; dip:date ?date . {where}", start, limit)
    if wanted.start is None and wanted.end is None:
        yield from _sorted(world, f"?e dip:undated true . {where}", start, limit)


def _months_to_walk(world: World, wanted: EventFilter) -> list[str] | None:
    """Give the months in which events can be that meet a filter, None where they are few enough to sort them all."""
    if wanted.disputed:
        return None
    if not wanted.by_actor:
        return months(world)
    parties = (wanted.actor, ["sent"]), (wanted.target, ["received"]), (wanted.either, ["sent", "received"])
    counted = [
        [world.terms.concept(kind, name) for kind in (kinds if own_side(name, world) else ["named"])]
        for name, kinds in parties
        if name is not None
    ]
    if min(sum(_events(world, node) for node in nodes) for nodes in counted) <= _FEW:
        return None
    # What was done to nobody in particular is in no series, and whoever is named and no side has none.
    if wanted.target is None and wanted.other is None:
        return months(world)
    series = [{month for node in nodes for month in months_of(strings(world, node, "series"))} for nodes in counted]
    return sorted(set.intersection(*filter(None, series))) if any(series) else months(world)


def _events(world: World, node: Node) -> int:
    values = index(world.store.match(node, world.terms.of("events"), None, DEFAULT))[node]
    return int(Values(values, world.terms).number("events"))


def _sorted(world: World, where: str, start: Place, limit: int | None) -> Iterator[Place]:
    """Give the places of events after a place; where only some are wanted, the engine finds the first of them."""
    day = f"BIND (COALESCE(STR(?date), {t.text(NO_DATE)}) AS ?day)"
    first = "" if limit is None else f"ORDER BY ?day ?e LIMIT {int(limit)}"
    sparql = f"SELECT DISTINCT ?e ?day WHERE {{ {where} {day} {_after(world, start)} }} {first}"
    return iter(sorted((row["day"].value, t.name_of(row["e"])) for row in rows(world, sparql)))


def _after(world: World, start: Place) -> str:
    if start == cursor_place(None):
        return ""
    date, key = t.text(start[0]), t.text(world.terms.event(start[1]).value)
    return f"FILTER (?day > {date} || (?day = {date} && STR(?e) > {key}))"


def strings(world: World, node: Node, term: str) -> list[str]:
    """Give the strings that are values of a property of the vocabulary, in no order."""
    # A query looks up the values alone, where a match would look up node and property with each of them.
    return [row["value"].value for row in rows(world, f"SELECT ?value WHERE {{ {node} dip:{term} ?value }}")]


def months(world: World) -> list[str]:
    """Give the calendar months that have events, in order."""
    found = rows(world, "SELECT ?month WHERE { ?tally a dip:Month ; dip:month ?month }")
    return sorted(row["month"].value for row in found)
