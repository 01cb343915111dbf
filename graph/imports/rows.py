"""What a row of event data says, whatever the form of its file, and what is wrong with one."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from communique.ontology.types import Actor, ActorKind

# So much of a cell is shown in messages.
_SHOWN = 60
# Who acts where a row names only upon whom.
NOT_NAMED = Actor("unnamed-actor", ActorKind.BODY, "Unnamed actor", code="---", found=True)


class CodedEvent(NamedTuple):
    """One event of a data set; a tuple, for millions of them are made.

    Attributes
    ----------
    identifier
        The row's own id, empty where it has none.
    key
        What tells the row from all others of its data set.
    day, day_end
        When it was; the end only where it lasted longer than a day.
    published
        When it was reported, or added to the data set; None where that is not said.
    actor, target
        Who acts, and upon whom.
    action
        The id of the action.
    place
        The id of a country, or of a place in one.
    actor_words, action_words, target_words
        What the row writes for them.
    source, url, title
        The publisher, the address and the headline of the article.
    confidence
        0 to 1 in hundredths, 1 where the row says nothing of it.
    """

    identifier: str
    key: str
    day: dt.date
    day_end: dt.date | None
    published: dt.date | None
    actor: Actor
    target: Actor | None
    action: str
    place: str | None
    actor_words: str
    action_words: str
    target_words: str
    source: str = ""
    url: str = ""
    title: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read: where it stands (``file:line`` or ``file:line:field``), and what is wrong with it."""

    where: str
    what: str


class FieldError(ValueError):
    """A field that cannot be read."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(what)
        self.field = field


def shown(cell: str) -> str:
    """Give what a message shows of a cell: quoted, without signs that a terminal obeys, not all of a long one.

    Examples
    --------
    >>> print(shown("yesterday"), shown("x" * 100 + chr(27))[-5:])
    'yesterday' xxx…'
    """
    return repr(cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…")


def acting(actor: Actor | None, target: Actor | None) -> Actor | None:
    """Give who acts: whoever is not named where only a target is, None where nobody is at all."""
    return actor if actor is not None or target is None else NOT_NAMED
