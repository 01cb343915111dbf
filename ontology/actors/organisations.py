"""Intergovernmental organisations and non-state actors, read from `data/actors/bodies-*.tsv`."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from communique.ontology.interchange.tsv import rows, split
from communique.ontology.types.actor import Actor, ActorKind
from communique.ontology.types.name import Name
from communique.ontology.types.period import Period

FOLDER = files("communique.ontology") / "data" / "actors"


@cache
def bodies() -> tuple[Actor, ...]:
    """Give every body of the files, in their order."""
    listed = [row for name in _files() for _, row in rows(FOLDER / name)]
    by_id = {row["id"]: row for row in listed}
    return tuple(_body(row, by_id) for row in listed)


@cache
def sectors_of_bodies() -> dict[str, str]:
    """Give the sector of every body by its id."""
    return {body.id: body.sector for body in bodies()}


@cache
def separate_party_codes() -> frozenset[str]:
    """Give the codes of non-state parties that data sets code apart from the country that is their home."""
    return frozenset(row["code"] for _, row in rows(FOLDER / "party-codes.tsv"))


def names() -> Iterator[Name]:
    """Give labels and aliases of the bodies."""
    for body in bodies():
        yield from (Name(text, body.id) for text in (body.label, *body.aliases))


def _files() -> list[str]:
    return sorted(path.name for path in FOLDER.iterdir() if path.name.startswith("bodies-"))


def _body(row: dict[str, str], by_id: dict[str, dict[str, str]]) -> Actor:
    return Actor(
        id=row["id"],
        kind=ActorKind.BODY,
        label=row["label"],
        notation=row["notation"],
        code=_code(row, by_id),
        sector=row["sector"],
        country=row["country"] or None,
        acts_for=row["acts_for"] or None,
        aliases=split(row["aliases"]),
        period=Period(row["start"] or None, row["end"] or None),
        members=tuple(_member(cell) for cell in split(row["members"])),
    )


def _code(row: dict[str, str], by_id: dict[str, dict[str, str]]) -> str:
    """Give country and sector; of an organisation without country its own notation, else that of whom it acts for."""
    if row["country"]:
        return row["country"].upper() + row["sector"]
    principal = row
    while not principal["notation"] and principal["acts_for"] in by_id:
        principal = by_id[principal["acts_for"]]
    return row["sector"] + principal["notation"]


def _member(cell: str) -> tuple[str, Period]:
    country, _, years = cell.partition(":")
    start, _, end = years.partition("/")
    return country, Period(start or None, end or None)
