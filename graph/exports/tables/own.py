"""Our own tables: a row for each event, or for each report of one."""

from collections.abc import Iterable, Iterator

from communique.graph.exports.tables.naming import ActorNaming, Party
from communique.graph.exports.tables.reported_events import ReportedEvent
from communique.graph.exports.tables.table import Column, Kind, Row, Table, joined
from communique.graph.stores.world import World
from communique.graph.table.rows import ReportRow
from communique.ontology.types import Place

_ACTION = (
    Column("action", about="id of the action"),
    Column("action_label", about="its name"),
    Column("cameo", about="CAMEO code; text, for 010 is not 10"),
    Column("cameo_root", about="two-digit CAMEO root code"),
    Column("quad_class", Kind.INTEGER, "1 and 2 verbal and material cooperation, 3 and 4 conflict"),
    Column("plover_type", about="PLOVER type"),
    Column("plover_mode", about="PLOVER mode"),
    Column("goldstein", Kind.NUMBER, "Goldstein score, -10 to 10"),
)
_PLACE = (
    Column("place", about="id of the place"),
    Column("place_label", about="its name"),
    Column("place_country", about="ISO 3166-1 alpha-3 code of its country"),
    Column("latitude", Kind.NUMBER, "degrees, WGS 84"),
    Column("longitude", Kind.NUMBER, "degrees, WGS 84"),
)
_ARTICLE = (
    Column("publisher", about="who published it"),
    Column("url", about="its web address"),
    Column("title", about="its headline"),
    Column("published", Kind.DAY, "the day on which it was published"),
    Column("document", about="id of the document"),
)


def _sides(end: str, who: str) -> tuple[Column, ...]:
    return (
        Column(f"{end}_side", about=f"id of the side that {who}"),
        Column(f"{end}_side_label", about="its name"),
        Column(f"{end}_side_code", about="its CAMEO actor code"),
        Column(f"{end}_side_country", about="ISO 3166-1 alpha-3 code of its country"),
        Column(f"{end}s", about="ids of those named, between semicolons"),
        Column(f"{end}_labels", about="their names"),
        Column(f"{end}_codes", about="their CAMEO actor codes"),
        Column(f"{end}_sectors", about="their sectors"),
    )


def _named(end: str, who: str) -> tuple[Column, ...]:
    return (
        Column(end, about=f"id of who {who}"),
        Column(f"{end}_label", about="the name"),
        Column(f"{end}_code", about="the CAMEO actor code"),
        Column(f"{end}_sector", about="the sector"),
        Column(f"{end}_country", about="ISO 3166-1 alpha-3 code of the home country"),
    )


EVENT_COLUMNS = (
    Column("event", about="key of the event"),
    Column("date", Kind.DAY, "the day, or the first of several"),
    Column("date_end", Kind.DAY, "the last day of several"),
    *_ACTION,
    *_sides("actor", "acts"),
    *_sides("target", "is acted upon"),
    Column("about", about="ids of what it is about"),
    *_PLACE,
    Column("reports", Kind.INTEGER, "how many reports assert it"),
    Column("publishers", about="who published them"),
    Column("disputed", Kind.FLAG, "whether a report denies it"),
    Column("datasets", about="the data sets that have it; communique is what was read from texts"),
    Column("sentence", about="the sentence that asserts it first, and then where that stands"),
    *_ARTICLE,
)
REPORT_COLUMNS = (
    Column("event", about="key of the event that it asserts or denies; empty where it makes none"),
    Column("status", about="asserted, negated or unrealised"),
    Column("modality", about="actual, planned, possible, urged or hypothetical"),
    Column("date", Kind.DAY, "the day of the event, else its own"),
    *_ACTION,
    *_named("actor", "acts"),
    *_named("target", "is acted upon"),
    Column("speaker", about="id of who says so"),
    Column("speaker_label", about="the name"),
    *_PLACE,
    Column("sentence", about="the sentence"),
    Column("trigger", about="the word from which it was read"),
    Column("rule", about="what read it"),
    Column("confidence", Kind.NUMBER, "0 to 1"),
    *_ARTICLE,
    Column("dataset", about="the data set that has it; communique is what was read from texts"),
    Column("identifier", about="the id of its row there"),
)


def event_table(world: World, found: Iterable[ReportedEvent]) -> Table:
    """Give a row for each event, with the sentence that asserts it first."""
    return Table(EVENT_COLUMNS, _event_rows(world, found))


def report_table(world: World, found: Iterable[ReportedEvent]) -> Table:
    """Give a row for each report; its place is that of the event."""
    return Table(REPORT_COLUMNS, _report_rows(world, found))


def _event_rows(world: World, found: Iterable[ReportedEvent]) -> Iterator[Row]:
    naming = ActorNaming(world)
    for each in found:
        event = each.event
        if event is None:
            continue
        actors = [naming.party(name, event.date) for name in event.actors]
        targets = [naming.party(name, event.date) for name in event.targets]
        first = next(iter(each.asserting), None)
        yield (
            event.key,
            event.date,
            event.date_end,
            *_action(world, event.action),
            *_side(naming, naming.party(event.source, event.date)),
            *_parties(actors),
            *_side(naming, naming.party(event.target, event.date) if event.target else None),
            *_parties(targets),
            joined(event.about),
            *_place(naming, event.place),
            event.reports,
            joined(event.publishers),
            event.disputed,
            joined(event.datasets),
            first.sentence if first else "",
            *_article(first),
        )


def _report_rows(world: World, found: Iterable[ReportedEvent]) -> Iterator[Row]:
    naming = ActorNaming(world)
    for each in found:
        for report in each.reports:
            yield (
                report.event or "",
                report.status,
                report.modality,
                report.date,
                *_action(world, report.action),
                *_party(naming, naming.party(report.actor, report.date)),
                *_party(naming, naming.party(report.target, report.date) if report.target else None),
                report.speaker or "",
                naming.party(report.speaker, report.date).label if report.speaker else "",
                *_place(naming, each.event.place if each.event else None),
                report.sentence,
                report.trigger,
                report.rule,
                report.confidence,
                *_article(report),
                report.dataset,
                report.identifier,
            )


def _action(world: World, name: str) -> Row:
    action = world.actions.get(name)
    if action is None:
        return (name, name, "", "", None, "", "", None)
    types = action.plover_type, action.plover_mode
    return (name, action.label, action.cameo, action.root, action.quad, *types, action.goldstein)


def _side(naming: ActorNaming, side: Party | None) -> Row:
    if side is None:
        return ("", "", "", "")
    return (side.id, side.label, side.code, naming.iso3(side.country))


def _parties(parties: list[Party]) -> Row:
    labels, codes = joined(each.label for each in parties), joined(each.code for each in parties)
    return (joined(each.id for each in parties), labels, codes, joined(each.sector for each in parties))


def _party(naming: ActorNaming, party: Party | None) -> Row:
    if party is None:
        return ("", "", "", "", "")
    return (party.id, party.label, party.code, party.sector, naming.iso3(party.country))


def _place(naming: ActorNaming, place: Place | None) -> Row:
    if place is None:
        return ("", "", "", None, None)
    return (place.id, place.label, naming.iso3(place.country), place.latitude, place.longitude)


def _article(report: ReportRow | None) -> Row:
    if report is None:
        return ("", "", "", None, "")
    return (report.source, report.url, report.title, report.published, report.document)
