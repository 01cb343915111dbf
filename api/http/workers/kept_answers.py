"""Answers that were given already, for who asks the same before anything is written."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache

from communique.api.http.workers.pool import Answer, Rest

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

    def keeping(self, key: Key, version: int, answer: Answer) -> Answer:
        """Give an answer that is kept as soon as it has been read to its end."""

        def keep(body: bytes) -> None:
            """Keep the body for this version."""
            self.keep(key, version, KeptAnswer(answer.media_type, body))

        if answer.rest is not None:
            return Answer(answer.media_type, answer.first, _Noted(answer.rest, keep, [answer.first]))
        keep(answer.first)
        return answer

    def keep(self, key: Key, version: int, answer: KeptAnswer) -> None:
        """Keep an answer; `version` is that of the store when it was asked for."""
        if len(answer.body) <= _MOST_OF_ONE:
            with self._lock:
                self._answers[key] = version, answer


@dataclass(slots=True)
class _Noted:
    """The rest of an answer, noted while it is read, and kept at its end if it is not too long."""

    rest: Rest
    keep: Callable[[bytes], None]
    noted: list[bytes] | None

    async def next_part(self) -> bytes | None:
        """Give the next part, None at the end."""
        part = await self.rest.next_part()
        if self.noted is not None and part is None:
            self.keep(b"".join(self.noted))
        elif self.noted is not None and part is not None:
            longer = sum(map(len, self.noted)) + len(part) > _MOST_OF_ONE
            self.noted = None if longer else [*self.noted, part]
        return part

    async def stop(self) -> None:
        """Stop the work on it."""
        await self.rest.stop()


def is_repeatable(query: str) -> bool:
    """Tell whether a SPARQL query surely has the same answer as long as nothing is written."""
    # Wherever the word stands: not to keep an answer costs little.
    return _DIFFERING.search(query) is None
