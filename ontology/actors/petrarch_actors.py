"""Actors from the entries of TABARI and PETRARCH dictionaries: what their codes say, in our terms.

A code is a country's with a sector (``AFGREB``), or that of who has no country (``IGOUNO``). Who has dated codes is a
person who held offices, and outside them of the elite of the country, as in these dictionaries.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from communique.ontology.actors.countries import FOLDER
from communique.ontology.actors.gazetteer import Gazetteer
from communique.ontology.actors.gender import is_given_name
from communique.ontology.actors.petrarch_dictionary import DatedCode, Entry, Unreadable
from communique.ontology.lexicon.scheme import sector_codes
from communique.ontology.types.actor import Actor, ActorKind, Role
from communique.ontology.types.name import slug
from communique.ontology.types.period import ALWAYS

_PART = 3
# Longer words are names, shorter ones in capitals may be abbreviations.
_ABBREVIATION = 5
_ELITE = "ELI"
_OWNING = re.compile(r"'S\b")


@dataclass(frozen=True, slots=True)
class _Written:
    particles: frozenset[str]
    nobody: frozenset[str]
    countries: dict[str, str]


def actors_of(
    entries: Iterable[Entry | Unreadable], known: Gazetteer, *, override: bool = False
) -> Iterator[Actor | Unreadable]:
    """Give the actors of a dictionary's entries.

    Parameters
    ----------
    entries
        As `read_dictionary` gives them.
    known
        Names that this gazetteer has already are left out.
    override
        Whether they are taken nevertheless.

    Yields
    ------
    Actor or Unreadable
        The actor, or why there is none of a line.
    """
    names = frozenset() if override else frozenset(name.text for name in known.names)
    seen: dict[str, int] = {}
    for entry in entries:
        made = entry if isinstance(entry, Unreadable) else _actor(entry, known, names)
        if isinstance(entry, Entry) and isinstance(made, Actor) and seen.setdefault(made.id, entry.line) != entry.line:
            made = Unreadable(entry.line, f"{made.label!r} is on line {seen[made.id]} already")
        yield made


def _actor(entry: Entry, known: Gazetteer, names: frozenset[str]) -> Actor | Unreadable:
    codes = [code for code in entry.codes if code.code not in _written().nobody]
    if not codes:
        return Unreadable(entry.line, f"{entry.names[0]!r} has no code of anybody")
    spelled = list(dict.fromkeys(text for name in entry.names for text in _spelled(name) if text not in names))
    if not spelled:
        return Unreadable(entry.line, f"{entry.names[0]!r} is known already")
    label, *aliases = spelled
    if not slug(label):
        return Unreadable(entry.line, f"{label!r} has no Latin letter to make an id of")
    is_person = any(code.period != ALWAYS for code in codes) or (" " in label and is_given_name(label.split()[0]))
    return (_person if is_person else _body)(label, tuple(aliases), codes, known)


def _person(label: str, aliases: tuple[str, ...], codes: Sequence[DatedCode], known: Gazetteer) -> Actor:
    countries = [country for code in codes if (country := _country(code.code, known))]
    roles = [role for code in codes if (role := _role(code, known)) is not None]
    return Actor(
        id=slug(label),
        kind=ActorKind.PERSON,
        label=label,
        code=codes[-1].code,
        sector=_sector(codes[-1].code, known),
        country=countries[0] if countries else None,
        aliases=aliases,
        roles=tuple(sorted(roles, key=lambda role: (role.period.start or "", role.body))),
    )


def _body(label: str, aliases: tuple[str, ...], codes: Sequence[DatedCode], known: Gazetteer) -> Actor:
    code = codes[0].code
    country, sector = _country(code, known), _sector(code, known)
    organ = _organ(country, sector) if country else None
    # An organ that acts for nobody, as an opposition does, lends its name to nobody either.
    acts_for = organ if organ == country or (organ and known.actors.side(organ, None) == country) else None
    return Actor(
        id=slug(label),
        kind=ActorKind.BODY,
        label=label,
        code=code,
        sector=sector,
        country=country,
        acts_for=acts_for,
        aliases=aliases,
    )


def _role(code: DatedCode, known: Gazetteer) -> Role | None:
    country, sector = _country(code.code, known), _sector(code.code, known)
    if country is None or sector == _ELITE:
        return None
    body = _organ(country, sector)
    return Role(body, "", code.period) if body in known.actors else None


def _organ(country: str, sector: str) -> str:
    """Give the id of the standard organ of a country's sector; the country's own where the code says no more."""
    return f"{country}-{sector.lower()}" if sector else country


def _country(code: str, known: Gazetteer) -> str | None:
    first = code[:_PART]
    named = _written().countries.get(first, first.lower())
    found = known.actors.get(named)
    return named if found is not None and found.kind is ActorKind.COUNTRY else None


def _sector(code: str, known: Gazetteer) -> str:
    """Give the first part of a code that is a sector."""
    start = _PART if _country(code, known) else 0
    parts = [code[at : at + _PART] for at in range(start, len(code), _PART)]
    return next((part for part in parts if part in sector_codes()), "")


def _spelled(name: str) -> list[str]:
    """Give a name in capitals as texts write it; a short one may be an abbreviation or not."""
    small = _written().particles
    words = [
        word.lower() if at and word.lower() in small else re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
        for at, word in enumerate(name.split())
    ]
    usual = _OWNING.sub("'s", " ".join(words))
    return [name, usual] if len(name) <= _ABBREVIATION and name.isalpha() else [usual]


@cache
def _written() -> _Written:
    table = tomllib.loads((FOLDER / "petrarch.toml").read_text(encoding="utf-8"))
    return _Written(frozenset(table["particles"]), frozenset(table["nobody"]), table["countries"])
