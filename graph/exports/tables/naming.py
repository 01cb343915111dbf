"""What tables say of an actor: label, CAMEO code, sector, country."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from communique.graph.lookups.known import known_actor
from communique.graph.stores.world import World
from communique.ontology.actors import cameo_code, country_codes
from communique.ontology.types import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class Party:
    """An actor as a table names it on a day; `country` is the id of its home country."""

    id: str
    label: str
    code: str
    sector: str
    country: str
    title: str


class ActorNaming:
    """The actors of a graph as tables name them, each looked up once."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._actors: dict[str, Actor | None] = {}
        self._parties: dict[tuple[str, dt.date | None], Party] = {}

    def party(self, name: str, day: dt.date | None) -> Party:
        """Give an actor as it was on a day."""
        actor = self._actor(name)
        # Only of persons anything depends on the day.
        key = name, day if actor is not None and actor.kind is ActorKind.PERSON else None
        if key not in self._parties:
            self._parties[key] = self._party(name, actor, day)
        return self._parties[key]

    def foremost(self, names: Iterable[str], day: dt.date | None) -> Party | None:
        """Give whichever of some actors the code says most of, for where there is room for one."""
        parties = [self.party(name, day) for name in names]
        return min(parties, key=lambda party: (-len(party.code), party.id), default=None)

    def iso3(self, country: str) -> str:
        """Give the ISO 3166-1 alpha-3 code of a country by its id; empty where there is none."""
        actor = self._world.actors.get(country)
        return actor.notation if actor is not None else country.upper()

    def icews_name(self, country: str) -> str:
        """Give the name of a country as ICEWS writes it."""
        return country_codes(country).icews or self.label(country)

    def label(self, country: str) -> str:
        """Give our name of a country."""
        actor = self._world.actors.get(country)
        return actor.label if actor is not None else country

    def _actor(self, name: str) -> Actor | None:
        if name not in self._actors:
            self._actors[name] = known_actor(self._world, name)
        return self._actors[name]

    def _party(self, name: str, actor: Actor | None, day: dt.date | None) -> Party:
        if actor is None:
            return Party(name, name, "", "", "", "")
        known = self._world.actors if name in self._world.actors else self._world.actors.with_actors([actor])
        sector, _ = known.coded(name, day)
        roles = actor.roles_on(day)
        country = actor.country or (name if actor.kind is ActorKind.COUNTRY else "")
        code = cameo_code(known, name, day)
        return Party(name, actor.label, code, sector, country, roles[0].title if roles else "")
