"""Mentions: the words of a sentence that name or describe an actor."""

from dataclasses import dataclass
from enum import StrEnum


class MentionKind(StrEnum):
    """How the words name the actor; says which grammatical places the mention can fill."""

    NAME = "name"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    CITY = "city"
    SEAT = "seat"
    PERSON = "person"
    SURNAME = "surname"
    ORGAN = "organ"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"
    FOUND = "found"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `start` to `end` (excluded) of a sentence that mean an actor.

    `head` is the token that carries the mention in the parse; `why` says in words by what it was
    recognised; `country` is what a found or described actor belongs to.
    """

    start: int
    end: int
    actor: str
    kind: MentionKind
    head: int
    why: str = ""

    def covers(self, index: int) -> bool:
        """Tell whether a token lies in the mention."""
        return self.start <= index < self.end
