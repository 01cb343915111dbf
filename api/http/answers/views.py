"""Domain objects as what goes out in JSON."""

from collections.abc import Iterable
from functools import lru_cache

from communique.api.http import schemas as s
from communique.graph import Direction, GraphReader, ListedDocument, PlaceCount, Relation, Tally
from communique.ontology.types import Actor, Document, Event, Report, Status


def actor_name(graph: GraphReader, name: str) -> s.ActorName:
    """Give an actor by id and label."""
    return s.ActorName(id=name, label=graph.label(name))


def actor_names(graph: GraphReader, names: Iterable[str]) -> list[s.ActorName]:
    """Give actors by id and label, in the order given."""
    return [actor_name(graph, name) for name in names]


def place_name(graph: GraphReader, name: str) -> s.PlaceName:
    """Give a place by id and label, with its country and coordinates."""
    place = graph.place(name)
    return s.PlaceName(
        id=place.id,
        label=place.label,
        kind=place.kind.value,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def place_out(graph: GraphReader, found: PlaceCount) -> s.PlaceCountOut:
    """Give a place with how many events were there."""
    one, two, three, four = found.quads
    return s.PlaceCountOut(
        place=place_name(graph, found.place),
        events=found.events,
        verbal_cooperation=one,
        material_cooperation=two,
        verbal_conflict=three,
        material_conflict=four,
    )


def action_name(graph: GraphReader, name: str) -> s.ActionName:
    """Give an action with its place in the schemes; one that the scheme no longer has by its id alone."""
    action = graph.actions.get(name)
    if action is None:
        return s.ActionName(id=name, label=name, cameo="", plover="", quad=0, goldstein=0.0)
    return _action_name(action.id, action.label, action.cameo, action.plover_type, action.quad, action.goldstein)


@lru_cache(maxsize=1 << 10)
def _action_name(*fields: *tuple[str, str, str, str, int, float]) -> s.ActionName:
    # The page of a dyad names hundreds; to find one by its fields takes less than to make it.
    return s.ActionName(*fields)


def numbers(tally: Tally) -> s.Numbers:
    """Give a tally."""
    one, two, three, four = tally.quads
    score = float(tally.goldstein)
    return s.Numbers(
        events=tally.events,
        verbal_cooperation=one,
        material_cooperation=two,
        verbal_conflict=three,
        material_conflict=four,
        goldstein_sum=score,
        goldstein_mean=round(score / tally.events, 4) if tally.events else None,
        first=tally.first,
        last=tally.last,
    )


def event_fields(graph: GraphReader, event: Event) -> dict[str, object]:
    """Give the fields that every view of an event has."""
    return {
        "key": event.key,
        "iri": graph.namespace.of("event", event.key),
        "date": event.date,
        "date_end": event.date_end,
        "action": action_name(graph, event.action),
        "actor_side": actor_name(graph, event.actor_side),
        "actors": actor_names(graph, event.actors),
        "target_side": _optional(graph, event.target_side),
        "targets": actor_names(graph, event.targets),
        "about": actor_names(graph, event.about),
        "places": [place_name(graph, place) for place in event.places],
        "reports": event.reports,
    }


def event_out(graph: GraphReader, event: Event) -> s.EventOut:
    """Give an event."""
    return s.EventOut.model_validate(event_fields(graph, event))


def event_with_reports(graph: GraphReader, event: Event, reports: Iterable[tuple[str, Report]]) -> s.EventWithReports:
    """Give an event with who asserts and who denies it."""
    found = list(reports)
    denied = [report_out(graph, name, report) for name, report in found if report.status is Status.NEGATED]
    asserted = [report_out(graph, name, report) for name, report in found if report.status is not Status.NEGATED]
    fields = {**event_fields(graph, event), "asserted_by": asserted, "denied_by": denied}
    return s.EventWithReports.model_validate(fields)


def event_with_sentences(graph: GraphReader, event: Event, sentences: list[str]) -> s.EventWithSentences:
    """Give an event with the sentences that assert it."""
    return s.EventWithSentences.model_validate({**event_fields(graph, event), "sentences": sentences})


def report_out(graph: GraphReader, name: str, report: Report) -> s.ReportOut:
    """Give a report; `name` is the last part of its IRI."""
    return s.ReportOut(
        iri=f"{graph.namespace.base}doc/{name}",
        document=report.document,
        status=report.status.value,
        modality=report.modality.value,
        negated=report.negated,
        action=action_name(graph, report.action),
        actor=actor_name(graph, report.actor),
        target=_optional(graph, report.target),
        speaker=_optional(graph, report.speaker),
        quote=report.quote,
        date=report.date,
        date_end=report.date_end,
        date_basis=report.date_basis.value,
        about=actor_names(graph, report.about),
        place=None if report.place is None else place_name(graph, report.place),
        sentence=report.sentence,
        sentence_span=report.sentence_span,
        trigger=report.trigger,
        span=report.span,
        actor_span=report.actor_span,
        target_span=report.target_span,
        speaker_span=report.speaker_span,
        rule=report.rule,
        confidence=report.confidence,
    )


def document_fields(graph: GraphReader, document: Document | ListedDocument) -> dict[str, object]:
    """Give the fields that every view of a document has."""
    return {
        "id": document.id,
        "iri": graph.namespace.of("doc", document.id),
        "title": document.title,
        "published": document.published,
        "source": document.source,
        "url": document.url,
        "language": document.language,
    }


def document_out(graph: GraphReader, document: Document | ListedDocument) -> s.DocumentOut:
    """Give a document without its text."""
    return s.DocumentOut.model_validate(document_fields(graph, document))


def actor_out(graph: GraphReader, actor: Actor, events: int) -> s.ActorOut:
    """Give an actor, with the side for which it acts today as far as is known."""
    roles = sorted(actor.roles, key=lambda role: (role.period.start or "", role.body, role.title))
    members = sorted(actor.members, key=lambda member: (member[0], member[1].start or ""))
    return s.ActorOut(
        id=actor.id,
        iri=graph.namespace.of("actor", actor.id),
        kind=actor.kind.value,
        label=actor.label,
        notation=actor.notation,
        code=actor.code,
        sector=actor.sector,
        aliases=list(actor.aliases),
        country=_optional(graph, actor.country),
        acts_for=_optional(graph, actor.acts_for),
        side=actor_name(graph, graph.actors.side(actor.id, None)),
        roles=[
            s.RoleOut(body=actor_name(graph, r.body), title=r.title, start=r.period.start, end=r.period.end)
            for r in roles
        ],
        members=[
            s.RoleOut(body=actor_name(graph, name), title="member", start=period.start, end=period.end)
            for name, period in members
        ],
        found=actor.found,
        events=events,
    )


def relation_out(graph: GraphReader, relation: Relation) -> s.RelationOut:
    """Give a relation."""
    return s.RelationOut(
        partner=actor_name(graph, relation.partner),
        events=relation.events,
        goldstein_sum=relation.goldstein_sum,
        goldstein_mean=round(relation.goldstein_mean, 4),
        first=relation.first,
        last=relation.last,
        commonest_action=action_name(graph, relation.commonest_action),
        sent=numbers(relation.sent),
        received=numbers(relation.received),
    )


def direction_out(graph: GraphReader, direction: Direction) -> s.DirectionOut:
    """Give what one side did to another, by month."""
    return s.DirectionOut(
        source=actor_name(graph, direction.source),
        target=actor_name(graph, direction.target),
        numbers=numbers(direction.tally),
        actions=[s.ActionCount(action=action_name(graph, name), events=number) for name, number in direction.actions],
        periods=[s.PeriodNumbers(period=month, numbers=numbers(tally)) for month, tally in direction.months],
    )


def _optional(graph: GraphReader, name: str | None) -> s.ActorName | None:
    return None if name is None else actor_name(graph, name)
