"""Answers that were given already, for who asks the same before anything is written."""

import re
import threading
from dataclasses import dataclass

from cachetools import LRUCache

from graph.keywords import masked

# Together, and each: a longer one would drive out many that are asked for more often.
MOST_BYTES = 1 << 26
_MOST_OF_ONE = 1 << 20
# What gives another value each time (SPARQL 1.1 Query, sections 17.4.2, 17.4.4 and 17.4.5), or asks another server.
_DIFFERING = re.compile(r"NOW|RAND|UUID|SERVICE", re.IGNORECASE)
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer, all of it."""

    media_type: str
    body: bytes


class KeptAnswers:
    """The answers asked for last, each with the version of the store that it tells of."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._answers: LRUCache[Key, tuple[int, KeptAnswer]] = LRUCache(most, getsizeof=lambda kept: len(kept[1].body))
        self._lock = threading.Lock()

    def get(self, key: Key, version: int) -> KeptAnswer | None:
        """Give an answer of this version of the store; None where none is kept."""
        with self._lock:
            kept = self._answers.get(key)
        return kept[1] if kept is not None and kept[0] == version else None

    def keep(self, key: Key, version: int, answer: KeptAnswer) -> None:
        """Keep an answer; `version` is that of the store when it was asked for."""
        if len(answer.body) <= _MOST_OF_ONE:
            with self._lock:
                self._answers[key] = version, answer


def is_repeatable(query: str) -> bool:
    """Tell whether a SPARQL query surely has the same answer as long as nothing is written."""
    return _DIFFERING.search(masked(query)) is None
