"""The register of actors: look-up by id, and for whom an actor acts on a day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from communique.ontology.types.actor import Actor, ActorKind

_ELITE = "ELI"


class Actors(Mapping[str, Actor]):
    """Actors by id. Immutable; `with_actors` gives an enlarged copy."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._by_id = {actor.id: actor for actor in actors}

    def __getitem__(self, actor_id: str) -> Actor:
        return self._by_id[actor_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def with_actors(self, actors: Iterable[Actor]) -> "Actors":
        """Give a register in which these actors are added or take the place of those with their id."""
        enlarged = Actors(actors)
        # One copy and no more: documents that name actors of their own are many.
        enlarged._by_id = {**self._by_id, **enlarged._by_id}
        return enlarged

    def side(self, actor_id: str, day: date | None) -> str:
        """Give the side for whom an actor acts on a day.

        Parameters
        ----------
        actor_id
            The id of an actor.
        day
            The day, None where it is unknown.

        Returns
        -------
        str
            The id at the end of its `acts_for` chain, entered by a person through a role held on that day. An actor
            that acts for nobody is its own side, and so is an unknown id.
        """
        seen = {actor_id}
        while (principal := self._principal(actor_id, day)) is not None and principal not in seen:
            seen.add(principal)
            actor_id = principal
        return actor_id

    def party(self, actor_id: str, day: date | None) -> str:
        """Give the party code of an actor's side on a day.

        Parameters
        ----------
        actor_id
            The id of an actor.
        day
            The day, None where it is unknown.

        Returns
        -------
        str
            The notation of its side, else that of its home country. An actor that is only described, of no known
            country, has its sector after three dashes (``---REB``).

        References
        ----------
        CAMEO codebook, chapter 3.
        """
        side = self._by_id.get(self.side(actor_id, day))
        if side is None:
            return actor_id
        if side.notation:
            return side.notation
        home = self._by_id.get(side.country) if side.country else None
        if home is not None:
            return home.notation
        described = side.found and side.sector
        return f"---{side.sector}" if described else side.code or side.id

    def coded(self, actor_id: str, day: date | None) -> tuple[str, str]:
        """Give sector and CAMEO-style code of an actor on a day.

        Parameters
        ----------
        actor_id
            The id of an actor.
        day
            The day, None where it is unknown.

        Returns
        -------
        sector, code : str
            Both empty for an unknown id. A person has those of the body for which it acts on that day; a person who
            held office at another time is of the elite of the country (``ELI``).
        """
        actor = self._by_id.get(actor_id)
        if actor is None or actor.kind is not ActorKind.PERSON or not actor.roles:
            return (actor.sector, actor.code) if actor else ("", "")
        held = actor.roles_on(day)
        body = self._by_id.get(held[0].body) if held else None
        if body is None:
            return _ELITE, (actor.country or "").upper() + _ELITE
        return body.sector, body.code

    def _principal(self, actor_id: str, day: date | None) -> str | None:
        actor = self._by_id.get(actor_id)
        if actor is None:
            return None
        if actor.kind is not ActorKind.PERSON:
            return actor.acts_for
        roles = actor.roles_on(day)
        return roles[0].body if roles else None
