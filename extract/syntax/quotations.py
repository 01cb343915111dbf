"""Quotation marks: whether a sentence has any, and which words of it stand between them."""

from spacy.tokens import Doc, Span, Token

from communique.extract.syntax.words import words_of
from communique.ontology.lexicon import cues


def marks(doc: Doc) -> list[int]:
    """Give the tokens of a sentence that are quotation marks."""
    known = cues().quotation_marks
    return [index for index, word in enumerate(words_of(doc).written) if word in known]


def has_marks(doc: Doc) -> bool:
    """Tell whether there is a quotation mark in a sentence."""
    return not cues().quotation_marks.isdisjoint(words_of(doc).written)


def in_quotation(token: Token) -> bool:
    """Tell whether a token stands between quotation marks of its sentence."""
    return quotation(token) is not None


def quotation(token: Token) -> Span | None:
    """Give the words between the quotation marks around a token, None where there are none.

    Marks open and close by turns. A quotation that goes on in the next sentence ends with this one, and one that the
    sentence only closes begins with it.
    """
    doc = token.doc
    found = marks(doc)
    if len(found) == 1 and _closes(doc, found[0]):
        return doc[: found[0]] if token.i < found[0] else None
    before = sum(mark < token.i for mark in found)
    if before % 2 == 0:
        return None
    return doc[found[before - 1] + 1 : found[before] if before < len(found) else len(doc)]


def _closes(doc: Doc, mark: int) -> bool:
    """Tell whether a mark stands close to the word before it and apart from the one after it."""
    return mark > 0 and not doc[mark - 1].whitespace_ and (mark + 1 == len(doc) or bool(doc[mark].whitespace_))
