"""Documents in batches whose sentences are parsed together: the parser takes half as long over many as one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from communique.ontology.types import Document

# Some sixty sentences: with more the parser gains little, and what comes from a stream would wait longer.
_CHARACTERS = 16_384
_ITEMS = 64

Item = TypeVar("Item")
Coded = TypeVar("Coded")


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that the coder failed on, with the error."""

    document: Document
    error: Exception

    @property
    def what(self) -> str:
        """Say it, with what to do about it."""
        kind = type(self.error).__name__
        return f"the coder failed on it ({kind}: {self.error}): report it with the text, please"


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Give documents, and what stands among them, in order, in lists of about so much text as parsers take at once.

    Where the input breaks off with an error, what came before it is given first.
    """
    batch: list[Item] = []
    size = 0
    try:
        for item in items:
            batch.append(item)
            size += len(item.text) if isinstance(item, Document) else 0
            if size >= _CHARACTERS or len(batch) == _ITEMS:
                yield batch
                batch, size = [], 0
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def in_place(items: Iterable[Item | Document], coded: Iterator[Coded]) -> Iterator[Item | Coded]:
    """Give items with what was coded, in order, in the place of each document among them."""
    for item in items:
        yield next(coded) if isinstance(item, Document) else item
