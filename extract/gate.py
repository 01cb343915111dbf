"""Which sentences are worth a parse: those in which somebody named before or here can act."""

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc

from communique.extract.actors.mention import Mention
from communique.extract.syntax.quotations import has_marks
from communique.ontology.lexicon import anaphora

# How many sentences back an anaphor finds its antecedent (`Discourse.recent`).
_REACH = 3


def worth_parsing(named: Sequence[tuple[Doc, tuple[Mention, ...]]]) -> list[bool]:
    """Tell for each sentence of a document, given with its names, whether it can hold an event.

    A report needs an actor or target whom the text names. Without a name here, that is somebody
    named a few sentences before whom a word takes up ("the ministry", "the two sides", "the
    move"), or whoever speaks in a quotation.
    """
    found: list[bool] = []
    last = -_REACH - 1
    for number, (doc, mentions) in enumerate(named):
        near = number - last <= _REACH
        found.append(
            bool(mentions) or has_marks(doc) or (near and _takes_up(doc, named[max(0, number - _REACH) : number]))
        )
        last = number if mentions else last
    return found


def _takes_up(doc: Doc, before: Sequence[tuple[Doc, tuple[Mention, ...]]]) -> bool:
    heads = {earlier[mention.end - 1].lower_ for earlier, mentions in before for mention in mentions}
    words = _words()
    return any(token.lower_ in words or token.lower_ in heads for token in doc)


@cache
def _words() -> frozenset[str]:
    """Give the words that take up somebody named before, nouns in both numbers."""
    words = anaphora()
    nouns = (
        words.pairs | words.countries | words.groups | words.blocs | words.neighbours | words.statements | words.acts
    )
    plurals = {f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s" for noun in nouns}
    return words.pronouns | nouns | plurals
