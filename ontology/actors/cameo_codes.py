"""CAMEO actor codes (``RUSGOV``, ``IGOUNO``): what is written for an actor, and what the parts of a code say."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from communique.ontology.actors.countries import countries
from communique.ontology.actors.country_codes import countries_by_code, country_codes
from communique.ontology.actors.register import Actors
from communique.ontology.interchange.tsv import rows
from communique.ontology.lexicon.scheme import sectors

_FOLDER = files("communique.ontology") / "data"
_PART = 3
_UNKNOWN = "---"


@dataclass(frozen=True, slots=True)
class CodeParts:
    """What a CAMEO actor code says: country or region, known groups, religions, roles; each may be missing."""

    country: str = ""
    groups: tuple[str, ...] = ()
    religions: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


def cameo_code(actors: Actors, actor_id: str, day: dt.date | None) -> str:
    """Give the CAMEO code of an actor on a day: that of the table, else country and role; empty where none is known.

    Who has no code in the table and no country has that of whom it acts for.

    Examples
    --------
    >>> from communique.ontology.actors import gazetteer
    >>> [cameo_code(gazetteer().actors, name, None) for name in ("rus-gov", "rou", "un-women", "nato", "unnamed-reb")]
    ['RUSGOV', 'ROM', 'IGOUNO', 'IGOWSTNAT', 'REB']
    """
    seen: set[str] = set()
    name: str | None = actor_id
    while name is not None and name not in seen:
        if name in _own_codes():
            return _own_codes()[name]
        seen.add(name)
        actor = actors.get(name)
        name = actor.acts_for if actor is not None and actor.country is None else None
    actor = actors.get(actor_id)
    _, code = actors.coded(actor_id, day)
    own = country_codes(actor.country).cameo if actor is not None and actor.country else ""
    return (own + code[_PART:] if own else code).removeprefix(_UNKNOWN)


@cache
def actors_by_cameo_code() -> Mapping[str, str]:
    """Give the id of the actor for whom a code of the table is read, by code."""
    found: dict[str, str] = {}
    for row in _table():
        found.setdefault(row["code"], row["actor"])
    return MappingProxyType(found)


@cache
def actors_by_known_group() -> Mapping[str, str]:
    """Give the id of the actor of a known group by its letters alone: whose code they end, the shortest if several do.

    Examples
    --------
    >>> [actors_by_known_group()[code] for code in ("NAT", "EEC", "UNO", "HCR")]
    ['nato', 'eu', 'un', 'unhcr']
    """
    found: dict[str, list[str]] = {}
    for code in sorted(actors_by_cameo_code(), key=len):
        for group in parts_of(code).groups[-1:]:
            found.setdefault(group, []).append(code)
    return MappingProxyType(
        {group: actors_by_cameo_code()[codes[0]] for group, codes in found.items() if _is_of_one(codes)}
    )


def _is_of_one(codes: Sequence[str]) -> bool:
    """Tell whether the shortest of some codes, shortest first, are of one actor: others are of its parts."""
    return len({actors_by_cameo_code()[code] for code in codes if len(code) == len(codes[0])}) == 1


def parts_of(code: str) -> CodeParts:
    """Give the parts of a CAMEO actor code, three letters each; what is no country, role or religion is a group.

    Examples
    --------
    >>> parts_of("RUSGOVMIL")
    CodeParts(country='RUS', groups=(), religions=(), roles=('GOV', 'MIL'))
    >>> parts_of("IGOWSTNAT")
    CodeParts(country='WST', groups=('NAT',), religions=(), roles=('IGO',))
    """
    country, groups, religions, roles = "", list[str](), list[str](), list[str]()
    at = 0
    while at < len(code):
        part = code[at : at + _PART]
        if at == 0 and part in _countries_and_regions():
            country = part
        elif part in _roles():
            roles.append(part)
        # MUS is Islam in the middle of a code, and Mauritius at its start.
        elif part in _religions():
            religions.append(part)
        elif not country and part in _countries_and_regions():
            country = part
        elif part != _UNKNOWN:
            # The abbreviation of a body of ours may have any number of letters.
            groups.append(part if len(code) % _PART == 0 else code[at:])
            at = at if len(code) % _PART == 0 else len(code)
        at += _PART
    return CodeParts(country, tuple(groups), tuple(religions), tuple(roles))


def label_of_part(code: str) -> str:
    """Give what a part of a code that is a region or a religion means; empty for any other.

    Examples
    --------
    >>> label_of_part("WAF")
    'West Africa'
    """
    return _labels().get(code, "")


@cache
def _own_codes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in _table():
        found.setdefault(row["actor"], row["code"])
    return found


@cache
def _table() -> tuple[dict[str, str], ...]:
    return tuple(row for _, row in rows(_FOLDER / "cameo_actor_codes.tsv"))


@cache
def _parts(kind: str) -> frozenset[str]:
    return frozenset(row["code"] for _, row in rows(_FOLDER / "cameo_code_parts.tsv") if row["kind"] == kind)


@cache
def _labels() -> Mapping[str, str]:
    return {row["code"]: row["label"] for _, row in rows(_FOLDER / "cameo_code_parts.tsv")}


@cache
def _countries_and_regions() -> frozenset[str]:
    return _parts("region") | countries_by_code("cameo").keys() | {country.notation for country in countries()}


@cache
def _religions() -> frozenset[str]:
    return _parts("religion")


@cache
def _roles() -> frozenset[str]:
    return frozenset(code for scheme, code in sectors() if scheme == "CAMEO")
