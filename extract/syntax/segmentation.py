"""Sentences: where they begin and end in a document, before any parse."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from communique.extract.syntax.prose import prose_of
from communique.extract.syntax.words import words_of
from communique.ontology.lexicon import cues

_ENDS = frozenset(".!?…")
# What has no blank in so many characters is no word, and a tokeniser's time for it grows with the square of its length.
_UNBROKEN = re.compile(r"\S{100,}")
_PIECE = 20_000
# So many characters are a list or a table without full stops: a parser takes seconds for them and finds nothing sound.
_LONGEST = 1_500
_BRACKETS = frozenset((")", "]"))

Recasing = Callable[[Doc], list[str] | None]
# Is given the tokens, the one in question, and the first of the sentence before it.
Beginning = Callable[[Doc, int, int], bool]


def as_written(_: Doc) -> None:
    """Leave the words of a sentence as they are written."""


def never(_doc: Doc, _index: int, _start: int) -> bool:
    """Tell that no sentence begins behind an abbreviation."""
    return False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as a spaCy Doc of its own; `start` is its character offset in the document's text.

    `written` is the sentence as it stands there, where the Doc has its words in other letters.
    """

    doc: Doc
    start: int
    paragraph: int
    written: str = ""

    @property
    def text(self) -> str:
        """Give the sentence as it stands in the document."""
        return self.written or words_of(self.doc).text

    @property
    def end(self) -> int:
        """Give the character offset at which the sentence ends."""
        return self.start + len(words_of(self.doc).text)

    def words(self, start: int, end: int) -> str:
        """Give the words between two character offsets within the sentence, as they stand in the document."""
        return self.text[start:end]


def sentences(
    text: str, nlp: Language, recased: Recasing = as_written, begins: Beginning = never
) -> Iterator[Sentence]:
    """Give the sentences of a text whose paragraphs are separated by blank lines, in order.

    Parameters
    ----------
    text
        The text; datelines, publishers and the like are left out.
    nlp
        The pipeline whose tokeniser is used.
    recased
        Gives the words of a sentence in other letters (a headline in capitals), or None to leave them.
    begins
        Tells whether a sentence begins at a token that follows an abbreviation with a full stop.

    Yields
    ------
    Sentence
        One that is not longer than any sentence is.
    """
    position = 0
    for number, paragraph in enumerate(_UNBROKEN.sub(_blank, text).split("\n\n")):
        first, last = prose_of(paragraph)
        for start, piece in _pieces(paragraph[first:last]):
            yield from _of_piece(nlp.make_doc(piece), position + first + start, number, recased, begins)
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


def _of_piece(doc: Doc, position: int, number: int, recased: Recasing, begins: Beginning) -> Iterator[Sentence]:
    # Tokens are made anew each time that a document is asked for one.
    tokens = list(doc)
    for start, end in _bounds(doc, [token.text for token in tokens], begins):
        words = [token for token in tokens[start:end] if not token.is_space]
        if not words or words[-1].idx + len(words[-1]) - words[0].idx > _LONGEST:
            continue
        part = tokens[words[0].i : words[-1].i + 1]
        spaces = [bool(token.whitespace_) for token in part]
        spaces[-1] = False
        alone = Doc(doc.vocab, words=[token.text for token in part], spaces=spaces)
        other = recased(alone)
        written = alone.text if other else ""
        alone = Doc(doc.vocab, words=other, spaces=spaces) if other else alone
        yield Sentence(alone, position + part[0].idx, number, written)


def _bounds(doc: Doc, texts: Sequence[str], begins: Beginning) -> Iterator[tuple[int, int]]:
    closing = _BRACKETS | cues().closing_marks
    start = index = 0
    while index < len(texts):
        index += 1
        if texts[index - 1] in _ENDS:
            while index < len(texts) and texts[index] in closing:
                if doc[index - 1].whitespace_:
                    break
                index += 1
            if index < len(texts) and not _opens(doc, index):
                continue
            yield start, index
            start = index
        elif (
            index < len(texts)
            and _is_abbreviation(texts[index - 1])
            and _opens(doc, index)
            and begins(doc, index, start)
        ):
            yield start, index
            start = index
    if start < len(texts):
        yield start, len(texts)


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word[-1] == "."


def _opens(doc: Doc, index: int) -> bool:
    """Tell whether a sentence can begin at a token: white space before it, no small letter in it."""
    return bool(doc[index - 1].whitespace_ or doc[index].is_space) and not doc[index].text[0].islower()
