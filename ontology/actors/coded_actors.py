"""Actors as event data writes them: by CAMEO code, by name with country and role, by the numbers of countries.

Who is known is the curated actor; a country with a role is that country's organ (``RUSMIL``: its armed forces). Whoever
is left becomes an actor that was found, with the country and the sector that the code tells.
"""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

from communique.ontology.actors.cameo_codes import (
    CodeParts,
    actors_by_cameo_code,
    actors_by_known_group,
    label_of_part,
    parts_of,
)
from communique.ontology.actors.countries import UNNAMED, sectors_of_organs
from communique.ontology.actors.country_codes import countries_by_code
from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.actors.person_names import PersonNames
from communique.ontology.actors.register import Actors
from communique.ontology.actors.typed_names import TypedNames, typed_names
from communique.ontology.lexicon.scheme import sectors
from communique.ontology.types.actor import Actor, ActorKind, Role
from communique.ontology.types.name import slug

_PART = 3
# What begins with fewer parts is a role or a religion, not the code of a body.
_SHORTEST_CODE = 6
_NOBODY = frozenset("-.#* _")
# So ICEWS calls whoever its text does not name.
_NOBODY_NAMED = frozenset(("unspecified actor",))
# In a role of several parts the first counts, but who is armed is so before all.
# Roles of bodies that have a name of their own, and none in their code where it is not theirs alone.
_UNITED = frozenset(("IGO", "NGO", "IMG", "NGM"))
_ARMED = ("MIL", "REB", "SEP", "COP", "SPY")


