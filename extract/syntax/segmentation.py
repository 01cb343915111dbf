"""Sentences: where they begin and end in a document, before any parse."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from communique.extract.syntax.prose import prose_of
from communique.ontology.lexicon import cues

_ENDS = frozenset(".!?…")
# What has no blank in so many characters is no word, and a tokeniser's time for it grows with the square of its length.
_UNBROKEN = re.compile(r"\S{100,}")
_PIECE = 20_000
# So many characters are a list or a table without full stops: a parser takes seconds for them and finds nothing sound.
_LONGEST = 1_500
_BRACKETS = frozenset((")", "]"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as a spaCy Doc of its own; `start` is its character offset in the document's text."""

    doc: Doc
    start: int
    paragraph: int

    @property
    def end(self) -> int:
        """Give the character offset at which the sentence ends."""
        return self.start + len(self.doc.text)


def sentences(text: str, nlp: Language) -> Iterator[Sentence]:
    """Give the sentences of a text whose paragraphs are separated by blank lines, in order."""
    position = 0
    for number, paragraph in enumerate(_UNBROKEN.sub(_blank, text).split("\n\n")):
        first, last = prose_of(paragraph)
        for start, piece in _pieces(paragraph[first:last]):
            yield from _of_piece(nlp.make_doc(piece), position + first + start, number)
        position += len(paragraph) + 2


def _blank(run: re.Match[str]) -> str:
    return " " * len(run.group())


def _pieces(paragraph: str) -> Iterator[tuple[int, str]]:
    """Give a paragraph in pieces that a tokeniser soon has done, with their offsets; nearly all are of one piece."""
    start = 0
    while len(paragraph) - start > _PIECE:
        end = start + _PIECE
        # Behind a sentence, else between words.
        cut = paragraph.rfind(". ", start, end) + 2
        cut = cut if cut > start + 1 else paragraph.rfind(" ", start, end) + 1
        yield start, paragraph[start : cut if cut > start else end]
        start = cut if cut > start else end
    yield start, paragraph[start:]


def _of_piece(doc: Doc, position: int, number: int) -> Iterator[Sentence]:
    for start, end in _bounds(doc):
        words = [token.i for token in doc[start:end] if not token.is_space]
        if words:
            part = doc[words[0] : words[-1] + 1]
            if len(part.text) > _LONGEST:
                continue
            spaces = [bool(token.whitespace_) for token in part]
            spaces[-1] = False
            texts = [token.text for token in part]
            yield Sentence(Doc(doc.vocab, words=texts, spaces=spaces), position + part.start_char, number)


def _bounds(doc: Doc) -> Iterator[tuple[int, int]]:
    closing = _BRACKETS | cues().closing_marks
    start = index = 0
    while index < len(doc):
        index += 1
        if doc[index - 1].text in _ENDS:
            while index < len(doc) and doc[index].text in closing:
                if doc[index - 1].whitespace_:
                    break
                index += 1
            if index < len(doc) and not _opens(doc, index):
                continue
            yield start, index
            start = index
    if start < len(doc):
        yield start, len(doc)


def _opens(doc: Doc, index: int) -> bool:
    """Tell whether a sentence can begin at a token: white space before it, no small letter in it."""
    return bool(doc[index - 1].whitespace_ or doc[index].is_space) and not doc[index].text[0].islower()
