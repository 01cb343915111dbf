"""Places: where something happened, as a country or as a named place in one."""

from dataclasses import dataclass
from enum import StrEnum

_SEPARATOR = "."


class PlaceKind(StrEnum):
    """A country, and the classes of named places in one."""

    COUNTRY = "country"
    CAPITAL = "capital"
    CITY = "city"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Place:
    """A named place in a country.

    `id` is the country's actor id, a full stop and the name (``syr.aleppo``), so the country can be told from the
    id alone. Latitude and longitude are decimal degrees (WGS 84), None where they are not known.
    """

    id: str
    label: str
    country: str
    kind: PlaceKind = PlaceKind.CITY
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0


def place_id(country: str, name: str) -> str:
    """Give the id of a named place in a country; `name` is a slug.

    Examples
    --------
    >>> place_id("syr", "aleppo")
    'syr.aleppo'
    """
    return f"{country}{_SEPARATOR}{name}"


def country_of_place(place: str) -> str:
    """Give the country of a place by its id; a country is its own.

    Examples
    --------
    >>> country_of_place("syr.aleppo"), country_of_place("syr")
    ('syr', 'syr')
    """
    return place.partition(_SEPARATOR)[0]


def slug_of_place(place: str) -> str:
    """Give the name in the id of a named place.

    Examples
    --------
    >>> slug_of_place("syr.aleppo")
    'aleppo'
    """
    return place.partition(_SEPARATOR)[2]


def is_named_place(place: str) -> bool:
    """Tell by its id whether a place is one in a country, not a country itself."""
    return _SEPARATOR in place
