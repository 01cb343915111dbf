"""What is asked of the processes for queries, what comes of it, and why nothing does."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Refusal(StrEnum):
    """Why a query has no answer."""

    SYNTAX = "syntax"
    NOT_ACCEPTABLE = "not-acceptable"
    TOO_LARGE = "too-large"
    FAILED = "failed"
    MISSING = "missing"
    DEPTH = "depth"
    TIME = "time"
    MEMORY = "memory"
    BUSY = "busy"
    KILLED = "killed"
    NO_ROOM = "no-room"
    DAMAGED = "damaged"


class QueryError(Exception):
    """A query has no answer, or not all of it."""

    def __init__(self, kind: Refusal, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds (as it comes, and at most, where it asks), bytes of memory and of answer."""

    seconds: float
    memory: int = 1 << 30
    answer: int = 1 << 30
    most_seconds: float = 0.0

    def granted(self, asked: float | None) -> float:
        """Give the seconds of a query that asks for so many."""
        return min(asked or self.seconds, max(self.seconds, self.most_seconds))


@dataclass(frozen=True, slots=True)
class Query:
    """A query, the graphs that it is put to (None: those of the store), and the media types that are wanted.

    `client` tells whose it is: nobody gets more than half of the places for long queries.
    """

    text: str
    rows_type: str | None
    graph_type: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    seconds: float | None = None
    client: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """An update that is tried to see that it keeps within the limits: on a copy of the store if it reads from it."""

    text: str
    client: str = ""
    seconds: float | None = None
    reads: bool = True


@dataclass(frozen=True, slots=True)
class Dump:
    """A whole graph (None: the default graph) in a form of RDF."""

    graph: str | None
    media_type: str
    client: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class RdfReading:
    """A text in a form of RDF that is to be read, with the base of its IRIs."""

    content: bytes
    media_type: str
    base: str
    client: str = ""
    seconds: float | None = None


Work = Query | Rehearsal | Dump | RdfReading


class Rest(Protocol):
    """What of an answer is still to come."""

    async def next_part(self) -> bytes | None:
        """Give the next part, None at the end; QueryError where it breaks off."""
        ...

    async def stop(self) -> None:
        """Stop the work on it."""
        ...


@dataclass(slots=True)
class Answer:
    """An answer: all of it, or its first part with the rest to come. Close it, or read it to its end."""

    media_type: str
    first: bytes
    rest: "Rest | None" = None

    async def chunks(self) -> AsyncIterator[bytes]:
        """Give the answer part by part; QueryError where it breaks off."""
        yield self.first
        if self.rest is not None:
            while (part := await self.rest.next_part()) is not None:
                yield part

    async def close(self) -> None:
        """Stop the work on what was not read."""
        if self.rest is not None:
            await self.rest.stop()
