"""What a document has said so far: the memory from which anaphora are resolved."""

from dataclasses import dataclass, field
from datetime import date

from extract.mention import Mention, MentionKind
from ontology.actor import ActorKind
from ontology.actors import Actors

_ACTING = frozenset(
    (
        MentionKind.NAME,
        MentionKind.CAPITAL,
        MentionKind.SEAT,
        MentionKind.PERSON,
        MentionKind.SURNAME,
        MentionKind.ORGAN,
        MentionKind.FOUND,
        MentionKind.DESCRIPTION,
    )
)


@dataclass(frozen=True, slots=True)
class Antecedent:
    """An actor as an earlier sentence (or an earlier part of this one) mentioned it."""

    actor: str
    text: str
    kind: MentionKind
    subject: bool
    sentence: int


@dataclass(slots=True)
class Discourse:
    """The antecedents of one document, in order, the persons whom it has named in full, and who acted last."""

    actors: Actors
    published: date | None
    antecedents: list[Antecedent] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    speaker: tuple[str, ...] = ()
    in_quotation: bool = False
    sentence: int = 0
    acted: tuple[str, ...] = ()

    def remember(self, mention: Mention, text: str, *, subject: bool) -> None:
        """Add a mention to what has been said."""
        self.antecedents.append(Antecedent(mention.actor, text, mention.kind, subject, self.sentence))
        actor = self.actors.get(mention.actor)
        if mention.kind is MentionKind.PERSON or (actor is None and mention.kind is MentionKind.FOUND):
            self.named[text.split()[-1]] = mention.actor

    def kind(self, actor_id: str) -> ActorKind | None:
        """Give the class of a curated actor."""
        actor = self.actors.get(actor_id)
        return actor.kind if actor else None

    def acts_for_state(self, actor_id: str) -> bool:
        """Tell whether an actor is a country or acts for one."""
        return self.kind(self.actors.side(actor_id, self.published)) is ActorKind.COUNTRY

    def country(self, actor_id: str) -> str | None:
        """Give the home country of an actor; a country is its own."""
        actor = self.actors.get(actor_id)
        return actor.country if actor else None

    def recent(self, reach: int = 3) -> list[Antecedent]:
        """Give the antecedents of this sentence and the `reach` before it, latest first."""
        return [item for item in reversed(self.antecedents) if item.sentence >= self.sentence - reach]

    def acting(self, reach: int = 3) -> list[Antecedent]:
        """Give the recent antecedents that can act, subjects of a sentence before its other mentions."""
        found = [item for item in self.recent(reach) if item.kind in _ACTING]
        return sorted(found, key=lambda item: (-item.sentence, not item.subject))
