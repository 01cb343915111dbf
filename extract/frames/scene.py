"""A sentence ready for filling the slots of frames, and what fills one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc

from communique.extract.actors.dictionary import Dictionary
from communique.extract.actors.discourse import Discourse
from communique.extract.actors.mentions import Mentions
from communique.extract.syntax.lemmas import LemmaOf
from communique.ontology.types import Actor

# What counts as a name's label where there is no recogniser.
_UNLABELLED = "ORG"
_INTERGOVERNMENTAL = "IGO"


@dataclass(frozen=True, slots=True)
class Filler:
    """An actor in a slot: by which tokens, and whether the noun itself means it or a word inside its phrase."""

    actor: str
    start: int
    end: int
    direct: bool
    why: str


@dataclass(slots=True)
class Scene:
    """A sentence ready for filling slots: parse, mentions, what anaphora stand for."""

    doc: Doc
    mentions: Mentions
    anaphora: Mapping[int, tuple[str, ...]]
    names: Dictionary
    discourse: Discourse
    lemma_of: LemmaOf
    found: dict[str, Actor] = field(default_factory=dict)
    phrases: dict[int, str] = field(default_factory=dict)
    recogniser: Callable[[Doc], Doc] | None = None
    entities: list[tuple[int, int, str]] | None = None
    # By actor, and by how many actors were found by then: the party of one may come from another.
    parties: dict[tuple[str, int], str] = field(default_factory=dict)

    def entity(self, start: int, end: int) -> str:
        """Give the label under which the entity recogniser, run only here, has most of these tokens; empty if none."""
        if self.recogniser is None:
            return _UNLABELLED
        if self.entities is None:
            doc = self.recogniser(self.doc.copy())
            self.entities = [(item.start, item.end, item.label_) for item in doc.ents]
        shared = [(min(end, last) - max(start, first), label) for first, last, label in self.entities]
        return max((item for item in shared if item[0] > 0), default=(0, ""))[1]

    def actor(self, actor_id: str) -> Actor | None:
        """Give a curated or found actor."""
        return self.discourse.actors.get(actor_id) or self.found.get(actor_id)

    def mandate(self, actor_id: str) -> str | None:
        """Give the country whose organs an actor means by bare nouns; none of who acts for an organisation of states.

        "The regime must release them", said by the Union's envoy, is not the regime of the country he comes from.
        """
        side = self.discourse.actors.get(self.discourse.actors.side(actor_id, self.discourse.published))
        return None if side is not None and side.sector == _INTERGOVERNMENTAL else self.country(actor_id)

    def country(self, actor_id: str) -> str | None:
        """Give the home country of a curated or found actor."""
        return self.discourse.country(actor_id) or (self.found[actor_id].country if actor_id in self.found else None)
