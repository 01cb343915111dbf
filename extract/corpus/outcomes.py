"""What goes to a worker with a shard and what comes back: who spreads shards and reads none need not load spaCy."""

from dataclasses import dataclass

from communique.extract.documents import Problem
from communique.extract.purpose import Purpose


@dataclass(frozen=True, slots=True)
class CoderOptions:
    """How documents are coded: model, purpose, and the actors of one's own, as their file has them."""

    model: str
    purpose: Purpose = Purpose.BALANCED
    own: bytes = b""
    own_form: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class ShardOutcome:
    """What became of a shard: how many documents and reports were written, and what was left out."""

    name: str
    documents: int
    reports: int
    problems: tuple[Problem, ...] = ()
