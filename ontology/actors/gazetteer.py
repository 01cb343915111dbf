"""The gazetteer: which words in a text can name which curated actor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

import communique.ontology.actors.countries as country_data
import communique.ontology.actors.organisations as organisation_data
import communique.ontology.actors.persons as person_data
from communique.ontology.actors.register import Actors
from communique.ontology.interchange.tsv import split
from communique.ontology.types.actor import Actor, ActorKind
from communique.ontology.types.name import Name, NameKind


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Cue words that give a name another reading.

    Attributes
    ----------
    name
        The name, or ``*`` for every name (sport, weather, cooking).
    reading
        What the cues speak of, for whoever reads the table (``arts and fashion``).
    cues
        Words of the sentence; ``_`` stands for the name, and a cue without it may stand anywhere. No cue at all means
        that the name alone has the verdict.
    verdict
        An actor id, or ``none``.
    """

    name: str
    reading: str
    cues: tuple[str, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Actors and what names them.

    Attributes
    ----------
    actors
        All known actors.
    names
        The strings by which texts call them.
    organs
        From common noun phrases (``foreign ministry``) to the suffix of the organ that they mean once a country is
        known.
    ambiguities
        The cues that turn a name into something else.
    """

    actors: Actors
    names: tuple[Name, ...]
    organs: Mapping[str, str]
    ambiguities: tuple[Ambiguity, ...] = ()

    def with_actors(self, added: tuple[Actor, ...]) -> "Gazetteer":
        """Give a gazetteer that also knows these actors by label and aliases.

        Parameters
        ----------
        added
            They replace the actors with their ids, and their names mean them alone. So an actor with the label of one
            that was found in texts as alias takes its place when those texts are read again.
            An actor without a label stays who it is, and only gets further names.

        Returns
        -------
        Gazetteer
            A new one.

        Raises
        ------
        ValueError
            If an actor without a label is not known.
        """
        named = tuple(self._renamed(actor) for actor in added if not actor.label)
        further = tuple(
            Name(text, actor.id, _kind_of(self.actors[actor.id]))
            for actor in added
            if not actor.label
            for text in actor.aliases
        )
        if named:
            rest = tuple(actor for actor in added if actor.label)
            known = Gazetteer(self.actors.with_actors(named), self.names + further, self.organs, self.ambiguities)
            return known.with_actors(rest) if rest else known
        names = tuple(name for actor in added for name in _names(actor))
        replaced = {actor.id for actor in added}
        own = {name.text for name in names if name.kind is not NameKind.SURNAME}
        remaining = tuple(name for name in self.names if name.actor not in replaced and name.text not in own)
        ambiguities = tuple(item for item in self.ambiguities if item.name not in own)
        return Gazetteer(self.actors.with_actors(added), remaining + names, self.organs, ambiguities)

    def _renamed(self, actor: Actor) -> Actor:
        """Give the known actor with the further names of one without a label."""
        known = self.actors.get(actor.id)
        if known is None:
            raise ValueError(f"{actor.id!r} is no known actor: give it a label, or names to the id of one that is")
        return replace(known, aliases=tuple(dict.fromkeys((*known.aliases, *actor.aliases))))


def _kind_of(actor: Actor) -> NameKind:
    return NameKind.PERSON if actor.kind is ActorKind.PERSON else NameKind.NAME


@cache
def gazetteer() -> Gazetteer:
    """Give the shipped gazetteer."""
    countries = tuple(country_data.countries())
    bodies = (*country_data.organs(), *country_data.unnamed(), *organisation_data.bodies())
    actors = Actors([*countries, *bodies, *person_data.persons()])
    names = (*country_data.names(), *organisation_data.names(), *person_data.names())
    return Gazetteer(actors, names, dict(country_data.organ_phrases()), tuple(_ambiguities()))


def _names(actor: Actor) -> Iterator[Name]:
    texts = (actor.label, *actor.aliases)
    if actor.kind is not ActorKind.PERSON:
        yield from (Name(text, actor.id) for text in texts)
        return
    for text in texts:
        yield Name(text, actor.id, NameKind.PERSON)
    surname = actor.label.split()[-1]
    if surname not in texts:
        yield Name(surname, actor.id, NameKind.SURNAME)


def _ambiguities() -> Iterator[Ambiguity]:
    for row in country_data.ambiguous_rows():
        yield Ambiguity(row["name"], row["reading"], split(row["cue"]), row["verdict"])
