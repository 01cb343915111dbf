"""Actors and places of rows, each looked up once: the same few thousand come back in millions of rows."""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import lru_cache

from communique.graph.imports.rows import CodedEvent, acting
from communique.ontology.actors import Actors, CodedActors
from communique.ontology.places import find_place
from communique.ontology.types import Action, Actor

_MOST = 1 << 16


class Lookup:
    """What rows write for actors and places, as what we know them by."""

    def __init__(self, known: Actors) -> None:
        self.known = known
        self.actors = CodedActors(known)
        keep = lru_cache(maxsize=_MOST)
        self.coded: Callable[[str, str], Actor | None] = keep(self._coded)
        self.named: Callable[[str, str | None, str, str, str], Actor | None] = keep(self._named)
        self.place: Callable[[str | None, str], str | None] = keep(_place)
        self.country_named: Callable[[str], str | None] = keep(self._country_named)
        self._country: Callable[[str, str, dt.date | None], str | None] = keep(self._country_of)

    def country(self, scheme: str, code: str, day: dt.date | None = None) -> str | None:
        """Give the id of the country of a code; None for none."""
        return self._country(scheme, code, day) if code else None

    def place_of(self, country: str | None, towns: Iterable[str]) -> str | None:
        """Give the id of the first of some places in a country that is known, else that of the country."""
        known = (self.place(country, town) for town in towns if town)
        return next((found for found in known if found != country), country)

    def event(
        self,
        day: dt.date,
        source: str,
        target: str,
        action: Action,
        written: str,
        *,
        key: str,
        identifier: str = "",
        place: str | None = None,
        publisher: str = "",
        url: str = "",
    ) -> CodedEvent | None:
        """Give the event of a row that names both sides by CAMEO actor codes; None where it names nobody."""
        other = self.coded(target, "")
        actor = acting(self.coded(source, ""), other)
        if actor is None:
            return None
        return CodedEvent(
            identifier=identifier,
            key=key,
            day=day,
            day_end=None,
            published=None,
            actor=actor,
            target=other,
            action=action.id,
            place=place,
            actor_words=source,
            action_words=written,
            target_words=target,
            source=publisher,
            url=url,
        )

    def _coded(self, code: str, written: str) -> Actor | None:
        return self.actors.by_cameo(code, written)

    def _named(self, name: str, country: str | None, sector: str, organ: str, title: str) -> Actor | None:
        return self.actors.by_name(name, country=country, sector=sector, organ=organ, title=title)

    def _country_named(self, name: str) -> str | None:
        found = self.actors.country_named(name) if name else None
        return found.id if found else None

    def _country_of(self, scheme: str, code: str, day: dt.date | None) -> str | None:
        found = self.actors.country(scheme, code, day)
        return found.id if found else None


def _place(country: str | None, name: str) -> str | None:
    """Give the id of a place of a name in a country, else that of the country; None where none is known."""
    if country is None:
        return None
    found = find_place(name, (country,)) if name else None
    return found.id if found else country
