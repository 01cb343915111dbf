"""Objects behind their verb's phrase ("put on hold two loans"), which the parser hangs on the noun before them."""

from spacy.tokens import Doc, Token

from communique.extract.frames.headlines import reparsed
from communique.extract.syntax.clauses import children, is_verb

_LEADING = frozenset(("prep", "prt"))
_MISPLACED = frozenset(("dep", "dobj", "advcl"))
_NOUNS = frozenset(("NN", "VB", "VBP"))


def shifting_noun(doc: Doc) -> int | None:
    """Give the noun of a phrase right behind a verb that has taken the verb's object for its own, if there is one."""
    return next((token.i + 2 for token in doc[:-2] if is_verb(token) and _shifts(token, doc[token.i + 2])), None)


def _shifts(verb: Token, noun: Token) -> bool:
    preposition = verb.doc[verb.i + 1]
    if preposition.dep_ not in _LEADING or preposition.head != verb or noun.tag_ not in _NOUNS:
        return False
    if children(preposition, ("pobj", "pcomp")) or noun.head != verb or noun.dep_ not in _MISPLACED:
        return False
    return any(item.i > noun.i for item in children(noun, ("dobj",)))


def with_shifted_object(doc: Doc, place: int) -> Doc:
    """Give a parsed sentence in which what hangs behind the noun at `place` belongs to the verb before it."""
    noun = doc[place]
    heads = [place - 2 if token.head == noun and token.i > place else token.head.i for token in doc]
    tags, labels = [token.tag_ for token in doc], [token.dep_ for token in doc]
    tags[place - 1 : place + 1] = "IN", "NN"
    labels[place - 1 : place + 1], heads[place] = ("prep", "pobj"), place - 1
    return reparsed(doc, tags, heads, labels)
