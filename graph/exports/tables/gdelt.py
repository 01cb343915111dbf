"""The layouts of GDELT: 58 columns in version 1.0, 61 in 2.0, tabs between them and no header."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache

from communique.graph.exports.tables.layouts import Occurrence, occurrences, three_digits
from communique.graph.exports.tables.naming import ActorNaming, Party
from communique.graph.exports.tables.reported_events import ReportedEvent
from communique.graph.exports.tables.table import Column, Kind, Row, Table
from communique.graph.stores.world import World
from communique.ontology.actors import country_codes, parts_of
from communique.ontology.types import Action, Place, PlaceKind

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
_EVENT = "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles"
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
_KINDS = {
    **dict.fromkeys("GLOBALEVENTID SQLDATE MonthYear Year DATEADDED".split(), Kind.INTEGER),
    **dict.fromkeys("IsRootEvent QuadClass NumMentions NumSources NumArticles".split(), Kind.INTEGER),
    **dict.fromkeys("FractionDate GoldsteinScale AvgTone".split(), Kind.NUMBER),
}
# The second version tells the minute, and which district of a region it was.
_ADM2 = "ADM2Code"
# What a place is: a country, a city or a region of the world outside the United States, or there.
_COUNTRY, _STATE, _CITY = 1, {"usa": 2}, {"usa": 3}
_WORLD_CITY, _WORLD_STATE = 4, 5


def names(version: int) -> tuple[str, ...]:
    """Give the names of the columns of version 1 (58) or 2 (61)."""
    geo = [name for name in _GEO.split() if version > 1 or name != _ADM2]
    return (
        *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
        *(f"Actor{end}{name}" for end in "12" for name in _ACTOR.split()),
        *_EVENT.split(),
        "AvgTone",
        *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in geo),
        "DATEADDED",
        "SOURCEURL",
    )


def gdelt_table(world: World, found: Iterable[ReportedEvent], *, by_report: bool, version: int = 2) -> Table:
    """Give events, or reports of them, as GDELT lays them out; what is unknown is empty.

    References
    ----------
    The GDELT Event Database, data format codebook, versions 1.03 and 2.0
    """
    columns = tuple(Column(name, _KINDS.get(name, Kind.TEXT)) for name in names(version))
    return Table(columns, _rows(world, occurrences(found, by_report=by_report), version))


def _rows(world: World, found: Iterable[Occurrence], version: int) -> Iterator[Row]:
    naming = ActorNaming(world)
    nowhere = _geo(None, naming, version)
    for each in found:
        action, report = world.actions.get(each.event.action), each.report
        if action is None:
            continue
        yield (
            each.number,
            *_date(each.day),
            *_actor(naming.foremost(each.actors, each.day)),
            *_actor(naming.foremost(each.targets, each.day)),
            *_action(action),
            *(each.reports, each.publishers, each.documents),
            None,
            *nowhere,
            *nowhere,
            *_geo(each.event.place, naming, version),
            _added((report.published if report else None) or each.day, version),
            report.url if report else "",
        )


def _date(day: dt.date) -> Row:
    fraction = day.year + (30 * (day.month - 1) + day.day) / 365
    return (int(f"{day:%Y%m%d}"), int(f"{day:%Y%m}"), day.year, round(fraction, 4))


# The same few hundred act again and again.
@lru_cache(1 << 14)
def _actor(party: Party | None) -> Row:
    if party is None:
        return ("",) * 10
    parts = parts_of(party.code)
    religions, roles = [*parts.religions, "", ""][:2], [*parts.roles, "", "", ""][:3]
    group = parts.groups[0] if parts.groups else ""
    return (party.code, party.label.upper(), parts.country, group, "", *religions, *roles)


def _action(action: Action) -> Row:
    code = three_digits(action)
    # All are taken for what their text is about: where in it they stand is not kept.
    return (1, code, code[:3], action.root, action.quad, float(action.goldstein))


def _geo(place: Place | None, naming: ActorNaming, version: int) -> Row:
    if place is None:
        nothing = ("", "", "", "", None, None, "")
        return (0, *(nothing if version > 1 else (*nothing[:3], *nothing[4:])))
    fips = country_codes(place.country).fips
    country = naming.label(place.country)
    whole = place.kind is PlaceKind.COUNTRY
    # 00 is a region that is not known.
    region = fips if whole or not fips else f"{fips}00"
    return (
        _type(place),
        country if whole else f"{place.label}, {country}",
        fips,
        region,
        *([""] if version > 1 else []),
        place.latitude,
        place.longitude,
        fips if whole else "",
    )


def _type(place: Place) -> int:
    match place.kind:
        case PlaceKind.COUNTRY:
            return _COUNTRY
        case PlaceKind.REGION:
            return _STATE.get(place.country, _WORLD_STATE)
        case _:
            return _CITY.get(place.country, _WORLD_CITY)


def _added(day: dt.date, version: int) -> int:
    """Give when it became known: a day, in the second version with a time."""
    return int(f"{day:%Y%m%d}" + ("000000" if version > 1 else ""))
