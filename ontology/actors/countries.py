"""Countries and their organs, read from `data/actors/countries.tsv`, `organs.tsv` and `organs-named.tsv`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from communique.ontology.actors.articles import with_article
from communique.ontology.interchange.tsv import rows, split
from communique.ontology.lexicon.scheme import sectors
from communique.ontology.types.actor import Actor, ActorKind
from communique.ontology.types.name import Name, NameKind
from communique.ontology.types.period import Period

FOLDER = files("communique.ontology") / "data" / "actors"
# How the ids of those without name and country begin.
UNNAMED = "unnamed-"
_COLUMNS_OF_NAMES = {
    "aliases": NameKind.NAME,
    "official": NameKind.NAME,
    "adjective": NameKind.ADJECTIVE,
    "demonyms": NameKind.DEMONYM,
    "capital": NameKind.CAPITAL,
    "cities": NameKind.CITY,
}


def two_letters() -> dict[str, str]:
    """Give the two letters of ISO 3166 by the id of the country, of dissolved states those of its part 3."""
    return {row["id"]: row["iso2"] for row in _country_rows()}


def countries() -> Iterator[Actor]:
    """Give every state and territory, with the dissolved ones."""
    for row in _country_rows():
        notation = row["iso3"] or row["id"].upper()
        yield Actor(
            id=row["id"],
            kind=ActorKind.COUNTRY,
            label=row["label"],
            notation=notation,
            code=notation,
            country=row["id"],
            aliases=split(row["aliases"]),
            period=Period(row["start"] or None, row["end"] or None),
        )


def organs() -> Iterator[Actor]:
    """Give the standard organs of every country, with the usual English names of those that have one."""
    named = _named_organs()
    for country in _country_rows():
        for organ in _organ_rows():
            actor_id = f"{country['id']}-{organ['suffix']}"
            yield _organ(country, organ, _usual_names(named.get(actor_id, ())))
    for row in _named_rows():
        if row["id"]:
            yield _named_organ(row)


def unnamed() -> Iterator[Actor]:
    """Give, for every sector of an organ, who has no name and no country in a text ("gunmen")."""
    for sector in dict.fromkeys(row["sector"] for row in _organ_rows()):
        code = f"---{sector}"
        yield Actor(
            id=f"{UNNAMED}{sector.lower()}",
            kind=ActorKind.BODY,
            label=f"Unnamed {sectors()['CAMEO', sector].label}",
            notation=code,
            code=code,
            sector=sector,
        )


def names() -> Iterator[Name]:
    """Give the names of countries, capitals, cities, seats of power and named organs."""
    for row in _country_rows():
        yield Name(row["label"], row["id"])
        for column, kind in _COLUMNS_OF_NAMES.items():
            owner = {NameKind.CAPITAL: f"{row['id']}-gov", NameKind.DEMONYM: f"{row['id']}-cvl"}.get(kind, row["id"])
            yield from (Name(text, owner, kind) for text in split(row[column]))
        for seat in split(row["seats"]):
            suffix, _, text = seat.partition(":")
            yield Name(text, f"{row['id']}-{suffix}", NameKind.SEAT)
    for row in _named_rows():
        owner = row["id"] or f"{row['country']}-{row['suffix']}"
        yield from (Name(text, owner) for text in (row["label"], *split(row["aliases"])))


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """The names of countries, and those of their capitals and other cities."""

    countries: frozenset[str]
    cities: frozenset[str]


@cache
def place_names() -> PlaceNames:
    """Give the names of places in the gazetteer."""
    found: dict[str, set[str]] = {"countries": set(), "cities": set()}
    for row in _country_rows():
        found["countries"].update((row["label"], *split(row["aliases"]), *split(row["official"])))
        found["cities"].update((*split(row["capital"]), *split(row["cities"])))
    return PlaceNames(frozenset(found["countries"]), frozenset(found["cities"]))


def organ_phrases() -> Iterator[tuple[str, str]]:
    """Give the common noun phrases that mean an organ, with the suffix of its id."""
    for row in _organ_rows():
        yield from ((phrase, row["suffix"]) for phrase in split(row["phrases"]))


def ambiguous_rows() -> Iterator[dict[str, str]]:
    """Give the rows of `ambiguous.tsv`."""
    return (row for _, row in rows(FOLDER / "ambiguous.tsv"))


@cache
def sectors_of_organs() -> dict[str, str]:
    """Give the sector of every standard organ by its suffix."""
    return {row["suffix"]: row["sector"] for row in _organ_rows()}


def _organ(country: dict[str, str], organ: dict[str, str], aliases: tuple[str, ...]) -> Actor:
    adjective = (split(country["adjective"]) or (country["label"],))[0]
    principal = organ["acts_for"]
    return Actor(
        id=f"{country['id']}-{organ['suffix']}",
        kind=ActorKind.BODY,
        label=organ["label"].format(label=with_article(country["label"]), adjective=adjective),
        code=(country["iso3"] or country["id"].upper()) + organ["sector"],
        sector=organ["sector"],
        country=country["id"],
        acts_for=country["id"] if principal == "." else f"{country['id']}-{principal}" if principal else None,
        aliases=aliases,
    )


def _usual_names(named: Iterable[dict[str, str]]) -> tuple[str, ...]:
    return tuple(text for row in named if not row["id"] for text in (row["label"], *split(row["aliases"])))


def _named_organ(row: dict[str, str]) -> Actor:
    sector = sectors_of_organs()[row["suffix"]]
    acting = next(organ["acts_for"] for organ in _organ_rows() if organ["suffix"] == row["suffix"])
    return Actor(
        id=row["id"],
        kind=ActorKind.BODY,
        label=row["label"],
        code=row["country"].upper() + sector,
        sector=sector,
        country=row["country"],
        acts_for=f"{row['country']}-{row['suffix']}" if acting else None,
        aliases=split(row["aliases"]),
        period=Period(row["start"] or None, row["end"] or None),
    )


@cache
def _country_rows() -> tuple[dict[str, str], ...]:
    return tuple(row for _, row in rows(FOLDER / "countries.tsv"))


@cache
def _organ_rows() -> tuple[dict[str, str], ...]:
    return tuple(row for _, row in rows(FOLDER / "organs.tsv"))


@cache
def _named_rows() -> tuple[dict[str, str], ...]:
    return tuple(row for _, row in rows(FOLDER / "organs-named.tsv"))


def _named_organs() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in _named_rows():
        found.setdefault(f"{row['country']}-{row['suffix']}", []).append(row)
    return found
