"""Finding actors by what one types: the start of a name, an alias, a code, or a name with a slip."""

import sys
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain

from rapidfuzz.distance import Indel
from rapidfuzz.process import extract

from communique.ontology.types import Actor

CANDIDATES = 200
_FARTHEST = 0.3
# One letter is farther than that from whatever is not the same letter.
_SHORTEST = 2
# A name of which one word resembles what was typed is farther than a name that does as a whole.
_OF_A_WORD = 0.1
_AFTER_ALL = chr(sys.maxunicode)


class Likeness(IntEnum):
    """How well a name fits what was typed, best first."""

    SAME = 0
    START = 1
    WORD = 2
    SIMILAR = 3


@dataclass(frozen=True, slots=True)
class FoundActor:
    """An actor that fits, how well, and the name by which it does; `distance` is from 0 to 1."""

    actor: str
    likeness: Likeness
    distance: float
    name: str


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The names of actors by their keys (see `plain`), and what finds keys: where they and their words begin.

    `starts` are, in order, the ends of all keys from each of their words on, each with its key.
    """

    names: Mapping[str, tuple[tuple[str, str], ...]]
    keys: Sequence[str]
    starts: Sequence[tuple[str, str]]
    words: Sequence[str]
    keys_of_words: Mapping[str, Sequence[str]]


def plain(text: str) -> str:
    """Give a text as it is compared: lower case, without accents and punctuation, blanks single."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(letters.split())


def name_index(actors: Iterable[Actor], others: Iterable[tuple[str, str]] = ()) -> NameIndex:
    """Give the index of actors by id, label, aliases and codes; `others` are more names, each with an actor's id."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    known = sorted(actors, key=lambda actor: actor.id)
    own = ((name, actor.id) for actor in known for name in (actor.label, *actor.aliases, actor.notation, actor.id))
    for name, actor_id in (*own, *sorted(others)):
        if key := plain(name):
            names[key].setdefault(actor_id, name)
    of_words: dict[str, list[str]] = defaultdict(list)
    for key in names:
        for word in dict.fromkeys(key.split()):
            of_words[word].append(key)
    return NameIndex(
        {key: tuple(found.items()) for key, found in names.items()},
        tuple(names),
        sorted((end, key) for key in names for end in _ends(key)),
        tuple(of_words),
        of_words,
    )


def search(indexes: Iterable[NameIndex], typed: str) -> list[FoundActor]:
    """Give the actors that fit what was typed, each once by its best name, best first; at most `CANDIDATES`."""
    wanted = plain(typed)
    if not wanted:
        return []
    fitting = sorted(
        (likeness, distance, actor, name)
        for index in indexes
        for key, likeness, distance in chain(_begun(index, wanted), _similar(index, wanted))
        for actor, name in index.names[key]
    )
    best: dict[str, FoundActor] = {}
    for likeness, distance, actor, name in fitting:
        if actor not in best:
            best[actor] = FoundActor(actor, likeness, distance, name)
            if len(best) == CANDIDATES:
                break
    return list(best.values())


def _begun(index: NameIndex, wanted: str) -> Iterator[tuple[str, Likeness, float]]:
    """Give the keys that begin, or have a word that begins, with what is wanted."""
    first, last = (bisect_left(index.starts, (text, "")) for text in (wanted, wanted + _AFTER_ALL))
    for end, key in index.starts[first:last]:
        likeness = Likeness.WORD if end != key else Likeness.START if end != wanted else Likeness.SAME
        yield key, likeness, 1 - len(wanted) / len(key)


def _similar(index: NameIndex, wanted: str) -> Iterator[tuple[str, Likeness, float]]:
    """Give the keys that resemble what is wanted: as a whole, or, where it is one word, in one of theirs."""
    if len(wanted) < _SHORTEST:
        return
    for key, distance in _nearest(wanted, index.keys, _FARTHEST):
        yield key, Likeness.SIMILAR, distance
    if " " not in wanted:
        for word, distance in _nearest(wanted, index.words, _FARTHEST - _OF_A_WORD):
            for key in index.keys_of_words[word]:
                yield key, Likeness.SIMILAR, distance + _OF_A_WORD


def _nearest(wanted: str, texts: Sequence[str], farthest: float) -> Iterator[tuple[str, float]]:
    found = extract(wanted, texts, scorer=Indel.normalized_distance, score_cutoff=farthest, limit=CANDIDATES)
    return ((text, distance) for text, distance, _ in found)


def _ends(key: str) -> Iterator[str]:
    """Give what is left of a key from each of its words on."""
    words = key.split()
    return (" ".join(words[at:]) for at in range(len(words)))
