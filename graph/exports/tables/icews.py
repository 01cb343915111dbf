"""The layout of ICEWS: twenty columns with their names, tabs between them."""

from collections.abc import Iterable, Iterator

from communique.graph.exports.tables.layouts import Occurrence, number_of, occurrences, short, three_digits
from communique.graph.exports.tables.naming import ActorNaming, Party
from communique.graph.exports.tables.reported_events import ReportedEvent
from communique.graph.exports.tables.table import Column, Kind, Row, Table
from communique.graph.stores.world import World
from communique.ontology.lexicon import icews_event_texts, icews_sectors
from communique.ontology.types import Place, PlaceKind

_NUMBERS = {"Event ID": Kind.INTEGER, "Story ID": Kind.INTEGER, "Latitude": Kind.NUMBER, "Longitude": Kind.NUMBER}
NAMES = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
)


def icews_table(world: World, found: Iterable[ReportedEvent], *, by_report: bool) -> Table:
    """Give events, or reports of them, as ICEWS lays them out; what is unknown is empty.

    References
    ----------
    ICEWS Coded Event Data, Harvard Dataverse, doi:10.7910/DVN/28075
    """
    return Table(
        tuple(Column(name, _NUMBERS.get(name, Kind.TEXT)) for name in NAMES),
        _rows(world, occurrences(found, by_report=by_report)),
    )


def _rows(world: World, found: Iterable[Occurrence]) -> Iterator[Row]:
    naming = ActorNaming(world)
    for each in found:
        action, report = world.actions.get(each.event.action), each.report
        if action is None:
            continue
        yield (
            each.number,
            each.day,
            *_party(naming, naming.foremost(each.actors, each.day)),
            icews_event_texts().get(three_digits(action), action.label),
            three_digits(action),
            short(action.goldstein),
            *_party(naming, naming.foremost(each.targets, each.day)),
            number_of(report.document or report.identifier) if report else None,
            "",
            report.source if report else "",
            *_place(naming, each.event.place),
        )


def _party(naming: ActorNaming, party: Party | None) -> Row:
    if party is None:
        return ("", "", "")
    country = naming.icews_name(party.country) if party.country else ""
    # Of a country as such nothing is said but its name.
    name = country if party.id == party.country else party.label
    return (name, icews_sectors().get(party.sector, ""), country)


def _place(naming: ActorNaming, place: Place | None) -> Row:
    if place is None:
        return ("", "", "", "", None, None)
    city = place.label if place.kind in (PlaceKind.CITY, PlaceKind.CAPITAL) else ""
    province = place.label if place.kind is PlaceKind.REGION else ""
    return (city, "", province, naming.icews_name(place.country), place.latitude, place.longitude)
