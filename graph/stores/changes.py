"""Changes: what became of documents, in order, and how far somebody has followed them."""

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """Which way a document went: into the graph (again, where it is read anew), or out of it."""

    ENTERED = "entered"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What last became of a document; `number` grows with every change."""

    number: int
    kind: ChangeKind
    document: str


@dataclass(frozen=True, slots=True)
class Position:
    """How far a journal has come: the last number, in a generation that ends when anything may have changed."""

    generation: str
    number: int
