"""Words that take up an actor named before, read from `data/anaphora.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

PATH = files("communique.ontology") / "data" / "anaphora.toml"


@dataclass(frozen=True)
class Anaphora:
    """Word lists, each under the name that it has in the file."""

    pairs: frozenset[str]
    persons: frozenset[str]
    offices: frozenset[str]
    others: frozenset[str]
    countries: frozenset[str]
    groups: frozenset[str]
    blocs: frozenset[str]
    fighters: frozenset[str]
    statements: frozenset[str]
    counterparts: frozenset[str]
    neighbours: frozenset[str]
    acts: frozenset[str]
    claims: frozenset[str]
    singular_person: frozenset[str]
    female: frozenset[str]
    thing: frozenset[str]
    plural: frozenset[str]
    first_person: frozenset[str]
    definite: frozenset[str]
    counts: frozenset[str]

    @cached_property
    def pronouns(self) -> frozenset[str]:
        """Give all pronouns that can be resolved."""
        return self.singular_person | self.thing | self.plural | self.first_person

    @cached_property
    def marks(self) -> frozenset[str]:
        """Give the words before a noun that say it was named before."""
        return self.definite | self.counts | self.thing


@cache
def anaphora() -> Anaphora:
    """Give the shipped word lists."""
    return Anaphora(**{name: frozenset(words) for name, words in _read().items() if isinstance(words, list)})


@cache
def together() -> dict[str, tuple[str, ...]]:
    """Give the actors of which a plural name means all ("the two Koreas")."""
    return {name: tuple(actors) for name, actors in _read()["together"].items()}


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(PATH.read_text(encoding="utf-8"))
