"""Cue words for modality, polarity, attribution and arguments, read from `data/factuality.toml`."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

PATH = files("communique.ontology") / "data" / "factuality.toml"


@dataclass(frozen=True, slots=True)
class Cues:
    """Word lists, each under the name that it has in the file."""

    planned: frozenset[str]
    possible: frozenset[str]
    hypothetical: frozenset[str]
    urged: frozenset[str]
    demanded: frozenset[str]
    obliging: frozenset[str]
    giving: frozenset[str]
    terms: frozenset[str]
    conditions: frozenset[str]
    ahead: frozenset[str]
    planned_adjectives: frozenset[str]
    possible_adjectives: frozenset[str]
    negators: frozenset[str]
    unspecific: frozenset[str]
    answering: frozenset[str]
    answers: frozenset[str]
    speech: frozenset[str]
    according: frozenset[str]
    denial: frozenset[str]
    light_verbs: frozenset[str]
    beholding: frozenset[str]
    punishing: frozenset[str]
    reasons: frozenset[str]
    connections: frozenset[str]
    causes: frozenset[str]
    consoling: frozenset[str]
    consoled: frozenset[str]
    joining: frozenset[str]
    accompanying: frozenset[str]
    beside: frozenset[str]
    agreeing: frozenset[str]
    crowds: frozenset[str]
    circumstances: frozenset[str]
    parts: frozenset[str]
    places: frozenset[str]
    topics: frozenset[str]
    copulas: frozenset[str]
    linking: frozenset[str]
    holding: frozenset[str]
    standing: frozenset[str]
    reversed_by_not: frozenset[str]
    inside: frozenset[str]
    victims: frozenset[str]
    homes: frozenset[str]
    domestic: frozenset[str]
    officials: frozenset[str]
    strangers: frozenset[str]
    where: frozenset[str]
    whither: frozenset[str]
    during: frozenset[str]
    locating: frozenset[str]
    enclosing: frozenset[str]
    approaching: frozenset[str]
    entering: frozenset[str]
    sites: frozenset[str]
    located: frozenset[str]
    people: frozenset[str]
    having: frozenset[str]
    being: frozenset[str]
    closing_marks: frozenset[str]
    quotation_marks: frozenset[str]


@cache
def cues() -> Cues:
    """Give the shipped cue words."""
    lists: dict[str, frozenset[str]] = {}
    for section in tomllib.loads(PATH.read_text(encoding="utf-8")).values():
        lists.update({name: frozenset(words) for name, words in section.items()})
    return Cues(**{field.name: lists[field.name] for field in fields(Cues)})
