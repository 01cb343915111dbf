"""Words in and around proper names, read from `data/naming.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

PATH = files("communique.ontology") / "data" / "naming.toml"


@dataclass(frozen=True, slots=True)
class Naming:
    """Word lists, each under the name that it has in the file."""

    organisations: frozenset[str]
    places_before: frozenset[str]
    places_after: frozenset[str]
    things: frozenset[str]
    seated: frozenset[str]
    prominent: frozenset[str]
    honorifics: frozenset[str]
    offices: frozenset[str]
    general_titles: frozenset[str]
    chiefs: frozenset[str]
    subordinate: frozenset[str]
    particles: frozenset[str]
    holidays: frozenset[str]
    dependence: frozenset[str]
    former: frozenset[str]
    dating: frozenset[str]
    closing: frozenset[str]


@cache
def naming() -> Naming:
    """Give the shipped word lists."""
    lists = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return Naming(**{name: frozenset(words) for name, words in lists.items()})
