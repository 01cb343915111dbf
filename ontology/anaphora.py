"""Words that take up an actor named before, read from `data/anaphora.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

PATH = files("ontology") / "data" / "anaphora.toml"


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
    lists = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return Anaphora(**{name: frozenset(words) for name, words in lists.items()})
