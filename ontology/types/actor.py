"""Actors of world politics: countries, bodies, persons, and the dated roles of persons."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from communique.ontology.types.period import ALWAYS, Period


class ActorKind(StrEnum):
    """The three classes of actor; the values are the local names of their RDF classes."""

    COUNTRY = "Country"
    BODY = "Body"
    PERSON = "Person"


@dataclass(frozen=True, slots=True)
class Role:
    """An office that a person held: in which body, under which title, during which period."""

    body: str
    title: str
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who can act or be acted upon.

    `notation` is the party code used in data sets (``RUS``, ``UN``, ``HEZ``), `code` the
    CAMEO-style actor code (``RUSGOV``), `sector` its role part (``GOV``). `acts_for` is in
    whose name a body acts; `country` is home, not mandate. `found` marks an actor that a text
    named and nobody has curated.
    """

    id: str
    kind: ActorKind
    label: str
    notation: str = ""
    code: str = ""
    sector: str = ""
    country: str | None = None
    acts_for: str | None = None
    aliases: tuple[str, ...] = ()
    period: Period = ALWAYS
    roles: tuple[Role, ...] = ()
    members: tuple[tuple[str, Period], ...] = ()
    found: bool = False

    def roles_on(self, day: date | None) -> tuple[Role, ...]:
        """Give the roles held on a day, earliest started first; those still open if the day is unknown."""
        if day is None:
            return tuple(role for role in self.roles if role.period.end is None)
        return tuple(role for role in self.roles if role.period.covers(day))