class CodedActors:
    """Actors by what data sets write for them, as a register knows them."""

    def __init__(self, known: Actors) -> None:
        self._known = known
        self._persons = PersonNames(known)
        self._organs: dict[str, str] = {}
        for suffix, sector in sectors_of_organs().items():
            self._organs.setdefault(sector, suffix)

    def by_cameo(self, code: str, written: str = "") -> Actor | None:
        """Give the actor of a CAMEO code, ``written`` being the name beside it; None where it says nobody.

        Examples
        --------
        >>> from communique.ontology.actors import gazetteer
        >>> actors = CodedActors(gazetteer().actors)
        >>> codes = ("RUSGOV", "IGOUNO", "PSEREB", "IMGMUSISI", "NAT", "USAELI", "REB")
        >>> [actors.by_cameo(code).id for code in codes]
        ['rus-gov', 'un', 'pse-reb', 'isis', 'nato', 'cameo-usaeli', 'unnamed-reb']
        """
        code = code.strip()
        if not code or _NOBODY.issuperset(code):
            return None
        parts = parts_of(code.upper() if code.isupper() else code)
        known = self._tabled(code) or self._standard(parts) or self._by_group(parts) or self._body(parts, written)
        return known or self._found(code, parts, written)

    def by_name(
        self, name: str, *, country: str | None = None, sector: str = "", organ: str = "", title: str = ""
    ) -> Actor | None:
        """Give the actor of a name; None where it is empty.

        Parameters
        ----------
        name
            As the data set writes it; with its country in brackets (``Citizen (Japan)``) it means an organ.
        country
            The id of the home country.
        sector
            The role in CAMEO's code.
        organ
            The suffix of the standard organ of that role; by default the first of that sector.
        title
            The office of a person.
        """
        name = " ".join(name.split())
        if not name or _NOBODY.issuperset(name) or name.casefold() in _NOBODY_NAMED:
            return None
        organ = organ or self._organs.get(sector, "")
        own = self._named(name, country) or self._described(name, country, organ, sector)
        if own is None and country is not None:
            own = self._persons.bearer(name, country)
        return own or self._new(name, country, sector, organ, title)

    def country(self, scheme: str, code: str, day: dt.date | None = None) -> Actor | None:
        """Give the country of a code: ``iso3``, ``fips``, ``cow``, ``gw``, ``iso_numeric``, ``icews``, ``cameo``.

        Where states followed each other under one number the one that existed on the day.
        """
        code = code.strip()
        if scheme in {"iso3", "cameo"}:
            found: Sequence[str] = self._cameo_countries.get(code.upper(), ())
        else:
            found = countries_by_code(scheme).get(code) or countries_by_code(scheme).get(code.lstrip("0"), ())
        there = [self._known[name] for name in found if name in self._known]
        alive = [actor for actor in there if day is None or actor.period.covers(day)]
        return next(iter([*alive, *there]), None)

    def country_named(self, name: str) -> Actor | None:
        """Give the country that is called by a name, in ICEWS's spelling too; None where none is."""
        own = self.country("icews", name)
        if own is not None:
            return own
        meant = [self._known[each] for each in self._meant(name)]
        return meant[0] if len(meant) == 1 and meant[0].kind is ActorKind.COUNTRY else None

    @cached_property
    def _names(self) -> TypedNames:
        return typed_names(gazetteer(), self._known)

    @cached_property
    def _cameo_countries(self) -> dict[str, tuple[str, ...]]:
        found = {
            actor.notation: (actor.id,)
            for actor in self._known.values()
            if actor.kind is ActorKind.COUNTRY and actor.notation
        }
        others = countries_by_code("cameo").items()
        return found | {code: names for code, names in others if all(name in self._known for name in names)}

    def _tabled(self, code: str) -> Actor | None:
        """Give the body of a code or of its beginning, where roles follow (``IGOEUREECGOV``)."""
        for end in range(len(code), _SHORTEST_CODE - 1, -_PART):
            name = actors_by_cameo_code().get(code[:end])
            rest = parts_of(code[end:])
            if name is not None and name in self._known and not (rest.country or rest.groups):
                return self._known[name]
        name = actors_by_cameo_code().get(code)
        return self._known.get(name) if name else None

    def _standard(self, parts: CodeParts) -> Actor | None:
        """Give a country, an organ of one, or who has a role and no country."""
        if parts.religions or parts.groups:
            return None
        country = self._cameo_countries.get(parts.country, ())
        if parts.country and not country:
            return None
        if not parts.roles:
            return self._known.get(country[0]) if country else None
        role = _weightiest(parts.roles)
        if not country:
            return self._known.get(f"{UNNAMED}{role.lower()}")
        return self._known.get(f"{country[0]}-{self._organs.get(role, role.lower())}")

    def _by_group(self, parts: CodeParts) -> Actor | None:
        """Give the country of a code in which one follows another: a part of a union (``SCGSRB``)."""
        inner = [name for group in parts.groups for name in self._cameo_countries.get(group, ())]
        if not (parts.country and inner) or parts.religions:
            return None
        role = _weightiest(parts.roles) if parts.roles else ""
        return self._known.get(f"{inner[-1]}-{self._organs.get(role, '')}" if role else inner[-1])

    def _home(self, parts: CodeParts) -> str | None:
        return next(iter(self._cameo_countries.get(parts.country, ())), None)

    def _body(self, parts: CodeParts, written: str) -> Actor | None:
        """Give the body of a known group without the parts before it (``NAT``), or of the name beside such a code."""
        country = self._home(parts)
        names = [actors_by_known_group().get(parts.groups[-1], "")] if parts.groups else []
        if written and (parts.groups or _UNITED.intersection(parts.roles)):
            meant = self._names.of(written)
            names += meant if len(meant) == 1 else ()
        bodies = [self._known[name] for name in names if name in self._known]
        at_home = (each for each in bodies if country is None or each.country in (None, country))
        return next((each for each in at_home if each.kind is ActorKind.BODY), None)

    def _found(self, code: str, parts: CodeParts, written: str) -> Actor:
        country = self._home(parts)
        # The name beside a code is that of a group; of a role with a country it says less than the code.
        label = _as_written(written) if parts.groups or code != code.upper() else ""
        return Actor(
            id=f"cameo-{slug(code)}",
            kind=ActorKind.BODY,
            label=label or self._label(parts, country) or code,
            code=code,
            sector=_weightiest(parts.roles) if parts.roles else "",
            country=country,
            found=True,
        )

    def _label(self, parts: CodeParts, country: str | None) -> str:
        words = [_sector_label(role) for role in parts.roles] + [label_of_part(part) for part in parts.religions]
        words += list(parts.groups)
        home = self._known[country].label if country else label_of_part(parts.country)
        what = ", ".join(word for word in words if word)
        return f"{what[:1].upper()}{what[1:]} ({home})" if what and home else what[:1].upper() + what[1:] or home

    def _named(self, name: str, country: str | None) -> Actor | None:
        meant = [self._known[each] for each in self._meant(name)]
        at_home = [actor for actor in meant if country is None or actor.country in (country, None)]
        own = next(iter(at_home), None)
        return own if len(at_home) == 1 else self._known.get(slug(name)) if slug(name) in self._names.of(name) else None

    def _meant(self, name: str) -> tuple[str, ...]:
        """Give the ids of those whom a name can mean, as it stands or turned round."""
        return self._names.of(name) or self._names.of(_turned(name))

    def _described(self, name: str, country: str | None, organ: str, sector: str) -> Actor | None:
        """Give the organ that a role with a country in brackets is, or who has a role and no country."""
        if not name.endswith(")") or "(" not in name:
            return None
        if country is not None:
            return self._known.get(f"{country}-{organ}") if organ else None
        return self._known.get(f"{UNNAMED}{sector.lower()}") if sector else None

    def _new(self, name: str, country: str | None, sector: str, organ: str, title: str) -> Actor:
        body = f"{country}-{organ}" if country and organ else ""
        acting = body if body in self._known and self._known.side(body, None) == country else ""
        person = self._persons.is_person(name)
        words = slug(name) or slug("-".join(f"{ord(letter):x}" for letter in name))
        return Actor(
            id=f"{words}-{country}" if words in self._known else words,
            kind=ActorKind.PERSON if person else ActorKind.BODY,
            label=name,
            code=f"{self._known[country].notation if country else ''}{sector}",
            sector=sector,
            country=country,
            acts_for=None if person else acting or None,
            roles=(Role(acting, title),) if person and acting else (),
            found=True,
        )


def _turned(name: str) -> str:
    """Give a name whose first word in a list stands behind a comma: ``Korea, Republic of``, ``Lavrov, Sergei``."""
    last, _, first = name.partition(",")
    return f"{first.strip()} {last.strip()}".strip()


def _weightiest(roles: Sequence[str]) -> str:
    return next((role for role in _ARMED if role in roles), roles[0])


def _sector_label(role: str) -> str:
    found = sectors().get(("CAMEO", role))
    return found.label if found else role


def _as_written(written: str) -> str:
    text = " ".join(written.split())
    return text.title() if text.isupper() else text
