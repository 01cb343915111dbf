"""Answers that were given already, for who asks the same before anything is written."""

import threading

from cachetools import LRUCache

# Together, and each: a longer one would drive out many that are asked for more often.
MOST_BYTES = 1 << 26
_MOST_OF_ONE = 1 << 20
Key = tuple[str, ...]


class KeptAnswers:
    """The answers asked for last, each with the version of the store that it tells of."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._answers: LRUCache[Key, tuple[int, bytes]] = LRUCache(most, getsizeof=lambda kept: len(kept[1]))
        self._lock = threading.Lock()

    def get(self, key: Key, version: int) -> bytes | None:
        """Give an answer of this version of the store; None where none is kept."""
        with self._lock:
            kept = self._answers.get(key)
        return kept[1] if kept is not None and kept[0] == version else None

    def keep(self, key: Key, version: int, answer: bytes) -> None:
        """Keep an answer; `version` is that of the store when it was asked for."""
        if len(answer) <= _MOST_OF_ONE:
            with self._lock:
                self._answers[key] = version, answer
