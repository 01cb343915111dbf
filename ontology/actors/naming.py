"""Words in and around proper names, read from `data/naming.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

PATH = files("communique.ontology") / "data" / "naming.toml"


@dataclass(frozen=True, slots=True)
class Naming:
    """Word lists, each under the name that it has in the file; `sole` and `unowned` give whom bare nouns mean."""

    organisations: frozenset[str]
    places_before: frozenset[str]
    places_after: frozenset[str]
    sites: frozenset[str]
    things: frozenset[str]
    attributes: frozenset[str]
    seated: frozenset[str]
    located: frozenset[str]
    prominent: frozenset[str]
    relatives: frozenset[str]
    members: frozenset[str]
    surnames: frozenset[str]
    honorifics: frozenset[str]
    offices: frozenset[str]
    general_titles: frozenset[str]
    chiefs: frozenset[str]
    subordinate: frozenset[str]
    particles: frozenset[str]
    holidays: frozenset[str]
    institutions: frozenset[str]
    companies: frozenset[str]
    companies_before: frozenset[str]
    carriers: frozenset[str]
    dependence: frozenset[str]
    former: frozenset[str]
    dating: frozenset[str]
    closing: frozenset[str]
    leading: frozenset[str]
    arabic_articles: frozenset[str]
    sole: Mapping[str, str]
    unowned: Mapping[str, str]


@cache
def naming() -> Naming:
    """Give the shipped word lists."""
    lists = tomllib.loads(PATH.read_text(encoding="utf-8"))
    sole, unowned = lists.pop("sole"), lists.pop("unowned")
    return Naming(**{name: frozenset(words) for name, words in lists.items()}, sole=sole, unowned=unowned)
