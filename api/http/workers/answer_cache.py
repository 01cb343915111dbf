"""Answers that were given already, for who asks the same before anything is written."""

import re
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace

from cachetools import LRUCache

from communique.api.http.workers.queries import Answer, Rest

# Together, and each: a longer one would drive out many that are asked for more often.
MOST_BYTES = 1 << 26
_MOST_OF_ONE = 1 << 20
_OVERHEAD = 1000
# What gives another value each time (SPARQL 1.1 Query, sections 17.4.2, 17.4.4 and 17.4.5), or asks another server.
_DIFFERING = re.compile(r"NOW|RAND|UUID|SERVICE", re.IGNORECASE)
AnswerKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer, all of it."""

    media_type: str
    body: bytes
    # What is kept in all: the body, the key by which it is found, and the objects around them.
    size: int = 0
    # The head of an answer that is given again as it went out.
    headers: tuple[tuple[bytes, bytes], ...] = ()


class AnswerCache:
    """The answers asked for last, each with the version of the store that it tells of."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._answers: LRUCache[AnswerKey, tuple[int, CachedAnswer]] = LRUCache(
            most, getsizeof=lambda cached: cached[1].size
        )
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: AnswerKey, version: int) -> CachedAnswer | None:
        """Give an answer of this version of the store; None where there is none."""
        with self._lock:
            cached = self._answers.get(key)
        return cached[1] if cached is not None and cached[0] == version else None

    def caching(self, key: AnswerKey, version: int, answer: Answer) -> Answer:
        """Give an answer that is cached as soon as it has been read to its end."""

        def put(body: bytes) -> None:
            """Cache the body for this version."""
            self.put(key, version, CachedAnswer(answer.media_type, body))

        if answer.rest is not None:
            return Answer(answer.media_type, answer.first, _Recorded(answer.rest, put, [answer.first]))
        put(answer.first)
        return answer

    def put(self, key: AnswerKey, version: int, answer: CachedAnswer) -> None:
        """Cache an answer; `version` is that of the store when it was asked for."""
        size = len(answer.body) + _length(key) + _OVERHEAD
        if size <= _MOST_OF_ONE:
            with self._lock:
                self._answers[key] = version, replace(answer, size=size)


@dataclass(slots=True)
class _Recorded:
    """The rest of an answer, recorded while it is read, and cached at its end if it is not too long."""

    rest: Rest
    put: Callable[[bytes], None]
    recorded: list[bytes] | None

    async def next_part(self) -> bytes | None:
        """Give the next part, None at the end."""
        part = await self.rest.next_part()
        if self.recorded is not None and part is None:
            self.put(b"".join(self.recorded))
        elif self.recorded is not None and part is not None:
            longer = sum(map(len, self.recorded)) + len(part) > _MOST_OF_ONE
            self.recorded = None if longer else [*self.recorded, part]
        return part

    async def stop(self) -> None:
        """Stop the work on it."""
        await self.rest.stop()


def _length(key: object) -> int:
    """Give how many bytes a key takes at most: it holds what a stranger has sent."""
    if isinstance(key, str):
        return sys.getsizeof(key)
    if is_dataclass(key):
        return sum(_length(getattr(key, field.name)) for field in fields(key))
    return sum(map(_length, key)) if isinstance(key, tuple) else 0


def is_repeatable(query: str) -> bool:
    """Tell whether a SPARQL query surely has the same answer as long as nothing is written."""
    # Wherever the word stands: not to cache an answer costs little.
    return _DIFFERING.search(query) is None
