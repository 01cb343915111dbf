"""Documents as far as they are read without a parse."""

from dataclasses import dataclass

from communique.extract.actors.discourse import Discourse
from communique.extract.actors.mention import Mention
from communique.extract.syntax.segmentation import Sentence
from communique.ontology.types import Document


@dataclass(frozen=True, slots=True)
class Named:
    """A sentence with the names in it, before any parse; `is_worth` says whether it is to be parsed."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    is_worth: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as far as it is read without a parse."""

    document: Document
    discourse: Discourse
    sentences: tuple[Named, ...]

    @property
    def worth(self) -> list[Named]:
        """Give the sentences that are to be parsed."""
        return [item for item in self.sentences if item.is_worth]
