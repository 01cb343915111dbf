"""What a document has said so far: the memory from which anaphora are resolved."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from communique.extract.actors.mention import Mention, MentionKind
from communique.ontology.actors import Actors
from communique.ontology.types import Actor, ActorKind

PERSONS = frozenset((MentionKind.PERSON, MentionKind.SURNAME, MentionKind.FOUND))
_MEDIA = "MED"
_ACTING = PERSONS | frozenset(
    (MentionKind.NAME, MentionKind.CAPITAL, MentionKind.SEAT, MentionKind.ORGAN, MentionKind.DESCRIPTION)
)


@dataclass(frozen=True, slots=True)
class Antecedent:
    """An actor as an earlier sentence (or an earlier part of this one) mentioned it.

    `rank` is 2 for a subject of the main clause, 1 for one of another clause, else 0. `place` says that it
    only tells where something happened ("in Seoul"), `quoted` that it stands in a quotation. `series` is the place of
    the first of those with whom it is coordinated ("Chad and Sudan"), None where it stands alone.
    """

    actor: str
    text: str
    kind: MentionKind
    rank: int
    sentence: int
    place: bool = False
    quoted: bool = False
    series: int | None = None


@dataclass(slots=True)
class Discourse:
    """The antecedents of one document, in order, the persons whom it has named in full, and who acted last.

    `deeds` are the harms reported so far, each by its word with those who did it; `dateline` is the id of the place
    where the document was written.
    """

    actors: Actors
    published: date | None
    antecedents: list[Antecedent] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    speaker: tuple[str, ...] = ()
    sentence: int = 0
    acted: tuple[str, ...] = ()
    deeds: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    dateline: str | None = None

    def remember(
        self,
        mention: Mention,
        text: str,
        *,
        rank: int,
        place: bool = False,
        quoted: bool = False,
        series: int | None = None,
    ) -> None:
        """Add a mention to what has been said."""
        said = Antecedent(mention.actor, text, mention.kind, rank, self.sentence, place, quoted, series)
        self.antecedents.append(said)
        actor = self.actors.get(mention.actor)
        if mention.kind is MentionKind.PERSON or (actor is None and mention.kind is MentionKind.FOUND):
            self.named[text.split()[-1]] = mention.actor

    def doers(self, noun: str) -> tuple[str, ...]:
        """Give who did the last harm reported by this word, else who did the last one of all."""
        named = (actors for word, actors in reversed(self.deeds) if word == noun)
        return next(named, self.deeds[-1][1] if self.deeds else ())

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

    def is_body(self, item: Antecedent, fits: Callable[[Actor], bool]) -> bool:
        """Tell whether an antecedent is a curated body of a certain sort."""
        actor = self.actors.get(item.actor)
        return actor is not None and actor.kind is ActorKind.BODY and fits(actor)

    def is_addressed(self, item: Antecedent) -> bool:
        """Tell whether an antecedent is a news medium to which somebody speaks ("told Reuters they had fled")."""
        return not item.rank and self.is_body(item, lambda actor: actor.sector == _MEDIA)

    def recent(self, reach: int = 3) -> list[Antecedent]:
        """Give the antecedents of this sentence and the `reach` before it, latest first."""
        return [item for item in reversed(self.antecedents) if item.sentence >= self.sentence - reach]

    def acting(self, reach: int = 3) -> list[Antecedent]:
        """Give the recent antecedents that can act, subjects of a sentence before its other mentions."""
        found = [item for item in self.recent(reach) if item.kind in _ACTING and not item.place]
        return sorted(found, key=lambda item: (-item.sentence, -item.rank))

    def first(self, fits: Callable[[Antecedent], bool], *, near: bool = False) -> tuple[str, ...]:
        """Give the actor of the most prominent antecedent that fits; nobody if two subjects are as prominent.

        With `near` all subjects of a sentence are as prominent as each other, and the last of them counts.
        """
        fitting = [item for item in self.acting() if fits(item)]
        if near:
            fitting.sort(key=lambda item: (-item.sentence, not item.rank, -self.antecedents.index(item)))
        if not fitting:
            return ()
        best = fitting[0]
        rivals = {item.actor for item in fitting if (item.sentence, item.rank) == (best.sentence, best.rank)}
        return (best.actor,) if near or len(rivals) == 1 or not best.rank else ()
