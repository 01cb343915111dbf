"""Finding actors by what one types: the start of a name, an alias, a code, or a name with a slip."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from ontology.actor import Actor

CANDIDATES = 200
_ENOUGH_IN_COMMON = 0.45


class Likeness(IntEnum):
    """How well a name fits what was typed, best first."""

    SAME = 0
    START = 1
    WORD = 2
    SIMILAR = 3


@dataclass(frozen=True, slots=True)
class Found:
    """An actor that fits, how well, and the name by which he does."""

    actor: str
    likeness: Likeness
    name: str


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The names of actors, by themselves and by their groups of three letters."""

    names: Mapping[str, tuple[tuple[str, str], ...]]
    trigrams: Mapping[str, frozenset[str]]


def plain(text: str) -> str:
    """Give a text as it is compared: lower case, without accents and punctuation, blanks single."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(kept.split())


def name_index(actors: Iterable[Actor]) -> NameIndex:
    """Give the index of actors by id, label, aliases and codes."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    trigrams: dict[str, set[str]] = defaultdict(set)
    for actor in sorted(actors, key=lambda actor: actor.id):
        for name in (actor.label, *actor.aliases, actor.notation, actor.id):
            if key := plain(name):
                names[key].setdefault(actor.id, name)
                for part in _trigrams(key):
                    trigrams[part].add(key)
    return NameIndex(
        {key: tuple(found.items()) for key, found in sorted(names.items())},
        {part: frozenset(keys) for part, keys in trigrams.items()},
    )


def search(indexes: Iterable[NameIndex], typed: str) -> list[Found]:
    """Give the actors that fit what was typed, each once by his best name, best first; at most `CANDIDATES`."""
    wanted = plain(typed)
    if not wanted:
        return []
    best: dict[str, tuple[Likeness, float, str]] = {}
    for index in indexes:
        for key, likeness, distance in _fitting(index, wanted):
            for actor, name in index.names[key]:
                best[actor] = min(best.get(actor, (likeness, distance, name)), (likeness, distance, name))
    ranked = sorted(best.items(), key=lambda entry: (entry[1][:2], entry[0]))
    return [Found(actor, likeness, name) for actor, (likeness, _, name) in ranked[:CANDIDATES]]


def _fitting(index: NameIndex, wanted: str) -> list[tuple[str, Likeness, float]]:
    shared: dict[str, int] = defaultdict(int)
    parts = _trigrams(wanted)
    for part in parts:
        for key in index.trigrams.get(part, ()):
            shared[key] += 1
    found: list[tuple[str, Likeness, float]] = []
    for key, number in shared.items():
        if key == wanted:
            found.append((key, Likeness.SAME, 0.0))
        elif key.startswith(wanted):
            found.append((key, Likeness.START, 0.0))
        elif f" {wanted}" in key:
            found.append((key, Likeness.WORD, 0.0))
        elif (common := 2 * number / (len(parts) + len(_trigrams(key)))) >= _ENOUGH_IN_COMMON:
            found.append((key, Likeness.SIMILAR, 1 - common))
    return found


def _trigrams(key: str) -> set[str]:
    # The blanks before a word let even one letter be looked up as its start.
    return {f"  {word} "[at : at + 3] for word in key.split() for at in range(len(word) + 1)}
