"""The layout of POLECAT: forty columns with their names, tabs between them, PLOVER in place of CAMEO."""

from collections.abc import Iterable, Iterator
from importlib import metadata

from communique.graph.exports.tables.layouts import Occurrence, occurrences, short
from communique.graph.exports.tables.naming import ActorNaming, Party
from communique.graph.exports.tables.reported_events import ReportedEvent
from communique.graph.exports.tables.table import Column, Kind, Row, Table
from communique.graph.stores.world import World
from communique.ontology.actors import country_codes
from communique.ontology.lexicon import plover_modes, plover_types
from communique.ontology.types import Action, Place, PlaceKind

NAMES = (
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
)
_NUMBERS = {"Latitude", "Longitude"}
# So POLECAT writes what it does not know.
_NONE = "None"
# We read no other.
_LANGUAGE = "en"
_QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
# Feature codes of GeoNames.
_FEATURES = {
    PlaceKind.COUNTRY: "PCLI",
    PlaceKind.CAPITAL: "PPLC",
    PlaceKind.CITY: "PPL",
    PlaceKind.REGION: "ADM1",
}


def polecat_table(world: World, found: Iterable[ReportedEvent], *, by_report: bool) -> Table:
    """Give events, or reports of them, as POLECAT lays them out; actions that PLOVER has no type for are left out.

    References
    ----------
    POLECAT Weekly Data, Harvard Dataverse, doi:10.7910/DVN/AJGVIT
    """
    columns = tuple(Column(name, Kind.NUMBER if name in _NUMBERS else Kind.TEXT) for name in NAMES)
    return Table(columns, _rows(world, occurrences(found, by_report=by_report)))


def _rows(world: World, found: Iterable[Occurrence]) -> Iterator[Row]:
    naming = ActorNaming(world)
    version = f"communique {metadata.version('communique')}"
    for each in found:
        action, report = world.actions.get(each.event.action), each.report
        if action is None or not action.plover_type:
            continue
        yield (
            f"{_story(each)}_{each.id}_{action.plover_type}",
            each.day,
            *_action(action),
            *_parties(naming, [naming.party(name, each.day) for name in each.actors]),
            *_parties(naming, [naming.party(name, each.day) for name in each.targets]),
            *_place(naming, each.event.place),
            (report.source if report else "") or _NONE,
            (report.published if report else None) or _NONE,
            *(_NONE, _NONE, _NONE),
            _LANGUAGE,
            version,
        )


def _story(each: Occurrence) -> str:
    """Give the first part of an id, which is that of the story."""
    return (each.report.document or each.report.identifier) if each.report else each.event.key


def _action(action: Action) -> Row:
    score = plover_types()[action.plover_type].score
    mode = plover_modes().get((action.plover_type, action.plover_mode))
    intensity = mode.score if mode is not None else score
    contexts = ";".join(action.plover_contexts) or _NONE
    quad = plover_types()[action.plover_type].quad
    return (action.plover_type, action.plover_mode or _NONE, short(intensity), _QUADS[quad], contexts)


def _parties(naming: ActorNaming, parties: list[Party]) -> Row:
    """Give name, country, COW number, first sector, sectors, title, words of the text and Wikipedia's name."""
    countries = list(dict.fromkeys(party.country for party in parties if party.country))
    sectors = list(dict.fromkeys(party.sector for party in parties if party.sector))
    return (
        _several(party.label for party in parties),
        _several(naming.iso3(country) for country in countries),
        _several(filter(None, (country_codes(country).cow for country in countries))),
        sectors[0] if sectors else _NONE,
        _several(sectors),
        _several(filter(None, (party.title for party in parties))),
        _NONE,
        _NONE,
    )


def _place(naming: ActorNaming, place: Place | None) -> Row:
    if place is None:
        return (*[_NONE] * 5, None, None, *[_NONE] * 3)
    city = place.label if place.kind in (PlaceKind.CITY, PlaceKind.CAPITAL) else _NONE
    province = place.label if place.kind is PlaceKind.REGION else _NONE
    where = (place.label, city, _NONE, province, naming.iso3(place.country))
    return (*where, place.latitude, place.longitude, _NONE, _NONE, _FEATURES[place.kind])


def _several(values: Iterable[str]) -> str:
    return ";".join(value.replace(";", ",") for value in values) or _NONE
