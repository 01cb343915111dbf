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
    """A country, body or person that can act or be acted upon.

    Attributes
    ----------
    id
        The name in its IRI.
    kind
        Country, body or person.
    label
        The name as people read it.
    notation
        The party code used in data sets (``RUS``, ``UN``, ``HEZ``).
    code
        The CAMEO-style actor code (``RUSGOV``).
    sector
        Its role part (``GOV``).
    country
        The id of the home country, which is not the mandate.
    acts_for
        The id of the actor in whose name a body acts.
    aliases
        More names.
    period
        When it existed.
    roles
        The offices of a person.
    members
        Ids of the members of a body, each with the period of membership.
    found
        Whether a text named it and nobody has curated it.
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
