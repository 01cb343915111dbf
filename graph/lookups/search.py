"""Finding actors by what one types: the start of a name, an alias, a code, or a name with a slip."""

import heapq
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum

from communique.ontology.types import Actor

CANDIDATES = 200
# Groups of three letters tell cheaply which names are worth comparing letter by letter.
_WORTH_COMPARING = 0.3
_FARTHEST = 0.3
_OF_A_WORD = 0.1


class Likeness(IntEnum):
    """How well a name fits what was typed, best first."""

    SAME = 0
    START = 1
    WORD = 2
    SIMILAR = 3


@dataclass(frozen=True, slots=True)
class Found:
    """An actor that fits, how well, and the name by which he does; `distance` is from 0 to 1."""

    actor: str
    likeness: Likeness
    distance: float
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


def name_index(actors: Iterable[Actor], others: Iterable[tuple[str, str]] = ()) -> NameIndex:
    """Give the index of actors by id, label, aliases and codes; `others` are more names, each with an actor's id."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    trigrams: dict[str, set[str]] = defaultdict(set)
    known = sorted(actors, key=lambda actor: actor.id)
    own = ((name, actor.id) for actor in known for name in (actor.label, *actor.aliases, actor.notation, actor.id))
    for name, actor_id in (*own, *sorted(others)):
        if key := plain(name):
            names[key].setdefault(actor_id, name)
    for key in names:
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
    return [Found(actor, *mark) for actor, mark in ranked[:CANDIDATES]]


def _fitting(index: NameIndex, wanted: str) -> Iterator[tuple[str, Likeness, float]]:
    shared: Counter[str] = Counter()
    parts = _trigrams(wanted)
    for part in parts:
        shared.update(index.trigrams.get(part, ()))
    others: list[tuple[float, str]] = []
    for key, number in shared.items():
        if key == wanted:
            yield key, Likeness.SAME, 0.0
        elif key.startswith(wanted):
            yield key, Likeness.START, 1 - len(wanted) / len(key)
        elif f" {wanted}" in key:
            yield key, Likeness.WORD, 1 - len(wanted) / len(key)
        elif (common := 2 * number / (len(parts) + len(_trigrams(key)))) >= _WORTH_COMPARING:
            others.append((-common, key))
    for _, key in heapq.nsmallest(CANDIDATES, others):
        distance = _distance(wanted, key)
        if distance <= _FARTHEST:
            yield key, Likeness.SIMILAR, distance


def _distance(wanted: str, key: str) -> float:
    """Give how far a name is from what was typed: the whole of it, or one of its words where one word was typed."""
    whole = 1 - SequenceMatcher(None, wanted, key).ratio()
    if " " in wanted:
        return whole
    words = (1 - SequenceMatcher(None, wanted, word).ratio() for word in key.split())
    return min(whole, *(distance + _OF_A_WORD for distance in words))


def _trigrams(key: str) -> set[str]:
    # The blanks before a word let even one letter be looked up as its start.
    return {f"  {word} "[at : at + 3] for word in key.split() for at in range(len(word) + 1)}
