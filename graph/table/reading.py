"""What the graph says of documents and events, for the table."""

import re
from collections.abc import Iterator
from dataclasses import replace

import communique.graph.rdf.terms as t
from communique.graph.rdf.documents import document_from, report_from
from communique.graph.rdf.events import event_from
from communique.graph.rdf.readings import is_report
from communique.graph.rdf.terms import DEFAULT
from communique.graph.rdf.values import Properties, Values, index
from communique.graph.stores.rows import select
from communique.graph.stores.world import World
from communique.graph.table.writing import EventReport
from communique.ontology.types import Document, Event, Modality, Report

_KEY = re.compile(r"[0-9a-f]{12}")


def event_in(world: World, key: str) -> tuple[Event, bool] | None:
    """Give the event of a key, and whether it is disputed; None where there is none."""
    node = world.terms.event(key)
    values = index(world.store.match(node, None, None, DEFAULT))[node]
    return _event(key, values, world)


def events_in(world: World) -> Iterator[tuple[Event, bool]]:
    """Give all events, in no order."""
    for row in select(world, "SELECT ?e WHERE { ?e a dip:Event }"):
        key = t.name_of(row["e"])
        found = event_in(world, key) if _KEY.fullmatch(key) else None
        if found is not None:
            yield found


def document_in(world: World, name: str) -> tuple[Document, list[EventReport]] | None:
    """Give a document with its reports by place in the text, without the days of events; None where there is none."""
    node = world.terms.document(name)
    described = index(world.store.match(None, None, None, node))
    if node not in described:
        return None
    document = document_from(node, described)
    reports = [_event_report(values, document, world) for values in described.values() if _is_report(values, world)]
    found = [each for each in reports if each is not None]
    found.sort(key=lambda each: (each.report.span, each.report.action, each.report.actor, each.report.target or ""))
    return document, found


def _event(key: str, values: Properties, world: World) -> tuple[Event, bool] | None:
    if world.terms.of("action") not in values or world.terms.of("actorSide") not in values:
        return None
    return event_from(key, values, world.terms), world.terms.of("disputedBy") in values


def _is_report(values: Properties, world: World) -> bool:
    return world.terms.of("event") in values or is_report(values, world.terms)


def _event_report(values: Properties, document: Document, world: World) -> EventReport | None:
    read = Values(values, world.terms)
    asserted, denied = read.name("event"), read.name("denies")
    key = asserted or denied
    if key is not None and not _KEY.fullmatch(key):
        key = asserted = denied = None
    try:
        report = report_from(values, document.id, document.text, world.terms)
    except ValueError:
        # Written by hand, in a way that nothing can be made of.
        return None
    return EventReport(_as_linked(report, asserted, denied), key)


def _as_linked(report: Report, asserted: str | None, denied: str | None) -> Report:
    """Give the report with the status that its link to an event says."""
    if asserted is not None or denied is not None:
        negated = asserted is None
        if report.modality is not Modality.ACTUAL or report.negated is not negated:
            return replace(report, modality=Modality.ACTUAL, negated=negated)
    return report
