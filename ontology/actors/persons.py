"""Persons with their dated roles, read from `data/actors/roles-*.tsv`."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import takewhile

from communique.ontology.actors.countries import sectors_of_organs
from communique.ontology.actors.organisations import sectors_of_bodies
from communique.ontology.actors.transliteration import key
from communique.ontology.interchange.tsv import rows, split
from communique.ontology.types.actor import Actor, ActorKind, Role
from communique.ontology.types.name import Name, NameKind, slug
from communique.ontology.types.period import Period

FOLDER = files("communique.ontology") / "data" / "actors"
_NOT_GOVERNING = frozenset(("leg", "jud", "opp", "reb", "sep", "cvl", "med", "bus", "edu", "rel", "lab", "ngo", "crm"))


@cache
def persons() -> tuple[Actor, ...]:
    """Give every person once, the roles in order of their start, those that give a mandate of a state before others."""
    by_label: dict[str, list[dict[str, str]]] = {}
    for row in _rows():
        by_label.setdefault(row["person"], []).append(row)
    return tuple(_person(label, found) for label, found in sorted(by_label.items()))


@cache
def register_end() -> str:
    """Give the day or month on which the latest of all roles began: of what came later the register knows nothing."""
    return max(role.period.start or "" for person in persons() for role in person.roles)


# From so many letters on two surnames can begin differently and be one (Qaddafi, Gaddafi).
_LONG = 5
_SHORTEST = 3


def names() -> Iterator[Name]:
    """Give full names, aliases, and the surname by which a newspaper calls a person again."""
    surnames: dict[str, set[str]] = {}
    for row in _rows():
        surnames.setdefault(row["person"], set()).add(row["surname"] or row["person"].split()[-1])
    for person in persons():
        for text in (person.label, *person.aliases):
            yield Name(text, person.id, NameKind.PERSON if " " in text else NameKind.SURNAME)
        own = surnames[person.label].union(*(_spellings(surname, person.aliases) for surname in surnames[person.label]))
        for surname in sorted(own - {person.label, *person.aliases}):
            yield Name(surname, person.id, NameKind.SURNAME)


def _spellings(surname: str, aliases: Iterable[str]) -> set[str]:
    """Give the other spellings of a surname that the last words of aliases are ("Abdel-Fattah el-Sissi": ``Sissi``)."""
    sizes = {1, len(surname.split())}
    last = {" ".join(words[-size:]) for words in map(str.split, aliases) for size in sizes if len(words) > size}
    bare = {words.removeprefix("al-").removeprefix("el-") for words in last}
    spelt = (words for words in bare if len(words) >= _SHORTEST and words[0].isupper() and words != surname)
    return {words for words in spelt if _is_spelling(words, surname)}


def _is_spelling(word: str, surname: str) -> bool:
    """Tell whether two surnames have keys that differ in one letter at most, in the first one only if they are long.

    Without its particle a surname is no spelling of itself ("bin Salman").
    """
    one, other = key(word), key(surname)
    if (one[:1] != other[:1] and len(one) < _LONG) or len(word) < len(surname.replace(" ", "")) - 2:
        return False
    same = _shared(one, other)
    same += _shared(one[same:][::-1], other[same:][::-1])
    return same >= max(len(one), len(other)) - 1


def _shared(one: str, other: str) -> int:
    """Give how many letters two texts have in common from their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@cache
def _rows() -> tuple[dict[str, str], ...]:
    found = sorted(path.name for path in FOLDER.iterdir() if path.name.startswith("roles-"))
    return tuple(row for name in found for _, row in rows(FOLDER / name))


def _person(label: str, found: list[dict[str, str]]) -> Actor:
    ordered = sorted(found, key=lambda row: (_partisan(row), row["start"], row["body"], row["title"]))
    roles = [_role(row) for row in ordered]
    country = next((row["country"] for row in found if row["country"]), None)
    aliases = {alias for row in found for alias in split(row["aliases"])} - {label}
    return Actor(
        id=slug(label),
        kind=ActorKind.PERSON,
        label=label,
        code=(country or "").upper() + _sector(found[-1]),
        sector=_sector(found[-1]),
        country=country,
        aliases=tuple(sorted(aliases)),
        roles=tuple(roles),
    )


def _partisan(row: dict[str, str]) -> bool:
    """Tell whether a role is in a party, movement, parliament …: who also governs acts for the state first."""
    return row["body"] in _NOT_GOVERNING or sectors_of_bodies().get(row["body"], "GOV") not in ("GOV", "IGO")


def _role(row: dict[str, str]) -> Role:
    body = row["body"]
    if body in sectors_of_organs():
        body = f"{row['country']}-{body}"
    return Role(body, row["title"], Period(row["start"] or None, row["end"] or None))


def _sector(row: dict[str, str]) -> str:
    return sectors_of_organs().get(row["body"], "ELI")
