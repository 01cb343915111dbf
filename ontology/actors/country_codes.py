"""The codes of countries in other schemes (ISO, FIPS, COW, Gleditsch-Ward, ICEWS), from `country_codes.tsv`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from communique.ontology.actors.countries import countries, two_letters
from communique.ontology.interchange.tsv import rows, split

_FILE = files("communique.ontology") / "data" / "country_codes.tsv"
SCHEMES = ("iso_numeric", "iso_alpha2", "fips", "cow", "gw", "cameo", "icews")


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """What other schemes write for a country; the empty string where a scheme has nothing, or nothing of its own.

    Attributes
    ----------
    iso_numeric
        Three digits of ISO 3166-1.
    iso_alpha2
        Two letters of ISO 3166-1.
    fips
        Two letters of FIPS 10-4.
    cow, gw
        Numbers of the Correlates of War project, and of Gleditsch and Ward.
    cameo
        CAMEO's country code where it is not the one of ISO 3166-1 alpha-3, or where it is not the only one.
    icews
        The name in ICEWS where it is not our label.
    """

    iso_numeric: str = ""
    iso_alpha2: str = ""
    fips: str = ""
    cow: str = ""
    gw: str = ""
    cameo: str = ""
    icews: str = ""


_NOTHING = CountryCodes()


def country_codes(country: str) -> CountryCodes:
    """Give the codes of a country by its id; empty ones for what is no country.

    Examples
    --------
    >>> country_codes("deu")
    CountryCodes(iso_numeric='276', iso_alpha2='DE', fips='GM', cow='255', gw='260', cameo='DEU', icews='')
    """
    return _by_country().get(country, _NOTHING)


@cache
def countries_by_code(scheme: str) -> Mapping[str, tuple[str, ...]]:
    """Give the ids of the countries that have a code of a scheme, by code; several where states followed each other.

    Examples
    --------
    >>> countries_by_code("cow")["365"]
    ('rus', 'sun')
    """
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows():
        for code in split(row[scheme]):
            found[code] = (*found.get(code, ()), row["id"])
    return MappingProxyType(found)


@cache
def _by_country() -> Mapping[str, CountryCodes]:
    return {row["id"]: CountryCodes(**{name: "".join(split(row[name])[:1]) for name in SCHEMES}) for row in _rows()}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    # Dissolved states without a number are in part 3 of ISO 3166: others may have their letters by now.
    gone = {country.id for country in countries() if country.period.end is not None}
    letters = two_letters()
    return tuple(
        {**row, "iso_alpha2": "" if row["id"] in gone and not row["iso_numeric"] else letters[row["id"]]}
        for _, row in rows(_FILE)
    )
