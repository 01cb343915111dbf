"""Persons of whom a text says only whose relatives they are: "Ana Ruiz, the wife of the Peruvian president"."""

from collections.abc import Sequence

from spacy.tokens import Token

from communique.extract.actors.mention import Mention
from communique.extract.syntax.clauses import children
from communique.ontology.actors import naming


def related_to(name: Token, mentions: Sequence[Mention]) -> Mention | None:
    """Give the mention of whose relative, lawyer or the like a person is, by the noun set beside the name."""
    for noun in children(name, ("appos",)):
        if noun.lower_ not in naming().relatives:
            continue
        owners = [*children(noun, ("poss",)), *_behind_of(noun)]
        found = [item for owner in owners for item in mentions if item.covers(owner.i)]
        if found:
            return found[0]
    return None


def _behind_of(noun: Token) -> list[Token]:
    return [item for prep in children(noun, ("prep",)) if prep.lower_ == "of" for item in children(prep, ("pobj",))]
