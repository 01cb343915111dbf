"""Actors from the entries of TABARI and PETRARCH dictionaries: what their codes say, in our terms.

A code is a country's with a sector (``AFGREB``), or that of who has no country (``IGOUNO``). Who has dated codes is a
person who held offices, and outside them of the elite of the country, as in these dictionaries.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from communique.ontology.actors.countries import FOLDER
from communique.ontology.actors.gazetteer import Gazetteer
from communique.ontology.actors.gender import is_given_name
from communique.ontology.actors.naming import naming
from communique.ontology.actors.petrarch_dictionary import DatedCode, DictionaryEntry, Unreadable
from communique.ontology.lexicon.scheme import sector_codes
from communique.ontology.types.actor import Actor, ActorKind, Role
from communique.ontology.types.name import NameKind, slug
from communique.ontology.types.period import ALWAYS

_PART = 3
# Longer words are names, shorter ones in capitals may be abbreviations.
_ABBREVIATION = 5
_ELITE = "ELI"
_OWNING = re.compile(r"'S\b")
_WORD = re.compile(r"[^\W\d_]+")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_BRACKETED_WITHIN = re.compile(r"\([^()]*\)\s*[^\s()]")
_BRACKETED_LAST = re.compile(r"\(([A-Z0-9]{2,7})\)\s*$")
# The small second part of a name: "Sang-hwan".
_SECOND = re.compile(r"(?<=\w-)[^\W\d_](?=[^\W\d_])")
_ARTICLE = re.compile(r"\b(?:al|el)-", re.IGNORECASE)
# A family name's third letter, as in "McGregor".
_SCOTTISH = re.compile(r"(?<=\bMc)[a-z](?=[a-z]{2})")
_QUOTED = re.compile('["\u201c\u201d]')
# "BANK OF THE SOUTH, THE".
_ARTICLE_LAST = re.compile(r"^(.+),\s*THE$")
_ENDINGS = frozenset(("st", "nd", "rd", "th"))
# An article at the head of a name within a sentence: "al-Rashdan".
_LEADING = re.compile(r"^(?:Al|El)(?=-)")


@dataclass(frozen=True, slots=True)
class _Written:
    particles: frozenset[str]
    nobody: frozenset[str]
    everyday: frozenset[str]
    countries: dict[str, str]


def actors_of(
    entries: Iterable[DictionaryEntry | Unreadable], known: Gazetteer, *, override: bool = False
) -> Iterator[Actor | Unreadable]:
    """Give the actors of a dictionary's entries.

    Parameters
    ----------
    entries
        As `read_dictionary` gives them.
    known
        Names that this gazetteer has already are left out; the other names of an actor that it has are given under
        that actor's id without a label, and several lines can have names for one.
    override
        Whether they are taken nevertheless.

    Yields
    ------
    Actor or Unreadable
        The actor, or why there is none of a line.
    """
    index = _KnownNames() if override else _known_names(known)
    seen: dict[str, int] = {}
    for entry in entries:
        made = entry if isinstance(entry, Unreadable) else _actor(entry, known, index)
        is_new = isinstance(made, Actor) and bool(made.label)
        if isinstance(made, Actor) and is_new and seen.setdefault(made.id, entry.line) != entry.line:
            made = Unreadable(entry.line, f"{made.label!r} is on line {seen[made.id]} already")
        yield made


@dataclass(frozen=True, slots=True)
class _KnownNames:
    """The names of a gazetteer, and whom those mean that are no surnames, places or adjectives."""

    texts: frozenset[str] = frozenset()
    actors: Mapping[str, str] = field(default_factory=dict)

    def actor(self, name: str) -> str | None:
        """Give the actor whose name, notation or id a name is."""
        return self.actors.get(name.casefold()) or self.actors.get(slug(name))


def _known_names(known: Gazetteer) -> _KnownNames:
    bearing = (NameKind.NAME, NameKind.PERSON)
    meant = {actor.notation.casefold(): actor.id for actor in known.actors.values() if actor.notation}
    meant |= {actor_id: actor_id for actor_id in known.actors}
    meant |= {name.text.casefold(): name.actor for name in known.names if name.kind in bearing}
    return _KnownNames(frozenset(name.text for name in known.names), meant)


def _actor(entry: DictionaryEntry, known: Gazetteer, index: _KnownNames) -> Actor | Unreadable:
    codes = [code for code in entry.codes if code.code not in _written().nobody]
    if not codes:
        return Unreadable(entry.line, f"{entry.names[0]!r} has no code of anybody")
    dated = any(code.period != ALWAYS for code in codes)
    every = list(dict.fromkeys(text for name in entry.names for text in _spelled(_untitled(name, dated=dated))))
    spelled = [text for text in every if text not in index.texts]
    if not spelled:
        return Unreadable(entry.line, f"{entry.names[0]!r} is known already")
    meant = next((actor for text in every if (actor := index.actor(text)) is not None), None)
    if meant is not None:
        return _further_names(entry, known.actors[meant], spelled)
    label, *aliases = spelled
    if not any(letter.isalpha() for letter in slug(label)):
        return Unreadable(entry.line, f"{label!r} has no Latin letter to make an id of")
    is_person = dated or (" " in label and is_given_name(label.split()[0]))
    return (_person if is_person else _body)(label, tuple(aliases), codes, known)


def _further_names(entry: DictionaryEntry, actor: Actor, spelled: Sequence[str]) -> Actor | Unreadable:
    """Give the names that an actor does not have yet; a bare surname or an everyday word is none."""
    is_person = actor.kind is ActorKind.PERSON
    names = [
        text for text in spelled if text.lower() not in _written().everyday and not (is_person and " " not in text)
    ]
    if not names:
        return Unreadable(entry.line, f"{entry.names[0]!r} is known already")
    return Actor(actor.id, actor.kind, "", aliases=tuple(names))


def _untitled(name: str, *, dated: bool) -> str:
    """Give the name of a person, of whom the codes are dated, without the titles before it."""
    words = name.split()
    titles = naming().honorifics | naming().offices
    while dated and len(words) > 1 and words[0].lower() in titles:
        words = words[1:]
    return " ".join(words)


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
    """Give a name in capitals as texts write it, the usual spelling first.

    A short one may be an abbreviation or not; a short word in brackets at its end is one, any within it may be
    left out; behind a hyphen a part of a name may be small or not.
    """
    short = _BRACKETED_LAST.findall(name)
    if _BRACKETED_WITHIN.search(name):
        return list(dict.fromkeys((*_spelled(_BRACKETED.sub(" ", name)), *_spelled(_BRACKETED.sub(r"\1", name)))))
    name = " ".join(_QUOTED.sub("", _BRACKETED.sub(" ", name)).split())
    name = _ARTICLE_LAST.sub(r"\1", name)
    words = [_capitalised(word, first=not at) for at, word in enumerate(name.split())]
    usual = _OWNING.sub("'s", " ".join(words))
    parts = re.split("[-/]", name)
    abbreviated = all(part.isalnum() and len(part) <= _ABBREVIATION for part in parts)
    found = [name, usual] if abbreviated else [usual]
    if not (abbreviated or _ARTICLE.search(usual)):
        found.append(_SECOND.sub(lambda part: part[0].lower(), usual))
    found.append(_LEADING.sub(lambda part: part[0].lower(), usual))
    found.append(re.sub(r"^The(?= )", "the", usual))
    found.append(_SCOTTISH.sub(lambda part: part[0].upper(), usual))
    return [text for text in dict.fromkeys((*found, *(text for text in short if text.isalnum()))) if text]


def _capitalised(word: str, *, first: bool) -> str:
    """Give a word with capitals at the head of its parts; particles that are not `first` are small ("al-Rashdan")."""
    small = _written().particles
    if word.lower() in small and not first:
        return word.lower()
    particle, hyphen, rest = word.partition("-")
    if hyphen and not first and particle.lower() in small:
        return f"{particle.lower()}-{_capitalised(rest, first=True)}"
    return _WORD.sub(lambda part: part[0].lower() if _is_ordinal(part) else part[0].capitalize(), word)


def _is_ordinal(part: re.Match[str]) -> bool:
    """Tell whether letters are the ending of a number ("11th")."""
    return part[0].lower() in _ENDINGS and part.string[: part.start()][-1:].isdigit()


@cache
def _written() -> _Written:
    table = tomllib.loads((FOLDER / "petrarch.toml").read_text(encoding="utf-8"))
    return _Written(
        frozenset(table["particles"]), frozenset(table["nobody"]), frozenset(table["everyday"]), table["countries"]
    )
